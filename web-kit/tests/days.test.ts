// Days and times as people of the shop say them, in the plant's zone.
import { describe, expect, test } from 'vitest';
import { age, due, moment, timer } from '../src/days.ts';

const ZONE = 'Asia/Shanghai';
/** Monday evening in London, Tuesday morning in the plant. */
const NOW = Date.parse('2026-03-09T22:00:00Z');

describe('a due day in words', () => {
  test.each([
    ['2026-03-12', '2 days left', '还有 2 天'], ['2026-03-11', 'due tomorrow', '明天到期'],
    ['2026-03-10', 'due today', '今天到期'], ['2026-03-09', 'late 1 d', '晚 1 天'],
  ])('%s', (day, en, zh) => {
    expect(due(day, NOW, ZONE, 'en')?.text).toBe(en);
    expect(due(day, NOW, ZONE, 'zh')?.text).toBe(zh);
  });

  test('an instant counts on the day on which it falls in the plant', () => {
    expect(due('2026-03-09T17:00:00Z', NOW, ZONE, 'en')).toMatchObject({ days: 0, late: false });
  });
});

test('a time of today has no day, another one has', () => {
  expect(moment('2026-03-10T00:30:00Z', NOW, ZONE, 'en')).toBe('08:30');
  expect(moment('2026-03-11T00:30:00Z', NOW, ZONE, 'en')).toContain('11 Mar');
});

test('a timer and an age', () => {
  expect(timer(4051)).toBe('1:07:31');
  expect(age(59_000, 'en')).toBe('just now');
  expect(age(3 * 3600_000, 'zh')).toBe('3 小时前');
});
