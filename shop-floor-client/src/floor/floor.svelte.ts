// Owns the state of the tablet that screens look at: who it is, the list, the queue, whether the server is there,
// and plant time. It puts the parts together and draws nothing.
import { PlantClock, type Anchor, type Said } from '@holdfast/web-kit/clock.ts';
import { language } from '@holdfast/web-kit/words/lang.svelte.ts';
import type { Heard } from '../ask/answer.ts';
import { deliver, server } from '../ask/server.ts';
import type { Call, FloorList, FloorOperation, FloorRow, Me } from '../ask/types.ts';
import { askToPersist, keepThing, openStore, things, type Store } from '../keep/database.ts';
import { Door } from '../keep/door.ts';
import type { Entry } from '../keep/entry.ts';
import { laneOf } from '../keep/entry.ts';
import { callsHere, seenCalls } from '../keep/calls.ts';
import { known, seen, seenFrom, seenList, sequenced, undoubted, type SeenRow } from '../keep/overlay.ts';
import { alone, photosOf, Queue, type Answer, type Drained } from '../keep/queue.ts';
import { Live } from './live.ts';
import { People } from './people.svelte.ts';
import { unkept } from './unkept.svelte.ts';

const POLL = 30_000;
/** So often it is asked who this tablet is and how it is to behave, besides after every reconnection. */
const WHO_AGAIN = 10 * 60_000;
const SLOWEST = 30_000;
/** So many operations are read ahead with all their details. */
const READ_AHEAD = 32;
/** A tablet whose clock is off by more is told so. */
export const SKEW_TOLD = 5 * 60_000;

export class Floor {
  /** Nothing before the store is read; then whether the tablet is enrolled, or was and is not any more. */
  stand = $state<'opening' | 'new' | 'enrolled' | 'revoked'>('opening');
  me = $state.raw<Me | null>(null);
  list = $state.raw<FloorList | null>(null);
  /** When the list came, by the device's clock. */
  heard = $state(0);
  entries = $state.raw<Entry[]>([]);
  /** Calls for help that stand, or were answered just now. */
  calls = $state.raw<Call[]>([]);
  online = $state(true);
  /** The one work centre that is looked at; all of the tablet's if none is chosen. */
  centre = $state<string | null>(null);
  /** Plant time and the device's, moved on every second. */
  now = $state(Date.now());
  device = $state(Date.now());
  skew = $state<number | null>(null);
  persistent = $state(true);
  /** Whether the trial after enrolment was left out, or not finished. */
  untested = $state(false);

  readonly clock = new PlantClock();
  readonly channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('holdfast-floor') : null;
  store!: Store;
  queue!: Queue;
  door!: Door;
  people!: People;
  #live = new Live(this);
  #pumping: ReturnType<typeof setTimeout> | undefined;
  #reading: Promise<void> | null = null;
  #readAgain = false;
  #backOff = 1000;

  rows = $derived.by((): SeenRow[] => {
    const centres = (this.list?.work_centres ?? []).filter(centre => this.centre === null || centre.code === this.centre);
    const rows = centres.flatMap(centre => sequenced(centre.rows, centre.code, this.entries, this.heard));
    return seenList(rows, this.entries, this.heard);
  });
  refused = $derived(this.entries.filter(entry => entry.stand === 'refused'));
  unsent = $derived(this.entries.filter(entry => entry.stand === 'waiting' || entry.stand === 'held').length);
  /** Photos that the server does not have yet. */
  photos = $derived(this.entries.filter(entry => entry.stand !== 'done').reduce((sum, entry) => sum + photosOf(entry).length, 0));
  called = $derived(seenCalls(this.calls, this.entries, this.now));
  calledHere = $derived(callsHere(this.called, (this.me?.device.work_centres ?? []).map(centre => centre.code), this.now));
  standing = $derived(this.called.filter(call => call.answered_at === null));
  /** Entries that only one person can send, who is not signed in any more: with the server there, or not even here. */
  stuck = $derived(this.stand === 'opening' ? [] : this.entries.filter(entry => entry.personal && entry.stand === 'waiting'
    && !this.people.secretOf(entry.operator) && (this.online || !this.people.present.some(person => person.code === entry.operator))));
  zone = $derived(this.me?.plant.zone ?? 'UTC');

