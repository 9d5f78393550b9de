// Owns the queue of what was done at this tablet: durable at once, sent in order per operation, exactly once in
// effect. It knows no screen, no framework and no server: who sends, who locks and what time it is are given to
// it. It never forgets an entry by itself that the server has not taken.
import type { Entry, Kind, Refusal } from './entry.ts';
import type { Store } from './database.ts';

/** What became of sending one entry. */
export type Answer =
  | { kind: 'taken'; version: number | null }
  /** For good, unless people change something. */
  | { kind: 'refused'; refusal: Refusal }
  /** A fault of the server with this entry: others may do better. */
  | { kind: 'later' }
  /** Nobody there, or too busy: nothing else is tried now. */
  | { kind: 'away'; seconds?: number }
  /** The person has to sign in again; what others did goes on. */
  | { kind: 'signed-out' }
  /** The device is not known any more: everything waits for a new enrolment. */
  | { kind: 'unknown-device' };

export type Drained = 'empty' | 'waits' | 'away' | 'unknown-device' | 'elsewhere';

export interface Means {
  send: (entry: Entry) => Promise<Answer>;
  /** Runs the work alone among all tabs; answers nothing if another one is at it. */
  alone: <T>(work: () => Promise<T>) => Promise<T | null>;
  now: () => number;
  /** Plant time of an instant of the device's clock; nothing if the server has never been heard. */
  plantTime: (device: number) => number | null;
}

/** What the server has taken is kept so long, so that it can be corrected. */
const KEEP_DONE = 14 * 3600_000;

type Given = 'kind' | 'id' | 'lane' | 'method' | 'path' | 'body' | 'operator' | 'personal' | 'row';
/** What whoever makes an entry says about it; the rest is the queue's. */
export type New<K extends Kind = Kind> = { [Each in K]: Pick<Extract<Entry, { kind: Each }>, Given> }[K];

/** Whether an entry may still be taken back. A clock that was set back since it was made holds nothing up. */
function isHeld(entry: Entry, now: number): boolean {
  return entry.stand === 'held' && entry.made <= now && now < entry.held_until;
}

export class Queue {
  readonly #store: Store;
  readonly #means: Means;
  readonly #listeners = new Set<() => void>();
  #draining: Promise<Drained> | null = null;
  #again = false;

  constructor(store: Store, means: Means) {
    this.#store = store;
    this.#means = means;
  }

  /** Calls back after every change that this tab made. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Writes an entry down; when this is over it survives anything but the loss of the tablet. */
  async append(entry: New, held = 0): Promise<Entry> {
    const now = this.#means.now();
    const whole = {
      ...entry, stand: held > 0 ? 'held' : 'waiting', tried: false, attempts: 0, made: now, held_until: now + held,
      timed: this.#means.plantTime(now) !== null, refusal: null, version: null, done: null,
    } as Entry;
    const transaction = this.#store.transaction('entries', 'readwrite', { durability: 'strict' });
    const before = await transaction.store.index('lane').getAll(whole.lane);
    inOrder(whole, before);
    whole.seq = await transaction.store.add(whole);
    await transaction.done;
    this.#changed();
    return whole;
  }

  /** All entries, in order. */
  entries(): Promise<Entry[]> {
    return this.#store.getAll('entries');
  }

  /** Takes an entry back within its seconds. `false` if it is too late: then it is corrected. */
  async takeBack(id: string): Promise<boolean> {
    const transaction = this.#store.transaction('entries', 'readwrite', { durability: 'strict' });
    const entry = await transaction.store.index('id').get(id);
    const may = entry !== undefined && !entry.tried && isHeld(entry, this.#means.now());
    if (may && entry.seq !== undefined) await transaction.store.delete(entry.seq);
    await transaction.done;
    if (may) this.#changed();
    return may;
  }

  /** A refused entry is to be tried again, because somebody has mended what was wrong. */
  retry(id: string): Promise<void> {
    return this.#alter(id, entry => (entry.stand === 'refused' ? { ...entry, stand: 'waiting', refusal: null } : null));
  }

  /** Somebody has read a refused entry and lets go of it, knowing that it will not count. */
  async letGo(id: string): Promise<void> {
    const transaction = this.#store.transaction('entries', 'readwrite', { durability: 'strict' });
    const entry = await transaction.store.index('id').get(id);
    if (entry?.stand === 'refused' && entry.seq !== undefined) await transaction.store.delete(entry.seq);
    await transaction.done;
    this.#changed();
  }

  async #alter(id: string, change: (entry: Entry) => Entry | null): Promise<void> {
    const transaction = this.#store.transaction('entries', 'readwrite', { durability: 'strict' });
    const entry = await transaction.store.index('id').get(id);
    const changed = entry ? change(entry) : null;
    if (changed) await transaction.store.put(changed);
    await transaction.done;
    this.#changed();
  }

