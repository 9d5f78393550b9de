// Owns what can be done at the tablet: each deed is one entry of the queue, made with its own id and plant time.
// It shows nothing; screens ask it. A deed that could not be written down answers nothing, and says so loudly.
import type { Call, FloorOperation, FloorRow } from '../ask/types.ts';
import { laneOf, type Entry, type EntryOf, type InspectionBody, type ReportBody, type ReportKind } from '../keep/entry.ts';
import type { New, Shot } from '../keep/queue.ts';
import type { Floor } from './floor.svelte.ts';
import { unkept } from './unkept.svelte.ts';

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
export type More = Partial<Pick<ReportBody, 'good' | 'scrap' | 'rework' | 'reason' | 'note' | 'work_centre' | 'approved_by' | 'approval'>>;

/** Who stands behind a report: whoever works here, unless somebody else is written down for them. */
export interface Behind {
  /** Who worked; nobody if `null`. */
  operator: string | null;
  /** Only whoever is signed in may send it: it is about a work centre that is not this tablet's. */
  personal: boolean;
}

/** What was decided about pieces. */
export type Decided = Pick<InspectionBody, 'inspected' | 'verdict' | 'reason' | 'rework_operation'>;

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

  /** Whether nobody is to be named. */
  get #nameless(): boolean {
    return this.#floor.me?.settings.identity === 'off';
  }

  get #held(): number {
    return (this.#floor.me?.settings.take_back_seconds ?? 8) * 1000;
  }

  /** A deed that is being written down is not begun again by a second tap on the same button. */
  readonly #under: Map<string, Promise<Entry | null>> = new Map();

  #append(entry: New, held: number, shots: readonly Shot[] = []): Promise<Entry | null> {
    const { id: _, at: __, ...same } = entry.body as { id?: string; at?: string };
    const deed = JSON.stringify([entry.kind, entry.lane.startsWith('call ') ? '' : entry.lane, same]);
    const under = this.#under.get(deed);
    if (under) return under;
    const written = this.#written(entry, held, shots).then(kept => {
      // What was not kept may be tried again at once.
      if (kept) setTimeout(() => this.#under.delete(deed), DOUBLE_TAP);
      else this.#under.delete(deed);
      return kept;
    });
    this.#under.set(deed, written);
    return written;
  }

  async #written(entry: New, held: number, shots: readonly Shot[]): Promise<Entry | null> {
    try {
      const kept = await this.#floor.queue.append(entry, held, shots);
      this.#floor.pump();
      return kept;
    } catch (fault) {
      unkept.tell(fault);
      return null;
    }
  }

  /** Takes a deed back within its seconds; the same may be done again at once. `false` if it is too late. */
  async takeBack(id: string): Promise<boolean> {
    const may = await this.#floor.queue.takeBack(id);
    if (may) this.#under.clear();
    return may;
  }

  async report(row: FloorRow, kind: ReportKind, more: More = {}, behind?: Behind): Promise<Entry | null> {
    const id = uuid();
    const worked = this.#nameless ? null : behind ? behind.operator : this.#who;
    const device = this.#floor.me?.device.name;
    const body: ReportBody = {
      id, work_order: row.work_order, operation: row.operation, kind, at: this.#at,
      ...(worked ? { operator: worked } : {}), ...(device ? { device } : {}), ...more,
    };
    const lane = laneOf(row.work_order, row.operation);
    const personal = behind?.personal ?? false;
    return this.#append({ kind: 'report', id, lane, method: 'POST', path: '/api/v1/reports', body, operator: this.#sender(personal), personal, row: plain(row) }, this.#held);
  }

  /** Whose secret goes along. Where nobody is named it is nobody's, unless it has to be. */
  #sender(personal: boolean): string | null {
    return this.#nameless && !personal ? null : this.#who;
  }

  /** The last report should have said something else, or nothing. */
  async correct(meant: EntryOf<'report'>, should: { withdraw: true } | { good?: string; scrap?: string }): Promise<Entry | null> {
    const id = uuid();
    const body = { id, corrects: meant.id, ...should };
    return this.#append({
      kind: 'correction', id, lane: meant.lane, method: 'POST', path: `/api/v1/reports/${meant.id}/correct`, body,
      operator: meant.personal ? meant.operator : this.#sender(false), personal: meant.personal, row: meant.row,
    }, this.#held);
  }

  /** Somebody is called. It goes at once: help is not taken back, it is told that all is well. */
  async call(kind: string, work_centre: string, row: FloorRow | null, note: string | null): Promise<Entry | null> {
    const id = uuid();
    const about = row ? { work_order: row.work_order, operation: row.operation } : {};
    const body = { id, work_centre, kind, at: this.#at, ...about, ...(note ? { note } : {}) };
    return this.#append({ kind: 'call', id, lane: `call ${id}`, method: 'POST', path: '/api/v1/floor/calls', body, operator: this.#sender(false), personal: false, row: null }, 0);
  }

  /** A lead says that somebody comes. */
  async answer({ id }: Pick<Call, 'id'>): Promise<Entry | null> {
    const path = `/api/v1/floor/calls/${encodeURIComponent(id)}/answered`;
    return this.#append({ kind: 'answer', id: uuid(), lane: `call ${id}`, method: 'PUT', path, body: {}, operator: this.#who, personal: true, row: null }, 0);
  }

  /** Quality decides about pieces of an operation. Photos are kept with it until the server has them. */
  async inspect(row: FloorRow, decided: Decided, shots: readonly Shot[]): Promise<Entry | null> {
    const id = uuid();
    const body: InspectionBody = {
      id, work_order: row.work_order, operation: row.operation, ...decided, at: this.#at,
      ...(shots.length > 0 ? { photos: shots.map(shot => shot.id) } : {}),
    };
    const lane = laneOf(row.work_order, row.operation);
    return this.#append({ kind: 'inspection', id, lane, method: 'POST', path: '/api/v1/inspections/operations', body, operator: this.#who, personal: true, row: plain(row) }, this.#held, shots);
  }

  /** Where a work order was found to stand; `over` are the operations before. */
  async stands(detail: FloorOperation, operation: string, status: 'waiting' | 'running' | 'done', good: string | null): Promise<Entry | null> {
    const id = uuid();
    const device = this.#floor.me?.device.name;
    const found = { work_order: detail.work_order, operation, status, at: this.#at, ...(good ? { good } : {}), ...(device ? { device } : {}) };
    const at = detail.route.findIndex(step => step.operation === operation);
    return this.#append({
      kind: 'standing', id, lane: `standing ${detail.work_order}`, method: 'POST', path: '/api/v1/standing/batch', body: { work_orders: [found] },
      operator: this.#who, personal: true, row: null, over: detail.route.slice(0, Math.max(0, at)).map(step => step.operation),
    }, this.#held);
  }

  /** The order in which a work centre is to run what is named; the rest follows by the dispatch rule. */
  async sequence(work_centre: string, operations: { work_order: string; operation: string }[]): Promise<Entry | null> {
    const id = uuid();
    const path = `/api/v1/work-centers/${encodeURIComponent(work_centre)}/sequence`;
    return this.#append({ kind: 'sequence', id, lane: `sequence ${work_centre}`, method: 'PUT', path, body: { operations, frozen: operations.length }, operator: this.#who, personal: true, row: null }, 0);
  }

  /** A refused entry goes again. `false` if that could not be written down. */
  async retry(id: string): Promise<boolean> {
    try {
      await this.#floor.queue.retry(id);
      return true;
    } catch (fault) {
      unkept.tell(fault);
      return false;
    }
  }

  /** A lead lets go of an entry that will not count; the server hears of it. `false` if it could not be written down. */
  async letGo(entry: Entry, by: { lead: string; approval: string | null }): Promise<boolean> {
    const id = uuid();
    const { work_order, operation } = { ...entry.row, ...(entry.body as { work_order?: string; operation?: string }) };
    const body = {
      id, kind: entry.kind, at: this.#at, ...(work_order ? { work_order } : {}), ...(operation ? { operation } : {}),
      code: entry.refusal?.code ?? 'operator_signed_out', said: entry.body, let_go_by: by.lead, ...(by.approval ? { approval: by.approval } : {}),
    };
    // Without an approval of now only the lead themselves can send it.
    const personal = by.approval === null;
    try {
      await this.#floor.queue.letGo(entry.id, { kind: 'let-go', id, lane: `let-go ${id}`, method: 'POST', path: '/api/v1/floor/let-go', body, operator: personal ? by.lead : this.#sender(false), personal, row: null });
      this.#floor.pump();
      return true;
    } catch (fault) {
      unkept.tell(fault);
      return false;
    }
  }
}

/** The row alone, without what is known here besides. */
function plain(row: FloorRow): FloorRow {
  const { pending: _p, refused: _r, ...rest } = row as FloorRow & { pending?: number; refused?: boolean };
  return JSON.parse(JSON.stringify(rest)) as FloorRow;
}
