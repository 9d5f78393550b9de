// Owns what an entry of the queue is: one thing that somebody did at this tablet, as it will be sent. Its id is
// the server's key for it, so that the same entry sent twice happens once.
import type { FloorRow } from '../ask/types.ts';

export type ReportKind =
  | 'setup' | 'start' | 'resume' | 'pause' | 'block' | 'unblock' | 'good' | 'scrap' | 'rework' | 'finish';

/** A report, as the API takes it. */
export interface ReportBody {
  id: string;
  work_order: string;
  operation: string;
  kind: ReportKind;
  at: string;
  good?: string;
  scrap?: string;
  rework?: string;
  reason?: string;
  note?: string;
  operator?: string;
  device?: string;
  work_centre?: string;
  approved_by?: string;
  /** Shows that the lead in `approved_by` said so here; not part of the report. */
  approval?: string;
}

/** What a report should have said. */
export interface CorrectionBody {
  id: string;
  withdraw?: boolean;
  good?: string;
  scrap?: string;
  reason?: string;
  device?: string;
}

export interface Refusal {
  status: number;
  code: string;
  title: string;
  remedy: string;
  field: string | null;
  value: string | null;
  /** The server answers the same under this key for good: whoever tries again needs another one. */
  kept?: true;
}

/** What quality decided about pieces of an operation. */
export interface InspectionBody {
  id: string;
  work_order: string;
  operation: string;
  inspected: string;
  verdict: { accepted: string; scrapped: string; rework: string };
  at: string;
  reason?: string;
  note?: string;
  rework_operation?: string;
  /** Kept here under these ids; they go before what names them. */
  photos?: string[];
}

/** Where a work order was found to stand. */
export interface StandingBody {
  work_order: string;
  operation: string;
  status: 'waiting' | 'running' | 'done';
  at: string;
  good?: string;
  device?: string;
}

interface What {
  report: ReportBody;
  correction: CorrectionBody & { corrects: string };
  inspection: InspectionBody;
  standing: { work_orders: StandingBody[] };
  sequence: { operations: { work_order: string; operation: string }[]; frozen: number };
  call: { id: string; work_centre: string; kind: string; at: string; work_order?: string; operation?: string; note?: string };
  answer: Record<string, never>;
  'let-go': Record<string, unknown>;
}
export type Kind = keyof What;

/** `held` may still be taken back, `waiting` goes next, `refused` waits for people, `done` is with the server. */
export type Stand = 'held' | 'waiting' | 'refused' | 'done';

interface Common {
  /** Its place in the queue; the store gives it. */
  seq?: number;
  /** Made here: a UUID. */
  id: string;
  /** What it is about: entries of one lane go in their order, and a refused one holds up its lane only. */
  lane: string;
  method: 'POST' | 'PUT';
  path: string;
  stand: Stand;
  /** It was tried: from here on it is never changed and never taken back. */
  tried: boolean;
  attempts: number;
  /** How often a person had it tried anew after a refusal that the server keeps. */
  anew: number;
  /** When it was made, by the device's clock. */
  made: number;
  /** Until when it may be taken back, by the device's clock. */
  held_until: number;
  /** Whether plant time was known when it was made; if not, its time is set before it is first sent. */
  timed: boolean;
  /** Who did it, by code; their secret goes with it if there is one. */
  operator: string | null;
  /** The server takes it from this person only. */
  personal: boolean;
  /** The row as it was seen, so that it can be shown without the list. */
  row: FloorRow | null;
  /** Operations that it says are over, besides what its body says. */
  over?: string[];
  refusal: Refusal | null;
  /** The version of the operation that knows it. */
  version: number | null;
  /** When the server said that it has it, by the device's clock. */
  done: number | null;
}

export type Entry = { [K in Kind]: Common & { kind: K; body: What[K] } }[Kind];
export type EntryOf<K extends Kind> = Extract<Entry, { kind: K }>;

/** Under what the server knows it. A refusal that the server keeps is answered again and again under its key. */
export const keyOf = (entry: Pick<Entry, 'id' | 'anew'>): string => (entry.anew > 0 ? `${entry.id}.${entry.anew}` : entry.id);

export const laneOf = (work_order: string, operation: string): string => `${work_order}/${operation}`;

/** The last of them that is so; browsers of cheap tablets cannot ask for it by themselves. */
export function lastOf<Of extends Entry>(entries: readonly Entry[], is: (entry: Entry) => entry is Of): Of | null;
export function lastOf(entries: readonly Entry[], is: (entry: Entry) => boolean): Entry | null;
export function lastOf(entries: readonly Entry[], is: (entry: Entry) => boolean): Entry | null {
  for (let at = entries.length - 1; at >= 0; at--) {
    const entry = entries[at];
    if (entry && is(entry)) return entry;
  }
  return null;
}