  /** Sends what may be sent, one tab at a time. Asked for while it runs, it looks once more afterwards. */
  async drain(): Promise<Drained> {
    if (this.#draining) {
      this.#again = true;
      return this.#draining;
    }
    this.#draining = this.#means.alone(() => this.#drainAlone()).then(result => result ?? 'elsewhere');
    let result: Drained;
    try {
      result = await this.#draining;
    } finally {
      this.#draining = null;
    }
    if (this.#again) {
      this.#again = false;
      if (result === 'empty' || result === 'waits') return this.drain();
    }
    return result;
  }

  async #drainAlone(): Promise<Drained> {
    const stopped = new Set<string>();
    const gone = new Set<string>();
    let left = false;
    for (const { seq } of await this.entries()) {
      // Read again: while the one before was under way this one may have been taken back.
      const entry = seq === undefined ? undefined : await this.#store.get('entries', seq);
      if (!entry || entry.stand === 'done') continue;
      left = true;
      const held = isHeld(entry, this.#means.now());
      if (entry.stand === 'refused' || held || stopped.has(entry.lane) || (entry.personal && gone.has(entry.operator ?? ''))) {
        stopped.add(entry.lane);
        continue;
      }
      const tried = await this.#fix(entry);
      if (!tried) continue;
      const answer = await this.#send(tried);
      if (answer.kind === 'away' || answer.kind === 'unknown-device') return answer.kind;
      await this.#note(tried, answer);
      if (answer.kind !== 'taken') stopped.add(entry.lane);
      if (answer.kind === 'signed-out') gone.add(entry.operator ?? '');
    }
    await this.#forgetOld();
    return left ? 'waits' : 'empty';
  }

  async #send(entry: Entry): Promise<Answer> {
    try {
      return await this.#means.send(entry);
    } catch {
      return { kind: 'away' };
    }
  }

  /** From now on it is what it is: its time is set and nobody takes it back. Nothing if it is gone. */
  async #fix(entry: Entry): Promise<Entry | null> {
    const transaction = this.#store.transaction('entries', 'readwrite', { durability: 'strict' });
    const now = await transaction.store.get(entry.seq ?? -1);
    if (!now) {
      await transaction.done;
      return null;
    }
    const fixed: Entry = { ...now, stand: 'waiting', tried: true, attempts: now.attempts + 1 };
    if (!now.tried) {
      this.#setTime(fixed);
      const lane = await transaction.store.index('lane').getAll(fixed.lane);
      inOrder(fixed, lane.filter(entry => (entry.seq ?? 0) < (fixed.seq ?? 0)));
    }
    await transaction.store.put(fixed);
    await transaction.done;
    return fixed;
  }

  /** An entry made before the server was ever heard gets its plant time; none lies ahead of the plant's clock. */
  #setTime(entry: Entry): void {
    const body = entry.body as { at?: string };
    const now = this.#means.plantTime(this.#means.now());
    if (body.at === undefined || now === null) return;
    const meant = entry.timed ? Date.parse(body.at) : (this.#means.plantTime(entry.made) ?? now);
    entry.body = { ...entry.body, at: new Date(Math.min(meant, now)).toISOString() } as typeof entry.body;
    entry.timed = true;
  }

  async #note(entry: Entry, answer: Answer): Promise<void> {
    if (answer.kind === 'taken') {
      await this.#store.put('entries', { ...entry, stand: 'done', version: answer.version, done: this.#means.now() });
    } else if (answer.kind === 'refused') {
      await this.#store.put('entries', { ...entry, stand: 'refused', refusal: answer.refusal });
    }
    this.#changed();
  }

  async #forgetOld(): Promise<void> {
    const old = this.#means.now() - KEEP_DONE;
    for (const entry of await this.entries()) {
      const forgotten = entry.stand === 'done' && (entry.done ?? 0) < old && entry.seq !== undefined;
      if (forgotten) await this.#store.delete('entries', entry.seq as number);
    }
  }
}

/** What happened later has a later time: of reports of one instant the server could not tell the order. */
function inOrder(entry: Entry, before: readonly Entry[]): void {
  const at = (body: Entry['body']): number => Date.parse((body as { at?: string }).at ?? '');
  const own = at(entry.body);
  if (Number.isNaN(own)) return;
  const last = Math.max(...before.map(({ body }) => at(body)).filter(time => !Number.isNaN(time)), -Infinity);
  if (own <= last) entry.body = { ...entry.body, at: new Date(last + 1).toISOString() } as typeof entry.body;
}

/** One tab at a time where the browser has locks; where it has none the server's keys still make it once. */
export async function alone<T>(work: () => Promise<T>): Promise<T | null> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return work();
  return locks.request('holdfast-floor-queue', { ifAvailable: true }, lock => (lock ? work() : Promise.resolve(null))) as Promise<T | null>;
}
