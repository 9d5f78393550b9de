// Owns signing in without the server: what is kept of a PIN or badge that was right online, and how often it may
// be guessed. A PIN is hashed with PBKDF2 and then keyed by a key that never leaves this browser, so that a copy of
// the store alone is of no use. It asks no server and knows no screen.
import { keepThing, thing, type Store } from './database.ts';

const ITERATIONS = 210_000;
const FREE_GUESSES = 5;
const FIRST_LOCK = 30_000;
const LONGEST_LOCK = 3600_000;

/** What is kept of an operator who was let in by the server once. */
interface Known {
  code: string;
  pin?: { salt: Uint8Array<ArrayBuffer>; proof: Uint8Array<ArrayBuffer> };
  badge?: Uint8Array<ArrayBuffer>;
}

interface Guesses {
  wrong: number;
  until: number;
}

export type Let = { kind: 'in'; code: string } | { kind: 'wrong'; left: number } | { kind: 'locked'; until: number } | { kind: 'unknown' };

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.reduce((sum, byte, at) => sum | (byte ^ (b[at] ?? 0)), 0) === 0;

export class Door {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #iterations: number;

  constructor(store: Store, now: () => number = Date.now, iterations = ITERATIONS) {
    this.#store = store;
    this.#now = now;
    this.#iterations = iterations;
  }

  /** The key of this browser: made once, and not even we can read it. */
  async #key(): Promise<CryptoKey> {
    const kept = await thing<CryptoKey>(this.#store, 'device-key');
    if (kept) return kept;
    const made = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    const transaction = this.#store.transaction('things', 'readwrite');
    // Another tab may have been first.
    const first = (await transaction.store.get('device-key')) as CryptoKey | undefined;
    if (!first) await transaction.store.put(made, 'device-key');
    await transaction.done;
    return first ?? made;
  }

  async #keyed(what: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await crypto.subtle.sign('HMAC', await this.#key(), what));
  }

  async #proofOfPin(pin: string, salt: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const typed = await crypto.subtle.importKey('raw', bytes(pin), 'PBKDF2', false, ['deriveBits']);
    const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: this.#iterations }, typed, 256);
    return this.#keyed(new Uint8Array(bits));
  }

  /** A badge's secret is long and random: the key alone is enough. */
  #proofOfBadge(badge: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#keyed(bytes(`badge ${badge}`));
  }

  async #known(): Promise<Known[]> {
    return (await thing<Known[]>(this.#store, 'known')) ?? [];
  }

  /** To be called only when the server has just let this operator in. Without TLS nothing can be kept safely. */
  async remember(code: string, by: { pin: string } | { badge: string }): Promise<void> {
    if (!crypto.subtle) return;
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const proof = 'pin' in by ? { pin: { salt, proof: await this.#proofOfPin(by.pin, salt) } } : { badge: await this.#proofOfBadge(by.badge) };
    const known = await this.#known();
    const old = known.find(one => one.code === code);
    await keepThing(this.#store, 'known', [...known.filter(one => one.code !== code), { ...old, code, ...proof }]);
    await this.#forgive(code);
  }

  /** The server would not have this operator: nothing is kept of them. */
  async forget(code: string): Promise<void> {
    await keepThing(this.#store, 'known', (await this.#known()).filter(one => one.code !== code));
  }

  /** The server refused what we would have let in: it was replaced, or its owner may come in no more. */
  async refute(by: { operator: string; pin: string } | { badge: string }): Promise<void> {
    if (!crypto.subtle) return;
    const known = await this.#known();
    if ('badge' in by) {
      const proof = await this.#proofOfBadge(by.badge);
      const owner = known.find(one => one.badge && same(one.badge, proof));
      if (owner) await this.forget(owner.code);
      return;
    }
    const owner = known.find(one => one.code === by.operator);
    if (owner?.pin && same(await this.#proofOfPin(by.pin, owner.pin.salt), owner.pin.proof)) await this.forget(owner.code);
  }

  /** Whoever is no operator of the plant any more is let in no more. */
  async keepOnly(codes: readonly string[]): Promise<void> {
    const known = await this.#known();
    const kept = known.filter(one => codes.includes(one.code));
    if (kept.length < known.length) await keepThing(this.#store, 'known', kept);
  }

  async knows(code: string): Promise<boolean> {
    return (await this.#known()).some(one => one.code === code && one.pin);
  }

  async byPin(code: string, pin: string): Promise<Let> {
    const guesses = await this.#guesses(code);
    if (guesses.until > this.#now()) return { kind: 'locked', until: guesses.until };
    const known = (await this.#known()).find(one => one.code === code);
    if (!known?.pin || !crypto.subtle) return { kind: 'unknown' };
    // Counted before it is looked at: closing the app while it is reckoned gains nothing.
    const counted = await this.#count(code, guesses);
    if (!same(await this.#proofOfPin(pin, known.pin.salt), known.pin.proof)) {
      return counted.until > this.#now() ? { kind: 'locked', until: counted.until } : { kind: 'wrong', left: FREE_GUESSES - counted.wrong };
    }
    await this.#forgive(code);
    return { kind: 'in', code };
  }

  async byBadge(badge: string): Promise<Let> {
    if (!crypto.subtle) return { kind: 'unknown' };
    const proof = await this.#proofOfBadge(badge);
    const known = (await this.#known()).find(one => one.badge && same(one.badge, proof));
    return known ? { kind: 'in', code: known.code } : { kind: 'unknown' };
  }

  async #guesses(code: string): Promise<Guesses> {
    return (await thing<Guesses>(this.#store, `guesses ${code}`)) ?? { wrong: 0, until: 0 };
  }

  async #count(code: string, { wrong }: Guesses): Promise<Guesses> {
    const over = wrong + 1 - FREE_GUESSES;
    const lock = over < 0 ? 0 : Math.min(LONGEST_LOCK, FIRST_LOCK * 2 ** over);
    const counted = { wrong: wrong + 1, until: lock > 0 ? this.#now() + lock : 0 };
    await keepThing(this.#store, `guesses ${code}`, counted);
    return counted;
  }

  #forgive(code: string): Promise<void> {
    return keepThing(this.#store, `guesses ${code}`, { wrong: 0, until: 0 });
  }
}
