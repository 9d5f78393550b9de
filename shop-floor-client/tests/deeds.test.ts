// Ids are made where the browser makes none: over plain HTTP on the shop's network.
import { expect, test, vi } from 'vitest';
import { uuid } from '../src/floor/deeds.ts';

test('an id is a UUID with TLS and without', () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(uuid()).toMatch(form);
  const random = crypto.getRandomValues.bind(crypto);
  vi.stubGlobal('crypto', { getRandomValues: random });
  expect(uuid()).toMatch(form);
  expect(uuid()).not.toBe(uuid());
  vi.unstubAllGlobals();
});
