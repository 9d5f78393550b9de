// A floor for the tests: rows, entries, and a plain server that keeps what it is sent by the rules of the
// contract. Nothing of it is shipped.
import type { FloorRow } from '../../src/ask/types.ts';
import { keyOf, laneOf, type Entry, type ReportKind } from '../../src/keep/entry.ts';
import type { New } from '../../src/keep/queue.ts';

export const row = (more: Partial<FloorRow> = {}): FloorRow => ({
  work_order: 'WO-1', operation: '10', name: 'Turning', item: 'SH-100', item_name: 'Shaft', customer: 'Acme Pumps', customer_part: 'AP-7',
  quantity: '40', good: '0', scrap: '0', left: '40', unit: 'pieces', status: 'waiting', phase: null, since: null, worked_seconds: 0, setup_seconds: 0,
  operators: [], reason: null, ready: true, waits_for: [], start: null, end: null, due: '2026-03-11', frozen: false, place: null, line: null,
  requirements: [], next: null, version: 1, ...more,
});

let made = 0;
export const freshId = (): string => `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`;

export function report(kind: ReportKind, more: { id?: string; at?: string; work_order?: string; operation?: string; good?: string; scrap?: string; row?: FloorRow; note?: string } = {}): New<'report'> {
  const { id = freshId(), at = '2026-03-09T08:00:00.000Z', work_order = 'WO-1', operation = '10', row: shown = null, ...body } = more;
  return {
    kind: 'report', id, lane: laneOf(work_order, operation), method: 'POST', path: '/api/v1/reports', operator: 'O1', personal: false,
    row: shown, body: { id, work_order, operation, kind, at, ...body },
  };
}

export function standing(work_order = 'WO-1', more: { id?: string; operation?: string; status?: 'waiting' | 'running' | 'done'; good?: string; over?: string[] } = {}): New<'standing'> {
  const { id = freshId(), operation = '20', status = 'waiting', over = ['10'], ...counts } = more;
  return {
    kind: 'standing', id, lane: `standing ${work_order}`, method: 'POST', path: '/api/v1/standing/batch', operator: 'LEAD', personal: true,
    row: null, over, body: { work_orders: [{ work_order, operation, status, at: '2026-03-09T08:00:00.000Z', ...counts }] },
  };
}

/** A server as the contract has it: an id that it knows changes nothing, and some reports it refuses. */
export class ModelServer {
  /** What counts, by lane, in the order in which it came. */
  readonly lanes = new Map<string, string[]>();
  /** Refused stock-takes are kept under their key, as the server's batch does: the same key is refused again. */
  readonly #refused = new Set<string>();
  readonly #known = new Map<string, { content: string; version: number }>();
  /** Ids that were stored more than once, or under another content: must stay empty. */
  readonly faults: string[] = [];

  constructor(readonly refuses: (entry: Entry) => boolean = () => false) {}

  take(entry: Entry): { ok: true; version: number } | { ok: false } {
    const content = JSON.stringify(entry.body);
    const known = this.#known.get(keyOf(entry));
    if (known) {
      if (known.content !== content) this.faults.push(`${entry.id} came with another content`);
      return { ok: true, version: known.version };
    }
    if (this.#refused.has(keyOf(entry))) return { ok: false };
    if (this.refuses(entry)) {
      if (entry.kind === 'standing') this.#refused.add(keyOf(entry));
      return { ok: false };
    }
    const lane = this.lanes.get(entry.lane) ?? [];
    lane.push(entry.id);
    this.lanes.set(entry.lane, lane);
    this.#known.set(keyOf(entry), { content, version: lane.length });
    return { ok: true, version: lane.length };
  }

  /** What it holds, in a form to be compared. */
  told(): string {
    return JSON.stringify([...this.lanes].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
