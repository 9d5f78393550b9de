// What is done at a tablet: ids where the browser makes none, over plain HTTP on the shop's network, and taps of gloves.
import { expect, test, vi } from 'vitest';
import type { FloorRow } from '../src/ask/types.ts';
import { Deeds, uuid } from '../src/floor/deeds.ts';
import type { Floor } from '../src/floor/floor.svelte.ts';
import { unkept } from '../src/floor/unkept.svelte.ts';
import { row as rowOf } from './support/floor.ts';

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

interface Written { operator: string | null; personal: boolean; body: Record<string, unknown> }

/** A floor whose queue writes into `written`, or fails. */
function floorOf(identity: 'full' | 'off', written: Written[], fails: () => boolean = () => false): Floor {
  return {
    clock: { now: () => Date.now() }, people: { active: { code: 'LEAD' } }, pump: () => undefined,
    me: { device: { name: 'T-1', work_centres: [{ code: 'TUR-2', name: null }] }, settings: { identity, take_back_seconds: 8 } },
    queue: { append: async (entry: Written) => {
      if (fails()) throw new DOMException('The disk is full.', 'QuotaExceededError');
      written.push(entry);
      return entry;
    } },
  } as unknown as Floor;
}

test('what could not be written down is said loudly, and may be tried again at once', async () => {
  const written: Written[] = [];
  let full = true;
  const deeds = new Deeds(floorOf('full', written, () => full));
  expect(await deeds.report(rowOf(), 'good', { good: '3' })).toBeNull();
  expect(unkept.fault).toContain('The disk is full.');
  unkept.read();
  full = false;
  expect(await deeds.report(rowOf(), 'good', { good: '3' })).not.toBeNull();
  expect([written.length, unkept.fault]).toEqual([1, null]);
});

test('where nobody is to be named, a report names nobody and carries nobody’s secret', async () => {
  const written: Written[] = [];
  await new Deeds(floorOf('off', written)).report(rowOf(), 'start');
  expect(written).toMatchObject([{ operator: null, personal: false }]);
  expect('operator' in (written[0]?.body ?? {})).toBe(false);
});

test('a shift’s end names who worked or nobody, and only a work centre of others needs the lead', async () => {
  const written: Written[] = [];
  const deeds = new Deeds(floorOf('full', written));
  await deeds.report(rowOf(), 'good', { good: '1' }, { operator: 'O1', personal: true });
  await deeds.report(rowOf({ work_order: 'WO-2' }), 'good', { good: '1' }, { operator: null, personal: false });
  expect(written.map(({ operator, personal, body }) => [operator, personal, body.operator])).toEqual([['LEAD', true, 'O1'], ['LEAD', false, undefined]]);
});

test('a card let go says what, why and who, and goes with the lead’s word or waits for the lead', async () => {
  const traces: Written[] = [];
  const floor = floorOf('full', []);
  (floor.queue as unknown as { letGo: unknown }).letGo = async (_: string, trace: Written) => { traces.push(trace); };
  const deeds = new Deeds(floor);
  const card = { id: 'e', kind: 'report', row: null, refusal: { code: 'work_order_closed' }, body: { id: 'e', work_order: 'WO-1', operation: '10' } } as never;
  expect(await deeds.letGo(card, { lead: 'LEAD', approval: 'A' })).toBe(true);
  await deeds.letGo(card, { lead: 'LEAD', approval: null });
  expect(traces.map(({ personal, body }) => [personal, body.approval])).toEqual([[false, 'A'], [true, undefined]]);
  expect(traces[0]?.body).toMatchObject({ kind: 'report', work_order: 'WO-1', operation: '10', code: 'work_order_closed', let_go_by: 'LEAD', said: { id: 'e' } });
});
