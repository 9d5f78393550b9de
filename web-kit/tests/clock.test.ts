// Plant time at a client: true to the server, whatever the device's own clock says.
import { describe, expect, test } from 'vitest';
import { PlantClock } from '../src/clock.ts';

describe('plant time', () => {
  test('follows an accelerated plant, and one that stands', () => {
    let device = 0;
    const clock = new PlantClock(null, () => device);
    clock.hear({ now: '2026-03-09T08:00:00Z', rate: 600 });
    device = 2000;
    expect(new Date(clock.now()).toISOString()).toBe('2026-03-09T08:20:00.000Z');
    clock.hear({ now: '2026-03-09T09:00:00Z', rate: 0 });
    device = 90_000;
    expect(new Date(clock.now()).toISOString()).toBe('2026-03-09T09:00:00.000Z');
  });

  test('a tablet that is three hours behind is noticed, and its times are right all the same', () => {
    const server = Date.parse('2026-03-09T08:00:00Z');
    const clock = new PlantClock(null, () => server - 3 * 3600_000);
    clock.hear({ now: '2026-03-09T08:00:00Z', rate: 1 });
    expect(clock.skew()).toBe(-3 * 3600_000);
    expect(clock.now()).toBe(server);
  });

  test('after a restart with a clock behind what was heard, it is not known until the server is heard again', () => {
    let device = Date.parse('2026-03-09T08:00:00Z');
    const anchor = new PlantClock(null, () => device).hear({ now: '2026-03-09T08:00:00Z', rate: 1 });
    device = 60_000;
    const clock = new PlantClock(null, () => device);
    clock.restore(anchor);
    expect(clock.known).toBe(false);
    expect(clock.now()).toBe(Date.parse('2026-03-09T08:00:00Z'));
    clock.hear({ now: '2026-03-09T09:00:00Z', rate: 1 });
    device += 1000;
    expect(clock.known).toBe(true);
    expect(clock.now()).toBe(Date.parse('2026-03-09T09:00:01Z'));
  });

  test('goes on after a restart without the server', () => {
    let device = 1000;
    const before = new PlantClock(null, () => device);
    const anchor = before.hear({ now: '2026-03-09T08:00:00Z', rate: 1 });
    device += 60_000;
    expect(new PlantClock(anchor, () => device).now()).toBe(Date.parse('2026-03-09T08:01:00Z'));
  });
});
