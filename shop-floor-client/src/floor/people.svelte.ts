// Owns who is signed in at this tablet: several may be, one is active. It locks after a while without a touch and
// leaves work running. Signing out ends a secret and never touches the queue.
import { server } from '../ask/server.ts';
import type { SignedIn } from '../ask/types.ts';
import { keepThing, things } from '../keep/database.ts';
import type { Let } from '../keep/door.ts';
import type { Refusal } from '../keep/entry.ts';
import type { Floor } from './floor.svelte.ts';

export interface Person {
  code: string;
  name: string | null;
  lead: boolean;
  inspects: boolean;
  /** Of the last sign-in online; without one the tablet alone vouches for them. */
  secret: string | null;
  expires: string | null;
}

export type Entered = Let | { kind: 'refused'; refusal: Refusal } | { kind: 'later' };
/** What became of asking for a lead's word. */
export type Vouched = Exclude<Entered, { kind: 'in' }> | { kind: 'in'; code: string; approval: string | null };

const TOUCH_KEPT = 15_000;

export class People {
  present = $state.raw<Person[]>([]);
  active = $state.raw<Person | null>(null);
  readonly #floor: Floor;
  #touched = Date.now();
  #kept = 0;

  constructor(floor: Floor) {
    this.#floor = floor;
  }

  static async open(floor: Floor): Promise<People> {
    const people = new People(floor);
    const [present, touched, active] = await things(floor.store, 'present', 'touched', 'active');
    people.present = (present as Person[] | undefined) ?? [];
    people.#touched = (touched as number | undefined) ?? 0;
    people.active = people.present.find(person => person.code === active) ?? null;
    for (const event of ['pointerdown', 'keydown']) addEventListener(event, () => people.touch(), { passive: true, capture: true });
    setInterval(() => people.#lockWhenIdle(), 2000);
    return people;
  }

  get #off(): boolean {
    return this.#floor.me?.settings.identity === 'off';
  }

  /** Nobody is named on this plant's floor, or somebody is active. */
  get mayWork(): boolean {
    return this.#off || this.active !== null;
  }

  touch(): void {
    // A tablet that is woken must not take its first touch for work that went on.
    this.#lockWhenIdle();
    this.#touched = Date.now();
    if (this.#touched - this.#kept < TOUCH_KEPT) return;
    this.#kept = this.#touched;
    void keepThing(this.#floor.store, 'touched', this.#touched).catch(() => undefined);
  }

  #lockWhenIdle(): void {
    const minutes = this.#floor.me?.settings.lock_after_minutes ?? 0;
    if (this.active && minutes > 0 && Date.now() - this.#touched > minutes * 60_000) void this.lock();
  }

  lock(): Promise<void> {
    return this.#activate(null);
  }

  async #activate(person: Person | null): Promise<void> {
    this.active = person;
    this.#touched = Date.now();
    this.touch();
    await keepThing(this.#floor.store, 'active', person?.code ?? null);
    // A lead is told of calls that others are not.
    void this.#floor.read();
  }

  async #keep(present: Person[]): Promise<void> {
    this.present = present;
    await keepThing(this.#floor.store, 'present', $state.snapshot(present));
  }

  secretOf(code: string | null): string | null {
    return this.present.find(person => person.code === code)?.secret ?? null;
  }

  async secretGone(code: string | null): Promise<void> {
    await this.#keep(this.present.map(person => (person.code === code ? { ...person, secret: null, expires: null } : person)));
    if (this.active?.code === code) this.active = { ...this.active, secret: null, expires: null };
  }

  /** Lets somebody in: by the server, or while it is away by what it once said. */
  async enter(by: { operator: string; pin: string } | { badge: string }): Promise<Entered> {
    const heard = await server.signIn(by);
    if (this.#floor.told(heard, true)) return this.#welcome(heard.body, by);
    if (heard.kind === 'refused') {
      if (heard.refusal.code === 'device_revoked') this.#floor.told(heard);
      await this.#floor.door.refute(by);
      return { kind: 'refused', refusal: heard.refusal };
    }
    if (heard.kind === 'away' && heard.busy) return { kind: 'locked', until: Date.now() + 1000 * (heard.seconds ?? 60) };
    const answer = 'pin' in by ? await this.#floor.door.byPin(by.operator, by.pin) : await this.#floor.door.byBadge(by.badge);
    if (answer.kind === 'in') await this.#comeIn(this.#remembered(answer.code));
    return answer;
  }

  async #welcome({ secret, operator, expires }: SignedIn, by: { operator: string; pin: string } | { badge: string }): Promise<Entered> {
    await this.#floor.door.remember(operator.code, 'pin' in by ? { pin: by.pin } : { badge: by.badge });
    await this.#comeIn({ ...operator, secret, expires });
    const spoken = operator.lang ?? this.#floor.me?.plant.lang;
    if (spoken) await this.#floor.speak(spoken);
    this.#floor.pump();
    return { kind: 'in', code: operator.code };
  }

  /** Somebody whom only the tablet vouches for: what is known of them comes from the last list of operators. */
  #remembered(code: string): Person {
    const here = this.present.find(person => person.code === code);
    const known = this.#floor.me?.operators.find(operator => operator.code === code);
    const fresh = here?.expires && Date.parse(here.expires) > Date.now();
    return {
      code, name: known?.name ?? here?.name ?? null, lead: known?.lead ?? false, inspects: known?.inspects ?? false,
      secret: fresh ? here.secret : null, expires: fresh ? here.expires : null,
    };
  }

  async #comeIn(person: Person): Promise<void> {
    await this.#keep([...this.present.filter(one => one.code !== person.code), person]);
    await this.#activate(person);
  }

