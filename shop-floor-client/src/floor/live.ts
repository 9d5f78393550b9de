// Owns the open line to the server: what it says moves plant time and has the list read again within a moment. A
// line that breaks is opened again; what was missed meanwhile is in the next list.
import type { Floor } from './floor.svelte.ts';

const TOGETHER = 150;
const AGAIN = 5000;

export class Live {
  readonly #floor: Floor;
  #source: EventSource | null = null;
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(floor: Floor) {
    this.#floor = floor;
  }

  begin(): void {
    this.#source?.close();
    const source = new EventSource('/api/v1/stream');
    this.#source = source;
    for (const name of ['outlook', 'journal', 'reread', 'device']) source.addEventListener(name, event => this.#hear(event));
    source.addEventListener('odds', event => this.#clock(event));
    source.onopen = () => this.#floor.met();
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED || this.#source !== source) return;
      setTimeout(() => { if (this.#source === source && this.#floor.stand === 'enrolled') this.begin(); }, AGAIN);
      void this.#floor.read();
    };
  }

  #clock(event: MessageEvent<string>): void {
    try {
      const said = JSON.parse(event.data) as { now?: string; rate?: number };
      if (typeof said.now === 'string' && typeof said.rate === 'number') this.#floor.hear({ now: said.now, rate: said.rate });
    } catch {
      // An event that cannot be read says only that something happened.
    }
  }

  /** Many events of one change are answered by one look. */
  #hear(event: MessageEvent<string>): void {
    this.#clock(event);
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      void this.#floor.read();
    }, TOGETHER);
  }
}
