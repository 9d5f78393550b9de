// Owns what the operator sees: the server's last list with what was done here since laid over it. Pure: the same
// list and entries give the same rows. An entry stays over a row until the row's version knows of it.
import { left, minus, plus } from '@holdfast/web-kit/amount.ts';
import type { FloorRow } from '../ask/types.ts';
import { laneOf, type Entry, type EntryOf } from './entry.ts';

/** A row with what is known here besides. */
export interface SeenRow extends FloorRow {
  /** Entries of this row that the server has not taken yet. */
  pending: number;
  /** One of its entries was refused; later ones wait for it. */
  refused: boolean;
}

const secondsBetween = (from: string | null, to: string): number =>
  from === null ? 0 : Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);

const counted = (row: FloorRow, good: string, scrap: string): FloorRow => {
  const all = { ...row, good: plus(row.good, good), scrap: plus(row.scrap, scrap) };
  return { ...all, left: left(all.quantity, all.good, all.scrap) };
};

/** Time worked stands still from `at` on. */
const stopped = (row: FloorRow, at: string): FloorRow =>
  row.status === 'running' ? { ...row, worked_seconds: row.worked_seconds + secondsBetween(row.since, at), since: at } : { ...row, since: at };

const running = (row: FloorRow, at: string, phase: FloorRow['phase'], who: string | undefined): FloorRow => ({
  ...stopped(row, at), status: 'running', phase, since: at, reason: null,
  operators: who && !row.operators.includes(who) ? [...row.operators, who] : row.operators,
});

/** What a report makes of a row: the same as the server will say. */
export function reported(row: FloorRow, { body }: EntryOf<'report'>): FloorRow {
  const next = counted(row, body.good ?? '0', body.scrap ?? '0');
  switch (body.kind) {
    case 'setup':
      return running(next, body.at, 'setup', body.operator);
    case 'start':
      return running(next, body.at, 'run', body.operator);
    case 'resume':
      return running(next, body.at, next.phase ?? 'run', body.operator);
    case 'pause':
      return { ...stopped(next, body.at), status: 'paused', reason: body.reason ?? null };
    case 'block':
      return { ...stopped(next, body.at), status: 'blocked', reason: body.reason ?? null };
    case 'unblock':
      return { ...next, status: next.worked_seconds > 0 ? 'paused' : 'waiting', reason: null };
    case 'finish':
      return { ...stopped(next, body.at), status: 'done' };
    case 'good':
    case 'scrap':
    case 'rework':
      return next.status === 'waiting' ? running(next, body.at, 'run', body.operator) : next;
  }
}

/** What a correction makes of a row, if the report that it corrects was made here. */
export function corrected(row: FloorRow, { body }: EntryOf<'correction'>, entries: readonly Entry[]): FloorRow {
  const meant = entries.find(entry => entry.kind === 'report' && entry.id === body.corrects) as EntryOf<'report'> | undefined;
  if (!meant) return row;
  const was = { good: meant.body.good ?? '0', scrap: meant.body.scrap ?? '0' };
  const is = body.withdraw ? { good: '0', scrap: '0' } : { good: body.good ?? was.good, scrap: body.scrap ?? was.scrap };
  const next = counted(row, minus(is.good, was.good), minus(is.scrap, was.scrap));
  if (!body.withdraw || !meant.row) return next;
  const { status, phase, since, worked_seconds, reason } = meant.row;
  return { ...next, status, phase, since, worked_seconds, reason };
}

/** Whether an entry has still to be laid over a row of this version. */
const counts = (entry: Entry, version: number): boolean => {
  if (entry.stand === 'refused') return false;
  return entry.stand !== 'done' || (entry.version !== null && entry.version > version);
};

/** One row with its own entries laid over it. */
export function seen(row: FloorRow, entries: readonly Entry[]): SeenRow {
  const lane = laneOf(row.work_order, row.operation);
  const own = entries.filter(entry => entry.lane === lane);
  let shown = row;
  for (const entry of own) {
    if (!counts(entry, row.version)) continue;
    if (entry.kind === 'report') shown = reported(shown, entry);
    else if (entry.kind === 'correction') shown = corrected(shown, entry, entries);
  }
  return {
    ...shown,
    pending: own.filter(entry => entry.stand === 'held' || entry.stand === 'waiting').length,
    refused: own.some(entry => entry.stand === 'refused'),
  };
}

const ORDER: Record<FloorRow['status'], number> = { running: 0, paused: 1, waiting: 2, blocked: 3, done: 4 };
const rank = (row: FloorRow): number => (row.status === 'waiting' && !row.ready ? ORDER.blocked : ORDER[row.status]);

/**
 * The rows to show: running and resting first, then ready ones in dispatch order, then those that cannot begin.
 * What was begun here by a scan and is not on the list is shown too, as long as the list does not know of it.
 */
export function seenList(rows: readonly FloorRow[], entries: readonly Entry[], heard: number): SeenRow[] {
  const listed = new Set(rows.map(row => laneOf(row.work_order, row.operation)));
  const others = new Map<string, FloorRow>();
  for (const entry of entries) {
    const unknown = entry.stand === 'held' || entry.stand === 'waiting' || (entry.stand === 'done' && (entry.done ?? 0) > heard);
    if (entry.row && unknown && !listed.has(entry.lane) && !others.has(entry.lane)) others.set(entry.lane, entry.row);
  }
  const all = [...rows, ...others.values()].map(row => seen(row, entries)).filter(row => row.status !== 'done');
  return all.map((row, at) => ({ row, at })).sort((a, b) => rank(a.row) - rank(b.row) || a.at - b.at).map(({ row }) => row);
}

/** Seconds worked, at an instant of plant time. */
export const workedAt = (row: FloorRow, now: number): number =>
  row.worked_seconds + (row.status === 'running' && row.since ? Math.max(0, (now - Date.parse(row.since)) / 1000) : 0);

/** The last report here on an operation that may be corrected: sent or waiting, and not corrected yet. */
export function lastReport(entries: readonly Entry[], lane: string, now: number): EntryOf<'report'> | null {
  const replaced = new Set(entries.flatMap(entry => (entry.kind === 'correction' && entry.stand !== 'refused' ? [entry.body.corrects] : [])));
  const own = entries.filter(entry => entry.lane === lane && entry.kind === 'report' && entry.stand !== 'refused' && (entry.stand !== 'held' || entry.held_until <= now));
  return (own.findLast(entry => !replaced.has(entry.id)) as EntryOf<'report'> | undefined) ?? null;
}
