// Owns the queue of what was done at this tablet: durable at once, sent in order per operation, exactly once in
// effect. It knows no screen, no framework and no server: who sends, who locks and what time it is are given to
// it. It never forgets an entry by itself that the server has not taken.
import type { Entry, EntryOf, Kind, Refusal } from './entry.ts';
import type { Photo, Store } from './database.ts';

/** What became of sending one entry. */
export type Answer =
  | { kind: 'taken'; version: number | null }
  /** For good, unless people change something. */
  | { kind: 'refused'; refusal: Refusal }
  /** A fault of the server with this entry: others may do better. */
  | { kind: 'later' }
  /** Nobody there, or too busy: nothing else is tried now. */
  | { kind: 'away'; seconds?: number; busy?: true }
  /** The person has to sign in again; what others did goes on, on the same operation too. */
  | { kind: 'signed-out' }
  /** The device is not known any more: everything waits for a new enrolment. */
  | { kind: 'unknown-device' };

export type Drained = 'empty' | 'waits' | 'away' | 'busy' | 'unknown-device' | 'elsewhere';

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

/** So many photos are kept after they were delivered; the oldest go first. */
const KEEP_PHOTOS = 12;

type Given = 'kind' | 'id' | 'lane' | 'method' | 'path' | 'body' | 'operator' | 'personal' | 'row' | 'over';
/** What whoever makes an entry says about it; the rest is the queue's. */
export type New<K extends Kind = Kind> = { [Each in K]: Pick<Extract<Entry, { kind: Each }>, Given> }[K];
/** A photo that goes with an entry, under an id of its own. */
export type Shot = { id: string; bytes: Uint8Array<ArrayBuffer> };

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

  /** Writes an entry down, with its photos; when this is over it survives anything but the loss of the tablet. */
  async append(entry: New, held = 0, shots: readonly Shot[] = []): Promise<Entry> {
    const whole = this.#whole(entry, held);
    const transaction = this.#store.transaction(['entries', 'photos'], 'readwrite', { durability: 'strict' });
    const entries = transaction.objectStore('entries');
    const before = await entries.index('lane').getAll(whole.lane);
    inOrder(whole, before);
    whole.seq = await entries.add(whole);
    for (const { id, bytes } of shots) await transaction.objectStore('photos').put({ bytes, entry: whole.id, made: whole.made, delivered: false }, id);
    await transaction.done;
    this.#changed();
    return whole;
  }

  #whole(entry: New, held: number): Entry {
    const now = this.#means.now();
    return {
      ...entry, stand: held > 0 ? 'held' : 'waiting', tried: false, attempts: 0, anew: 0, made: now, held_until: now + held,
      timed: this.#means.plantTime(now) !== null, refusal: null, version: null, done: null,
    } as Entry;
  }

  /** All entries, in order. */
  entries(): Promise<Entry[]> {
    return this.#store.getAll('entries');
  }

  /** Takes an entry back within its seconds. `false` if it is too late: then it is corrected. */
  async takeBack(id: string): Promise<boolean> {
    return (await this.#remove(id, entry => !entry.tried && isHeld(entry, this.#means.now()))) !== null;
  }

  /** A refused entry is to be tried again, because somebody has mended what was wrong. Where the server keeps its refusal
   * it goes under a new key: what was refused under the old one can't count any more, however late it arrives. */
  retry(id: string): Promise<void> {
    return this.#alter(id, entry => (entry.stand === 'refused'
      ? { ...entry, stand: 'waiting', refusal: null, anew: (entry.anew ?? 0) + (entry.refusal?.kept ? 1 : 0) } : null));
  }

  /** A lead lets go of an entry that the server would not take, knowing that it will not count. The trace of that is
   * written down in the same moment. */
  async letGo(id: string, trace?: New<'let-go'>): Promise<Entry | null> {
    return this.#remove(id, entry => entry.stand === 'refused' || (entry.personal && entry.stand === 'waiting'), trace);
  }

  /** Removes an entry and its photos, if it may go. */
  async #remove(id: string, may: (entry: Entry) => boolean, trace?: New<'let-go'>): Promise<Entry | null> {
    const transaction = this.#store.transaction(['entries', 'photos'], 'readwrite', { durability: 'strict' });
    const entries = transaction.objectStore('entries');
    const entry = await entries.index('id').get(id);
    const goes = entry?.seq !== undefined && may(entry);
    if (goes) {
      await entries.delete(entry.seq as number);
      for (const photo of photosOf(entry)) await transaction.objectStore('photos').delete(photo);
      if (trace) await entries.add(this.#whole(trace, 0));
    }
    await transaction.done;
    if (goes) this.#changed();
    return goes ? entry : null;
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
      if (entry.stand === 'refused' || isHeld(entry, this.#means.now()) || stopped.has(entry.lane)) {
        stopped.add(entry.lane);
        continue;
      }
      // Whoever has to sign in again may never come back: what others did passes. Each has its own time, so the
      // operation ends the same.
      if (entry.personal && gone.has(entry.operator ?? '')) continue;
      const tried = await this.#fix(entry);
      if (!tried) continue;
      const answer = await this.#send(tried);
      if (answer.kind === 'away') return answer.busy ? 'busy' : 'away';
      if (answer.kind === 'unknown-device') return answer.kind;
      await this.#note(tried, answer);
      if (answer.kind === 'signed-out') gone.add(entry.operator ?? '');
      else if (answer.kind !== 'taken') stopped.add(entry.lane);
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
    const now = this.#means.plantTime(this.#means.now());
    const said = Date.parse(timeOf(entry) ?? '');
    if (now === null || Number.isNaN(said)) return;
    // What the tablet believed then is never after the truth: it was the last that it had heard.
    const meant = entry.timed ? said : Math.max(said, this.#means.plantTime(entry.made) ?? now);
    setTime(entry, Math.min(meant, now));
    entry.timed = true;
  }

  async #note(entry: Entry, answer: Answer): Promise<void> {
    if (answer.kind === 'taken') {
      await this.#store.put('entries', { ...entry, stand: 'done', version: answer.version, done: this.#means.now() });
      await this.#delivered(photosOf(entry));
    } else if (answer.kind === 'refused') {
      await this.#store.put('entries', { ...entry, stand: 'refused', refusal: answer.refusal });
    }
    this.#changed();
  }

  /** Delivered photos are kept for a while, the newest of them. */
  async #delivered(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const transaction = this.#store.transaction('photos', 'readwrite');
    const [keys, photos] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
    const all = keys.map((id, at) => ({ id, photo: photos[at] as Photo })).map(({ id, photo }) => ({ id, photo: ids.includes(id) ? { ...photo, delivered: true } : photo }));
    const old = all.filter(({ photo }) => photo.delivered).sort((a, b) => b.photo.made - a.photo.made).slice(KEEP_PHOTOS).map(({ id }) => id);
    for (const { id, photo } of all) {
      if (old.includes(id)) await transaction.store.delete(id);
      else if (ids.includes(id)) await transaction.store.put(photo, id);
    }
    await transaction.done;
  }

  async #forgetOld(): Promise<void> {
    const old = this.#means.now() - KEEP_DONE;
    for (const entry of await this.entries()) {
      const forgotten = entry.stand === 'done' && (entry.done ?? 0) < old && entry.seq !== undefined;
      if (forgotten) await this.#store.delete('entries', entry.seq as number);
    }
  }
}

