// Owns plant time at a client: what the server said last, carried on by the device's own clock at the plant's
// rate. It says nothing about zones and asks nobody.

/** What the server says about its clock: plant seconds per second, 0 when it stands. */
export interface Said {
  now: string;
  rate: number;
}

/** What was said, and when the device heard it, by the device's own clock. */
export interface Anchor {
  plant: number;
  device: number;
  rate: number;
}

export class PlantClock {
  #anchor: Anchor | null;
  readonly #device: () => number;

  constructor(anchor: Anchor | null = null, device: () => number = Date.now) {
    this.#anchor = anchor;
    this.#device = device;
  }

  get anchor(): Anchor | null {
    return this.#anchor;
  }

  /** Whether plant time can be told. A device whose clock stands before what it heard last was set back or restarted: until
   * the server is heard again nobody knows how long ago that was. */
  get known(): boolean {
    return this.#anchor !== null && this.#device() >= this.#anchor.device;
  }

  /** Goes on from what was heard before the client was closed. */
  restore(anchor: Anchor): void {
    this.#anchor = anchor;
  }

  hear(said: Said): Anchor {
    const plant = Date.parse(said.now);
    if (Number.isFinite(plant) && Number.isFinite(said.rate) && said.rate >= 0) {
      this.#anchor = { plant, device: this.#device(), rate: said.rate };
    }
    return this.#anchor ?? { plant: this.#device(), device: this.#device(), rate: 1 };
  }

  /** Plant time now, in milliseconds since 1970: what was heard last where it is not known, the device's own time if the
   * server has never been heard. */
  now(): number {
    const device = this.#device();
    const anchor = this.#anchor;
    return anchor ? anchor.plant + Math.max(0, device - anchor.device) * anchor.rate : device;
  }

  /** By how much the device's clock is off where the plant's runs with it; nothing where it is accelerated. */
  skew(): number | null {
    const anchor = this.#anchor;
    return anchor && anchor.rate === 1 ? anchor.device - anchor.plant : null;
  }
}
