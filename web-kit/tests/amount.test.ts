// Amounts are exact, whatever is counted.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMore, left, minus, plus, share } from '../src/amount.ts';

const amount = fc.integer({ min: -1e9, max: 1e9 }).map(millionths => {
  const text = String(Math.abs(millionths)).padStart(7, '0');
  return `${millionths < 0 ? '-' : ''}${text.slice(0, -6)}.${text.slice(-6)}`;
});

test('what is added can be taken away again', () => {
  fc.assert(fc.property(amount, amount, (a, b) => {
    expect(minus(plus(a, b), b)).toBe(plus(a, '0'));
  }));
});

test('no float is in it', () => {
  expect(plus('0.1', '0.2')).toBe('0.3');
  expect(left('40', '39.5', '1')).toBe('0');
  expect(isMore('9', '10')).toBe(false);
  expect(share('12', '40')).toBeCloseTo(0.3);
});