/** The photos that an entry names. */
export const photosOf = (entry: Entry): readonly string[] => (entry.kind === 'inspection' ? (entry.body.photos ?? []) : []);

/** When it happened, as its body says; a stock-take says it of its work order. */
export function timeOf(entry: Entry): string | undefined {
  return entry.kind === 'standing' ? entry.body.work_orders[0]?.at : (entry.body as { at?: string }).at;
}

function setTime(entry: Entry, time: number): void {
  const at = new Date(time).toISOString();
  if (entry.kind === 'standing') entry.body = { work_orders: (entry as EntryOf<'standing'>).body.work_orders.map(one => ({ ...one, at })) };
  else entry.body = { ...entry.body, at } as typeof entry.body;
}

/** What happened later has a later time: of reports of one instant the server could not tell the order. */
function inOrder(entry: Entry, before: readonly Entry[]): void {
  const at = (one: Entry): number => Date.parse(timeOf(one) ?? '');
  const own = at(entry);
  if (Number.isNaN(own)) return;
  const last = Math.max(...before.map(at).filter(time => !Number.isNaN(time)), -Infinity);
  if (own <= last) setTime(entry, last + 1);
}

/** One tab at a time where the browser has locks; where it has none the server's keys still make it once. */
export async function alone<T>(work: () => Promise<T>): Promise<T | null> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return work();
  return locks.request('holdfast-floor-queue', { ifAvailable: true }, lock => (lock ? work() : Promise.resolve(null))) as Promise<T | null>;
}
