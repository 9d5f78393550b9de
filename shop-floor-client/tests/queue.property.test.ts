// Whatever the network does, the server ends as with a tablet that was never offline: each report once, in the
// order of its operation, and what is refused is still on the tablet.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openStore } from '../src/keep/database.ts';
import type { Entry, Refusal } from '../src/keep/entry.ts';
import { Queue, type Answer } from '../src/keep/queue.ts';
import { ModelServer, report } from './support/floor.ts';

const REFUSAL: Refusal = { status: 422, code: 'impossible', title: 'No.', remedy: 'Call Li.', field: null, value: null };
/** What becomes of one try. `late` arrives after the tablet has given up waiting for the answer. */
const FATE = fc.constantFrom('heard', 'heard', 'lost', 'answer-lost', 'twice', 'late', 'busy', 'fault', 'revoked');
type Fate = 'heard' | 'lost' | 'answer-lost' | 'twice' | 'late' | 'busy' | 'fault' | 'revoked';
const LANES = ['WO-1', 'WO-2', 'WO-3'];

const STEP = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('report' as const), lane: fc.nat(2), bad: fc.nat(9), tab: fc.nat(1), held: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('drain' as const), tab: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('both' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reload' as const), tab: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('die' as const), tab: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('arrive' as const), which: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('back' as const), tab: fc.nat(1) }) },
);

let worlds = 0;

/** A tablet with two tabs, a network that does as it likes, and a server. */
class World {
  now = Date.parse('2026-03-09T08:00:00Z');
  /** What the network holds back and delivers when it likes. */
  readonly underway: Entry[] = [];
  readonly server: ModelServer;
  readonly tabs: Queue[] = [];
  #locked = false;
  #fates: Fate[];
  dead = new Set<number>();

  constructor(readonly store: Awaited<ReturnType<typeof openStore>>, fates: Fate[], readonly bad: Set<string>, readonly locks: boolean) {
    this.#fates = [...fates];
    this.server = new ModelServer(entry => bad.has(entry.id));
    this.tabs = [this.open(0), this.open(1)];
  }

