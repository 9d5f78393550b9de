// Owns what can be done at the tablet: each deed is one entry of the queue, made with its own id and plant time.
// It shows nothing; screens ask it.
import type { FloorRow } from '../ask/types.ts';
import { laneOf, type Entry, type EntryOf, type ReportBody, type ReportKind } from '../keep/entry.ts';
import type { Floor } from './floor.svelte.ts';

/** A random UUID, version 4; browsers make none themselves where there is no TLS. */
export function uuid(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Milliseconds in which the same deed again is the same tap: gloves tremble. */
const DOUBLE_TAP = 700;

/** Texts of a report that may be left out. */
export type More = Partial<Pick<ReportBody, 'good' | 'scrap' | 'rework' | 'reason' | 'note' | 'work_centre' | 'approved_by'>>;

export class Deeds {
  readonly #floor: Floor;

  constructor(floor: Floor) {
    this.#floor = floor;
  }

  get #at(): string {
    return new Date(this.#floor.clock.now()).toISOString();
  }

  get #who(): string | null {
    return this.#floor.people.active?.code ?? null;
  }

  get #held(): number {
    return (this.#floor.me?.settings.take_back_seconds ?? 8) * 1000;
  }

  /** A deed that is being written down is not begun again by a second tap on the same button. */
  readonly #under: Map<string, Promise<Entry>> = new Map();

  #append(entry: Parameters<Floor['queue']['append']>[0], held: number): Promise<Entry> {
    const { id: _, at: __, ...same } = entry.body as { id?: string; at?: string };
    const deed = JSON.stringify([entry.kind, entry.lane.startsWith('call ') ? '' : entry.lane, same]);
    const under = this.#under.get(deed);
    if (under) return under;
    const written = this.#floor.queue.append(entry, held).finally(() => setTimeout(() => this.#under.delete(deed), DOUBLE_TAP));
    this.#under.set(deed, written);
    void written.then(() => this.#floor.pump(), () => undefined);
    return written;
  }

  /** Takes a deed back within its seconds; the same may be done again at once. `false` if it is too late. */
  async takeBack(id: string): Promise<boolean> {
    const may = await this.#floor.queue.takeBack(id);
    if (may) this.#under.clear();
    return may;
  }

  async report(row: FloorRow, kind: ReportKind, more: More = {}): Promise<Entry> {
    const id = uuid();
    const operator = this.#who;
    const device = this.#floor.me?.device.name;
    const body: ReportBody = {
      id, work_order: row.work_order, operation: row.operation, kind, at: this.#at,
      ...(operator ? { operator } : {}), ...(device ? { device } : {}), ...more,
    };
    const lane = laneOf(row.work_order, row.operation);
    return this.#append({ kind: 'report', id, lane, method: 'POST', path: '/api/v1/reports', body, operator, personal: false, row: plain(row) }, this.#held);
  }

  /** The last report should have said something else, or nothing. */
  async correct(meant: EntryOf<'report'>, should: { withdraw: true } | { good?: string; scrap?: string }): Promise<Entry> {
    const id = uuid();
    const body = { id, corrects: meant.id, ...should };
    return this.#append({
      kind: 'correction', id, lane: meant.lane, method: 'POST', path: `/api/v1/reports/${meant.id}/correct`, body,
      operator: this.#who, personal: false, row: meant.row,
    }, this.#held);
  }

  /** Somebody is called. It goes at once: help is not taken back, it is told that all is well. */
  async call(kind: string, work_centre: string, row: FloorRow | null, note: string | null): Promise<Entry> {
    const id = uuid();
    const about = row ? { work_order: row.work_order, operation: row.operation } : {};
    const body = { id, work_centre, kind, at: this.#at, ...about, ...(note ? { note } : {}) };
    return this.#append({ kind: 'call', id, lane: `call ${id}`, method: 'POST', path: '/api/v1/floor/calls', body, operator: this.#who, personal: false, row: null }, 0);
  }

  /** Quality decides about pieces of an operation. The photo stays here until the server takes photos. */
  async inspect(row: FloorRow, verdict: { accepted: string; scrapped: string; rework: string }, inspected: string, reason: string | null, note: string | null, photo: Blob | null): Promise<Entry> {
    const id = uuid();
    if (photo) await this.#floor.store.put('photos', photo, id);
    const body = {
      id, work_order: row.work_order, operation: row.operation, inspected, verdict, at: this.#at,
      ...(reason ? { reason } : {}), ...(note ? { note } : {}),
    };
    const lane = laneOf(row.work_order, row.operation);
    return this.#append({ kind: 'inspection', id, lane, method: 'POST', path: '/api/v1/inspections/operations', body, operator: this.#who, personal: true, row: plain(row) }, this.#held);
  }

  /** Where a work order was found to stand. */
  async stands(work_order: string, operation: string, status: 'waiting' | 'running' | 'done', good: string | null): Promise<Entry> {
    const id = uuid();
    const device = this.#floor.me?.device.name;
    const found = { work_order, operation, status, at: this.#at, ...(good ? { good } : {}), ...(device ? { device } : {}) };
    return this.#append({ kind: 'standing', id, lane: `standing ${work_order}`, method: 'POST', path: '/api/v1/standing/batch', body: { work_orders: [found] }, operator: this.#who, personal: true, row: null }, this.#held);
  }

  /** The order in which a work centre is to run what is named; the rest follows by the dispatch rule. */
  async sequence(work_centre: string, operations: { work_order: string; operation: string }[]): Promise<Entry> {
    const id = uuid();
    const path = `/api/v1/work-centers/${encodeURIComponent(work_centre)}/sequence`;
    return this.#append({ kind: 'sequence', id, lane: `sequence ${work_centre}`, method: 'PUT', path, body: { operations, frozen: operations.length }, operator: this.#who, personal: true, row: null }, 0);
  }
}

/** The row alone, without what is known here besides. */
function plain(row: FloorRow): FloorRow {
  const { pending: _p, refused: _r, ...rest } = row as FloorRow & { pending?: number; refused?: boolean };
  return JSON.parse(JSON.stringify(rest)) as FloorRow;
}
