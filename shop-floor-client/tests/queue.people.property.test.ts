// Whoever is signed out, whatever is refused and tried again by people, and whatever the network holds back meanwhile:
// everything counts once, and each person's own reports in their order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore } from '../src/keep/database.ts';
import type { Entry, Refusal } from '../src/keep/entry.ts';
import { Queue, timeOf, type Answer } from '../src/keep/queue.ts';
import { freshId, ModelServer, report, standing } from './support/floor.ts';

const REFUSAL: Refusal = { status: 422, code: 'impossible', title: 'No.', remedy: 'Call Li.', field: null, value: null };
const FATE = fc.constantFrom('heard', 'heard', 'lost', 'answer-lost', 'late', 'late', 'fault', 'gone', 'gone');
const MADE = fc.record({ what: fc.constantFrom('report', 'personal', 'standing'), order: fc.constantFrom('WO-1', 'WO-2'), bad: fc.boolean() });
const STEP = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('make' as const), made: MADE }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('drain' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('retry' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('mend' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('arrive' as const) }) },
);

let worlds = 0;

test('nothing counts twice and nothing is lost', async () => {
  await fc.assert(fc.asyncProperty(fc.array(STEP, { maxLength: 40 }), fc.array(FATE, { maxLength: 40 }), async (steps, fates) => {
    const store = await openStore(`people-${++worlds}`);
    const bad = new Set<string>();
    const server = new ModelServer(entry => bad.has(entry.id));
    const late: Entry[] = [];
    const left = [...fates];
    let now = Date.parse('2026-03-09T08:00:00Z');
    const answered = (entry: Entry): Answer => {
      const answer = server.take(entry);
      if (answer.ok) return { kind: 'taken', version: answer.version };
      // As the server does: refusals of a batch are kept under its key.
      return { kind: 'refused', refusal: entry.kind === 'standing' ? { ...REFUSAL, kept: true } : REFUSAL };
    };
    const tablet = new Queue(store, {
      alone: work => work(), now: () => now, plantTime: device => device,
      send: async entry => {
        const fate = left.shift() ?? 'heard';
        if (fate === 'lost') throw new Error('nobody there');
        if (fate === 'late') {
          late.push(structuredClone(entry));
          throw new Error('too slow');
        }
        if (fate === 'fault') return { kind: 'later' };
        if (fate === 'gone' && entry.personal) return { kind: 'signed-out' };
        const answer = answered(entry);
        if (fate === 'answer-lost') throw new Error('the answer was lost');
        return answer;
      },
    });
    const made: { id: string; lane: string; personal: boolean }[] = [];
    const retry = async (): Promise<void> => {
      for (const entry of await tablet.entries()) if (entry.stand === 'refused') await tablet.retry(entry.id);
    };
    for (const step of steps) {
      now += 1000;
      if (step.do === 'make') {
        const { what, order, bad: refused } = step.made;
        const id = freshId();
        const entry = what === 'standing' ? standing(order, { id }) : { ...report('good', { id, work_order: order, good: '1' }), personal: what === 'personal', operator: 'LI' };
        if (refused) bad.add(id);
        made.push({ id, lane: entry.lane, personal: entry.personal });
        await tablet.append(entry);
      } else if (step.do === 'drain') await tablet.drain();
      else if (step.do === 'retry') await retry();
      else if (step.do === 'mend') bad.clear();
      else for (const entry of late.splice(0, 1)) server.take(entry);
    }
    // Everybody signs in again, what was wrong is mended, people try again, and what was held back comes at last.
    left.length = 0;
    bad.clear();
    for (let round = 0; round < 3; round++) {
      await retry();
      await tablet.drain();
    }
    for (const entry of late) server.take(entry);
    expect(server.faults).toEqual([]);
    const entries = await tablet.entries();
    expect(entries.map(entry => entry.stand)).toEqual(made.map(() => 'done'));
    for (const lane of new Set(made.map(one => one.lane))) {
      const counted = server.lanes.get(lane) ?? [];
      const own = made.filter(one => one.lane === lane);
      expect([...counted].sort()).toEqual(own.map(one => one.id).sort());
      for (const personal of [true, false]) {
        const ids = own.filter(one => one.personal === personal).map(one => one.id);
        expect(counted.filter(id => ids.includes(id))).toEqual(ids);
      }
      // Whatever came first, the times say in which order it happened.
      const times = entries.filter(entry => entry.lane === lane).map(entry => timeOf(entry) ?? '');
      expect(times).toEqual([...new Set(times)].sort());
    }
    store.close();
  }), { numRuns: 300 });
});