  /** Reads what the tablet knows and begins to work: without the server if it has to. */
  async open(): Promise<void> {
    this.store = await openStore(undefined, () => { unkept.lost = true; });
    this.door = new Door(this.store);
    this.queue = new Queue(this.store, {
      send: entry => this.#send(entry), alone, now: Date.now,
      plantTime: device => (this.clock.known ? this.clock.now() - (Date.now() - device) * (this.clock.anchor?.rate ?? 1) : null),
    });
    this.queue.onChange(() => void this.reread(true));
    this.channel?.addEventListener('message', () => void this.reread(false));
    const [[anchor, me, lang, revoked, untested], list, calls, people] = await Promise.all([
      things(this.store, 'clock', 'me', 'lang', 'revoked', 'untested'), this.store.get('answers', 'list'), this.store.get('answers', 'calls'), People.open(this), this.reread(false),
    ]);
    this.people = people;
    if (anchor) this.clock.restore(anchor as Anchor);
    this.me = (me as Me | undefined) ?? null;
    this.untested = untested === true;
    this.calls = (calls?.body as Call[] | undefined) ?? [];
    if (list) [this.list, this.heard] = [list.body as FloorList, list.heard];
    language.lang = (lang as 'en' | 'zh' | undefined) ?? this.me?.plant.lang ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
    setInterval(() => this.#tick(), 1000);
    this.#tick();
    this.stand = revoked ? 'revoked' : this.me ? 'enrolled' : 'new';
    void askToPersist().then(given => { this.persistent = given; });
    if (this.stand === 'new') await this.hello();
    else if (this.stand === 'enrolled') this.begin();
  }

  #begun = false;

  /** Goes on with the server, once the tablet is enrolled; again after it was revoked and enrolled anew. */
  begin(): void {
    this.#live.begin();
    this.nudge();
    if (this.#begun) return;
    this.#begun = true;
    addEventListener('online', () => this.nudge());
    addEventListener('offline', () => { this.online = false; });
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.nudge(); });
    setInterval(() => void this.read(), POLL);
    setInterval(() => void this.hello(), WHO_AGAIN);
  }

  /** The line to the server is open, for the first time or again: people and settings may have changed meanwhile. */
  met(): void {
    this.nudge();
    void this.hello();
  }

  /** Something may have changed: looks and sends at once. */
  nudge(): void {
    this.#backOff = 1000;
    void this.read();
    this.pump();
  }

