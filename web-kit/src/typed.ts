// Owns how keys that a person presses are told from those of a hand scanner, which types many in a moment. It listens to
// nothing: whoever does hands every key in.

/** Nobody types faster than this, in milliseconds between keys. */
export const FAST = 60;
/** The shortest code that a scanner reads. */
export const SHORTEST = 4;

export class Typed {
  #keys = '';
  #last = -Infinity;
  #soon: ReturnType<typeof setTimeout> | undefined;
  readonly #person: ((keys: string) => void) | undefined;

  /** `person` is told what was typed by hand, a moment after the last key. */
  constructor(person?: (keys: string) => void) {
    this.#person = person;
  }

  /** Takes a key; answers with the code if it was the Enter that ends one. */
  key(key: string, time: number): string | null {
    if (time - this.#last > FAST) this.#keys = '';
    this.#last = time;
    clearTimeout(this.#soon);
    if (key === 'Enter' && this.#keys.length >= SHORTEST) {
      const code = this.#keys;
      this.#keys = '';
      return code;
    }
    if (key.length === 1) this.#keys += key;
    if (this.#person) this.#soon = setTimeout(() => this.#settle(), FAST);
    return null;
  }

  #settle(): void {
    const keys = this.#keys;
    this.#keys = '';
    if (keys !== '' && keys.length < SHORTEST) this.#person?.(keys);
  }

  end(): void {
    clearTimeout(this.#soon);
  }
}
