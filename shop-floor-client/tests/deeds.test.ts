// What is done at a tablet: ids where the browser makes none, over plain HTTP on the shop's network, and taps of gloves.
import { expect, test, vi } from 'vitest';
import type { FloorRow } from '../src/ask/types.ts';
import { Deeds, uuid } from '../src/floor/deeds.ts';
import type { Floor } from '../src/floor/floor.svelte.ts';

test('an id is a UUID with TLS and without', () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(uuid()).toMatch(form);
  const random = crypto.getRandomValues.bind(crypto);
  vi.stubGlobal('crypto', { getRandomValues: random });
  expect(uuid()).toMatch(form);
  expect(uuid()).not.toBe(uuid());
  vi.unstubAllGlobals();
});

test('two taps on one button are one report, and the same again later is another', async () => {
  vi.useFakeTimers();
  const written: unknown[] = [];
  const floor = {
    clock: { now: () => Date.now() }, people: { active: { code: 'O1' } }, me: null, pump: () => undefined,
    queue: { append: async (entry: unknown) => { written.push(entry); return entry; }, takeBack: async () => true },
  } as unknown as Floor;
  const deeds = new Deeds(floor);
  const row = { work_order: 'WO-1', operation: '10' } as FloorRow;
  const [one, again] = await Promise.all([deeds.report(row, 'good', { good: '3' }), deeds.report(row, 'good', { good: '3' })]);
  expect(again).toBe(one);
  await deeds.report(row, 'good', { good: '4' });
  expect(written.length).toBe(2);
  // What was taken back may be done again at once.
  expect(await deeds.takeBack('any')).toBe(true);
  await deeds.report(row, 'good', { good: '3' });
  expect(written.length).toBe(3);
  await vi.advanceTimersByTimeAsync(1000);
  await deeds.report(row, 'good', { good: '3' });
  expect(written.length).toBe(4);
  vi.useRealTimers();
});