  open(tab: number): Queue {
    this.dead.delete(tab);
    let alive = true;
    this.#kill[tab] = () => { alive = false; };
    return new Queue(this.store, {
      send: entry => (alive ? this.send(entry, tab) : new Promise<Answer>(() => {})),
      alone: async work => {
        if (!this.locks) return work();
        if (this.#locked) return null;
        this.#locked = true;
        this.#holder = tab;
        try {
          return await work();
        } finally {
          if (this.#holder === tab) this.#locked = false;
        }
      },
      now: () => this.now,
      plantTime: device => device,
    });
  }

  #kill: (() => void)[] = [];
  #holder = -1;

  /** The tab is closed while its request is under way: its locks are free, and nobody hears the answer. */
  reload(tab: number): void {
    this.#kill[tab]?.();
    if (this.#holder === tab) this.#locked = false;
    this.tabs[tab] = this.open(tab);
  }

  async send(entry: Entry, tab: number): Promise<Answer> {
    const fate = this.#fates.shift() ?? 'heard';
    await new Promise(resolve => setTimeout(resolve, 0));
    if (this.dead.has(tab)) {
      // The request left, the tab did not live to hear of it.
      this.answer(entry);
      return new Promise<Answer>(() => {});
    }
    switch (fate) {
      case 'lost':
        throw new Error('nobody there');
      case 'late':
        this.underway.push(structuredClone(entry));
        throw new Error('too slow');
      case 'answer-lost':
        this.answer(entry);
        throw new Error('the answer was lost');
      case 'busy':
        return { kind: 'away', seconds: 1 };
      case 'fault':
        return { kind: 'later' };
      case 'revoked':
        return { kind: 'unknown-device' };
      case 'twice':
        this.underway.push(structuredClone(entry));
        return this.answer(entry);
      default:
        return this.answer(entry);
    }
  }

  answer(entry: Entry): Answer {
    const answer = this.server.take(entry);
    return answer.ok ? { kind: 'taken', version: answer.version } : { kind: 'refused', refusal: REFUSAL };
  }

  /** The network is well again. */
  async settle(): Promise<void> {
    this.#fates = [];
    this.now += 60_000;
    for (const tab of [0, 1]) this.reload(tab);
    for (let round = 0; round < 5; round++) await this.tabs[round % 2]?.drain();
    for (const entry of this.underway.splice(0)) this.server.take(entry);
    await this.tabs[0]?.drain();
  }
}

async function told(steps: readonly unknown[], fates: Fate[], locks: boolean): Promise<void> {
  const store = await openStore(`world-${++worlds}`);
  const bad = new Set<string>();
  const world = new World(store, fates, bad, locks);
  const made: { id: string; lane: string; bad: boolean }[] = [];
  let count = 0;
  const background: Promise<unknown>[] = [];
  for (const step of steps as ({ do: string } & Record<string, number | boolean>)[]) {
    const tab = world.tabs[Number(step.tab ?? 0)] as Queue;
    if (step.do === 'report') {
      const id = `${worlds}-${++count}`;
      const entry = report('good', { id, work_order: LANES[Number(step.lane)] as string, good: '1' });
      if (step.bad === 0) bad.add(id);
      made.push({ id, lane: entry.lane, bad: step.bad === 0 });
      await tab.append(entry, step.held ? 8000 : 0);
    } else if (step.do === 'drain') await tab.drain();
    else if (step.do === 'both') await Promise.all(world.tabs.map(one => one.drain()));
    else if (step.do === 'reload') world.reload(Number(step.tab));
    else if (step.do === 'die') {
      background.push(tab.drain().catch(() => undefined));
      world.dead.add(Number(step.tab));
      await new Promise(resolve => setTimeout(resolve, 5));
      world.reload(Number(step.tab));
    } else if (step.do === 'arrive') {
      const [entry] = world.underway.splice(Number(step.which) % Math.max(1, world.underway.length), 1);
      if (entry) world.server.take(entry);
    } else if (step.do === 'wait') world.now += Number(step.seconds) * 1000;
    else {
      const last = made.at(-1);
      if (last && (await tab.takeBack(last.id))) made.pop();
    }
  }
  await world.settle();

  // The same on a tablet that was never offline.
  const never = new ModelServer(entry => bad.has(entry.id));
  const stopped = new Set<string>();
  for (const { id, lane } of made) {
    if (stopped.has(lane)) continue;
    const [work_order] = lane.split('/');
    const entry = { ...report('good', { id, work_order: work_order as string, good: '1' }) } as unknown as Entry;
    if (!never.take(entry).ok) stopped.add(lane);
  }
  expect(world.server.told()).toBe(never.told());
  expect(world.server.faults).toEqual([]);

  // Nothing has vanished: what the server has not is on the tablet, and says why.
  const known = new Set([...world.server.lanes.values()].flat());
  const entries = await store.getAll('entries');
  for (const { id, lane, bad: refused } of made) {
    const entry = entries.find(one => one.id === id);
    const before = entries.some(one => one.lane === lane && one.stand === 'refused' && (one.seq ?? 0) < (entry?.seq ?? 0));
    const stands = known.has(id) ? ['done'] : refused && !before ? ['refused'] : ['waiting', 'held'];
    expect(stands).toContain(entry?.stand);
  }
  store.close();
}

describe('whatever the network does', () => {
  const runs = { numRuns: 200 };
  test('two tabs with locks leave the server as one that was always online', async () => {
    await fc.assert(fc.asyncProperty(fc.array(STEP, { maxLength: 30 }), fc.array(FATE, { maxLength: 40 }), (steps, fates) => told(steps, fates as Fate[], true)), runs);
  });

  test('reports of a browser without locks count once too', async () => {
    await fc.assert(fc.asyncProperty(fc.array(STEP, { maxLength: 30 }), fc.array(FATE, { maxLength: 40 }), (steps, fates) => told(steps, fates as Fate[], false)), runs);
  });
});
