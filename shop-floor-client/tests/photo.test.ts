// How large a photo is that goes over the shop's Wi-Fi.
import { expect, test } from 'vitest';
import { fitted } from '../src/parts/photo.ts';

test('the longest side is at most 1600, and nothing is made larger or loses its shape', () => {
  expect(fitted(4000, 3000)).toEqual({ width: 1600, height: 1200 });
  expect(fitted(3000, 4000)).toEqual({ width: 1200, height: 1600 });
  expect(fitted(640, 480)).toEqual({ width: 640, height: 480 });
  expect(fitted(12_000, 3)).toEqual({ width: 1600, height: 1 });
});