  /** Whoever the server does not know any more is not here either. */
  async onlyOperators(codes: readonly string[]): Promise<void> {
    await this.#floor.door.keepOnly(codes);
    if (this.present.some(person => !codes.includes(person.code))) await this.#keep(this.present.filter(person => codes.includes(person.code)));
    if (this.active && !codes.includes(this.active.code)) await this.#activate(null);
  }

  /** Somebody who is here already takes over from whoever is active. After a lock, and where they may do more than work, they
   * show their PIN again. */
  async take(code: string): Promise<boolean> {
    const person = this.present.find(one => one.code === code);
    if (!person || !this.active || person.lead || person.inspects) return false;
    await this.#activate(person);
    return true;
  }

  /** Ends the secret, here and at the server; what they reported stays in the queue. */
  async leave(code: string): Promise<void> {
    const secret = this.secretOf(code);
    await this.#keep(this.present.filter(person => person.code !== code));
    if (this.active?.code === code) await this.#activate(null);
    if (secret) await server.signOut(secret);
  }

  /** A lead's word for something that is blocked or refused: it signs nobody in. Without the server the tablet vouches for
   * the lead, and the server questions it. */
  async vouch(by: { operator: string; pin: string } | { badge: string }): Promise<Vouched> {
    const heard = await server.approve(by);
    if (this.#floor.told(heard, true)) {
      const { approval, operator } = heard.body;
      await this.#floor.door.remember(operator.code, 'pin' in by ? { pin: by.pin } : { badge: by.badge });
      return { kind: 'in', code: operator.code, approval };
    }
    if (heard.kind === 'refused') {
      // Whoever is no lead was known all the same.
      if (heard.refusal.status === 401) await this.#floor.door.refute(by);
      return { kind: 'refused', refusal: heard.refusal };
    }
    if (heard.kind === 'away' && heard.busy) return { kind: 'locked', until: Date.now() + 1000 * (heard.seconds ?? 60) };
    const answer = 'pin' in by ? await this.#floor.door.byPin(by.operator, by.pin) : await this.#floor.door.byBadge(by.badge);
    if (answer.kind !== 'in') return answer;
    const leads = this.#floor.me?.operators.some(operator => operator.code === answer.code && operator.lead);
    return leads ? { ...answer, approval: null } : { kind: 'unknown' };
  }

  /** The lead who works here now, with a secret of their own: their word needs nothing else. */
  get leadHere(): Person | null {
    return this.active?.lead && this.active.secret ? this.active : null;
  }
}
