// Keys of a person, and those of a hand scanner.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Typed } from '../src/typed.ts';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

const hand = (): { typed: Typed; said: string[] } => {
  const said: string[] = [];
  return { typed: new Typed(keys => said.push(keys)), said };
};

describe('what is typed', () => {
  test('slowly is a person’s, key by key', () => {
    const { typed, said } = hand();
    for (const [at, key] of ['1', '2', '5', '0'].entries()) {
      expect(typed.key(key, at * 200)).toBeNull();
      vi.advanceTimersByTime(200);
    }
    expect(said).toEqual(['1', '2', '5', '0']);
  });

  test('with two fingers at once is a person’s too', () => {
    const { typed, said } = hand();
    typed.key('1', 0);
    typed.key('0', 40);
    vi.advanceTimersByTime(100);
    expect(said).toEqual(['10']);
  });

  test('in a moment and ended by Enter is a code, and no digit of it is a person’s', () => {
    const { typed, said } = hand();
    const codes = [...'690123456789'].map((key, at) => typed.key(key, at * 8));
    expect(codes.every(code => code === null)).toBe(true);
    expect(typed.key('Enter', 100)).toBe('690123456789');
    vi.advanceTimersByTime(500);
    expect(said).toEqual([]);
  });

  test('by a scanner that sends no Enter is nobody’s', () => {
    const { typed, said } = hand();
    for (const [at, key] of [...'4006381333931'].entries()) typed.key(key, at * 8);
    vi.advanceTimersByTime(500);
    expect(said).toEqual([]);
  });
});