  #tick(): void {
    this.device = Date.now();
    this.now = this.clock.now();
  }

  hear(said: Said): void {
    const anchor = this.clock.hear(said);
    this.skew = this.clock.skew();
    this.#tick();
    void keepThing(this.store, 'clock', anchor).catch(() => { this.persistent = false; });
  }

  /** What an answer says about whether the server is there and, unless it is about a person, knows this tablet. */
  told<T>(heard: Heard<T>, ofPerson = false): heard is { kind: 'told'; body: T } {
    if (heard.kind === 'away') this.online = heard.busy === true;
    else if (heard.kind !== 'later') this.online = true;
    if (!ofPerson && heard.kind === 'refused' && heard.refusal.status === 401) void this.#unknown();
    return heard.kind === 'told';
  }

  async #unknown(): Promise<void> {
    if (!this.me) return;
    this.stand = 'revoked';
    await keepThing(this.store, 'revoked', true);
  }

  /** Asks who this tablet is; one that was revoked only after it was `enrolled` again. */
  async hello(enrolled = false): Promise<boolean> {
    if (this.stand === 'revoked' && !enrolled) return false;
    const heard = await server.me();
    if (!this.told(heard)) {
      if (this.stand === 'opening') this.stand = 'new';
      return false;
    }
    this.me = heard.body;
    this.hear(heard.body.clock);
    await keepThing(this.store, 'me', heard.body);
    await this.people.onlyOperators(heard.body.operators.map(operator => operator.code));
    await keepThing(this.store, 'revoked', false);
    const fresh = this.stand !== 'enrolled';
    this.stand = 'enrolled';
    if (fresh) this.begin();
    return true;
  }

  /** Reads the list; asked for while it reads, it reads once more afterwards. */
  async read(): Promise<void> {
    if (this.stand !== 'enrolled') return;
    if (this.#reading) {
      this.#readAgain = true;
      return this.#reading;
    }
    this.#reading = this.#readOnce();
    try {
      await this.#reading;
    } finally {
      this.#reading = null;
    }
    if (this.#readAgain) {
      this.#readAgain = false;
      await this.read();
    }
  }

  async #readOnce(): Promise<void> {
    const asked = Date.now();
    const lead = this.people.leadHere;
    const [heard, calls] = await Promise.all([server.list(false), server.calls(lead?.secret ?? null)]);
    if (!this.told(heard)) return;
    if (calls.kind === 'told') this.calls = calls.body.items;
    else if (calls.kind === 'refused' && calls.refusal.status === 401 && lead) await this.people.secretGone(lead.code);
    const work_centres = undoubted(heard.body.work_centres, this.list?.work_centres ?? [], await this.queue.entries());
    const list: FloorList = { ...heard.body, work_centres };
    [this.list, this.heard] = [list, asked];
    this.hear(list.clock);
    await this.#keepAnswer('list', asked, list);
    await this.#keepAnswer('calls', asked, this.calls);
    void this.#readAhead(list);
  }

  /** An answer that cannot be kept is shown all the same; what people enter is another matter (`unkept`). */
  async #keepAnswer(name: string, heard: number, body: unknown): Promise<void> {
    await this.store.put('answers', { heard, body }, name).catch(() => { this.persistent = false; });
  }

  /** Details of what is on the list, kept for when the server is away. */
  async #readAhead(list: FloorList): Promise<void> {
    const first = list.work_centres.flatMap(centre => centre.rows.slice(0, Math.ceil(READ_AHEAD / list.work_centres.length)));
    for (const row of first) {
      const kept = await this.store.get('answers', `operation ${laneOf(row.work_order, row.operation)}`);
      if (this.list !== list) return;
      if (kept && (kept.body as FloorOperation).version >= row.version) continue;
      if (!(await this.detail(row.work_order, row.operation))) return;
    }
  }

  /** An operation with its reports and its route: from the server, else as it was last seen. */
  async detail(work_order: string, operation: string): Promise<FloorOperation | null> {
    const key = `operation ${laneOf(work_order, operation)}`;
    const heard = await server.operation(work_order, operation);
    if (this.told(heard)) {
      await this.#keepAnswer(key, Date.now(), heard.body);
      return heard.body;
    }
    return ((await this.store.get('answers', key))?.body as FloorOperation | undefined) ?? null;
  }

  /** A row of the list, or one that only this tablet knows. */
  row(lane: string, other: FloorRow | null = null): SeenRow | null {
    const listed = this.rows.find(row => laneOf(row.work_order, row.operation) === lane);
    if (listed) return listed;
    if (other) return seen(other, known(this.entries, 'reports' in other ? (other as FloorOperation).reports : []));
    const first = this.entries.find(entry => entry.lane === lane && entry.row);
    return first ? seenFrom(first, this.entries) : null;
  }

  /** What an operator is called; nothing if nobody here knows them. The server names whoever asked it by what they are, too. */
  nameOf(who: string | null): string | null {
    const code = who?.replace(/^operator:/, '');
    return this.me?.operators.find(operator => operator.code === code)?.name || null;
  }

  /** Where an operation runs, as far as it is known here. */
  centreOf(row: FloorRow): string | null {
    const lane = laneOf(row.work_order, row.operation);
    if ('work_centre' in row && typeof row.work_centre === 'string') return row.work_centre;
    const listed = this.list?.work_centres.find(centre => centre.rows.some(other => laneOf(other.work_order, other.operation) === lane))?.code;
    const own = this.me?.device.work_centres ?? [];
    return listed ?? (own.length === 1 ? (own[0]?.code ?? null) : null);
  }

  async reread(tell: boolean): Promise<void> {
    this.entries = await this.queue.entries();
    if (tell) this.channel?.postMessage('changed');
  }

  async #send(entry: Entry): Promise<Answer> {
    const secret = this.people.secretOf(entry.operator);
    const given = { secret, nameless: this.me?.settings.identity === 'off', photo: async (id: string) => (await this.store.get('photos', id))?.bytes ?? null };
    const answer = await deliver(entry, given);
    if (answer.kind !== 'signed-out') return answer;
    // A secret that is too old does not hold up what anybody at this tablet may report.
    if (secret) await this.people.secretGone(entry.operator);
    return entry.personal ? answer : deliver(entry, { ...given, secret: null });
  }

  /** Sends what may be sent, and comes again when more may be. */
  pump(): void {
    clearTimeout(this.#pumping);
    this.#pumping = undefined;
    // A store that fails once is asked again.
    this.queue.drain().then(result => this.#drained(result), () => { this.#pumping = setTimeout(() => this.pump(), SLOWEST); });
  }

  #drained(result: Drained): void {
    if (result === 'unknown-device') return void this.#unknown();
    if (result === 'away') this.online = false;
    const now = Date.now();
    // One whose seconds are over waits for another one of its operation: looking more often does not help it.
    const held = this.entries.filter(entry => entry.stand === 'held').map(entry => entry.held_until - now).filter(left => left > 0);
    const patient = result === 'away' || result === 'busy';
    this.#backOff = patient ? Math.min(SLOWEST, this.#backOff * 2) : 1000;
    const wait = patient ? this.#backOff : this.unsent > 0 ? Math.max(50, Math.min(5000, ...held)) : null;
    if (wait !== null) this.#pumping = setTimeout(() => this.pump(), wait);
    // The list follows what the server has just taken.
    if (this.entries.some(entry => entry.stand === 'done' && (entry.done ?? 0) > this.heard)) void this.read();
  }

  /** Whether the trial was gone through. */
  async keepTested(tested: boolean): Promise<void> {
    this.untested = !tested;
    await keepThing(this.store, 'untested', !tested);
  }

  async speak(lang: 'en' | 'zh'): Promise<void> {
    language.lang = lang;
    await keepThing(this.store, 'lang', lang);
  }
}

export const floor = new Floor();
