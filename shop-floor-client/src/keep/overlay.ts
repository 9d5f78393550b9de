// Owns what the operator sees: the server's last list with what was done here since laid over it. Pure: the same
// list and entries give the same rows. An entry stays over a row until the row's version knows of it.
import { left, minus, plus } from '@holdfast/web-kit/amount.ts';
import type { FloorCentre, FloorRow } from '../ask/types.ts';
import { laneOf, lastOf, type Entry, type EntryOf } from './entry.ts';

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
function stopped(row: FloorRow, at: string): FloorRow {
  if (row.status !== 'running') return { ...row, since: at };
  const more = secondsBetween(row.since, at);
  return { ...row, worked_seconds: row.worked_seconds + more, setup_seconds: row.setup_seconds + (row.phase === 'setup' ? more : 0), since: at };
}

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
  const { status, phase, since, worked_seconds, setup_seconds, reason } = meant.row;
  return { ...next, status, phase, since, worked_seconds, setup_seconds, reason };
}

/** What quality decided here about pieces: it counts them. */
const inspected = (row: FloorRow, { body: { verdict, at } }: EntryOf<'inspection'>): FloorRow => {
  const next = counted(row, verdict.accepted, verdict.scrapped);
  return next.status === 'waiting' ? running(next, at, 'run', undefined) : next;
};

/** Where the row was found to stand by a stock-take: what came before is over. */
function stood(row: FloorRow, { body, over = [] }: EntryOf<'standing'>): FloorRow {
  const found = body.work_orders.find(one => one.work_order === row.work_order);
  if (!found) return row;
  if (over.includes(row.operation)) return { ...stopped(row, found.at), status: 'done' };
  if (found.operation !== row.operation) return row;
  const good = found.good ?? '0';
  const here = { ...after(row), good, left: left(row.quantity, good, row.scrap), status: found.status, reason: null };
  return found.status === 'running' ? { ...here, phase: 'run', since: row.since ?? found.at } : stopped(here, found.at);
}

/** The row once the operation before it is over: that was one of the things that it waited for. */
function after(row: FloorRow): FloorRow {
  const waits_for = row.waits_for.filter(wait => wait.kind !== 'operation');
  return waits_for.length === row.waits_for.length ? row : { ...row, waits_for, ready: waits_for.length === 0 };
}

/** Whether an entry has still to be laid over a row of this version. */
const counts = (entry: Entry, version: number, heard: number): boolean =>
  entry.stand === 'done' && entry.version !== null ? entry.version > version : isNews(entry, heard);

/** Whether a list that was asked for at `heard` knows nothing of an entry yet. */
const isNews = (entry: Entry, heard: number): boolean =>
  entry.stand === 'held' || entry.stand === 'waiting' || (entry.stand === 'done' && (entry.done ?? 0) > heard);

/** One row with its own entries laid over it, and what was said elsewhere of its work order. */
export function seen(row: FloorRow, entries: readonly Entry[], heard = Infinity): SeenRow {
  const lane = laneOf(row.work_order, row.operation);
  const own = entries.filter(entry => entry.lane === lane);
  let shown = row;
  for (const entry of entries) {
    if (entry.kind === 'standing') {
      if (isNews(entry, heard)) shown = stood(shown, entry);
    } else if (entry.lane !== lane) {
      if (entry.kind === 'report' && entry.body.kind === 'finish' && entry.body.work_order === row.work_order
        && entry.row?.next?.operation === row.operation && isNews(entry, heard)) shown = after(shown);
    } else if (counts(entry, row.version, heard)) {
      if (entry.kind === 'report') shown = reported(shown, entry);
      else if (entry.kind === 'inspection') shown = inspected(shown, entry);
      else if (entry.kind === 'correction') shown = corrected(shown, entry, entries);
    }
  }
  return {
    ...shown,
    pending: own.filter(entry => entry.stand === 'held' || entry.stand === 'waiting').length,
    refused: own.some(entry => entry.stand === 'refused'),
  };
}

/**
 * The rows of a work centre in the order that was fixed: what is published stands first, ready or not. What was fixed here
 * and the list does not have yet holds before what the list says.
 */
export function sequenced(rows: readonly FloorRow[], work_centre: string, entries: readonly Entry[], heard: number): readonly FloorRow[] {
  const fixed = lastOf(entries, (entry): entry is EntryOf<'sequence'> => entry.kind === 'sequence' && entry.lane === `sequence ${work_centre}` && isNews(entry, heard));
  const places = fixed && new Map(fixed.body.operations.map((one, at) => [laneOf(one.work_order, one.operation), at]));
  const placeOf = (row: FloorRow): number => {
    if (places) return places.get(laneOf(row.work_order, row.operation)) ?? Infinity;
    return row.frozen ? (row.place ?? Infinity) : Infinity;
  };
  const named = rows.filter(row => placeOf(row) < Infinity).sort((a, b) => placeOf(a) - placeOf(b)).map(row => ({ ...row, frozen: true }));
  return [...named, ...rows.filter(row => placeOf(row) === Infinity)];
}

/** Whether nobody knows if the server has it: it was sent, and no answer came. */
const inDoubt = (entry: Entry): boolean => entry.stand === 'waiting' && entry.tried;

/**
 * A list that has come, without what it may or may not say already: a row with an entry whose answer was lost stays as it
 * was until that entry is settled, so that nothing is seen twice.
 */
export function undoubted(fresh: readonly FloorCentre[], before: readonly FloorCentre[], entries: readonly Entry[]): FloorCentre[] {
  const doubted = new Set(entries.filter(inDoubt).map(entry => entry.lane));
  if (doubted.size === 0) return [...fresh];
  const old = new Map(before.flatMap(centre => centre.rows).map(row => [laneOf(row.work_order, row.operation), row]));
  const settled = (row: FloorRow): FloorRow[] => {
    const lane = laneOf(row.work_order, row.operation);
    if (!doubted.has(lane)) return [row];
    const was = old.get(lane);
    // One that was not on the list is shown as whoever began it saw it.
    return was ? [was] : [];
  };
  return fresh.map(centre => ({ ...centre, rows: centre.rows.flatMap(settled) }));
}

const ORDER: Record<FloorRow['status'], number> = { running: 0, paused: 1, waiting: 2, blocked: 3, done: 4 };
const rank = (row: FloorRow): number => (row.status === 'waiting' && !row.ready ? ORDER.blocked : ORDER[row.status]);

/**
 * The rows to show: running and resting first, then ready ones in dispatch order, then those that cannot begin.
 * What was begun here by a scan and is not on the list is shown too, as long as the list does not know of it.
 */
export function seenList(rows: readonly FloorRow[], entries: readonly Entry[], heard: number): SeenRow[] {
  const listed = new Set(rows.map(row => laneOf(row.work_order, row.operation)));
  const others = new Map<string, SeenRow>();
  for (const entry of entries) {
    if (entry.row && isNews(entry, heard) && !listed.has(entry.lane) && !others.has(entry.lane)) others.set(entry.lane, seenFrom(entry, entries, heard));
  }
  const all = [...rows.map(row => seen(row, entries, heard)), ...others.values()].filter(row => row.status !== 'done');
  return all.map((row, at) => ({ row, at })).sort((a, b) => rank(a.row) - rank(b.row) || a.at - b.at).map(({ row }) => row);
}

/** The row that an entry was made from, with that entry and later ones laid over it: earlier ones are in it. */
export function seenFrom(entry: Entry, entries: readonly Entry[], heard = Infinity): SeenRow {
  return seen(entry.row as FloorRow, entries.filter(other => other.lane !== entry.lane || (other.seq ?? 0) >= (entry.seq ?? 0)), heard);
}

/** What an operation was counted and timed at, without what is still in doubt: its own reports say what is known. */
export function known(entries: readonly Entry[], reports: readonly { id: string }[]): Entry[] {
  const ids = new Set(reports.map(report => report.id));
  return entries.filter(entry => !(inDoubt(entry) && ids.has(entry.id)));
}

/** Seconds worked, at an instant of plant time. */
export const workedAt = (row: FloorRow, now: number): number =>
  row.worked_seconds + (row.status === 'running' && row.since ? Math.max(0, (now - Date.parse(row.since)) / 1000) : 0);

/** Seconds of them that went into setting up. */
export const setupAt = (row: FloorRow, now: number): number =>
  row.setup_seconds + (row.status === 'running' && row.phase === 'setup' && row.since ? Math.max(0, (now - Date.parse(row.since)) / 1000) : 0);

/** The last report here on an operation that may be corrected: sent or waiting, and not corrected yet. */
export function lastReport(entries: readonly Entry[], lane: string, now: number): EntryOf<'report'> | null {
  const replaced = new Set(entries.flatMap(entry => (entry.kind === 'correction' && entry.stand !== 'refused' ? [entry.body.corrects] : [])));
  return lastOf(entries, (entry): entry is EntryOf<'report'> =>
    entry.lane === lane && entry.kind === 'report' && entry.stand !== 'refused' && (entry.stand !== 'held' || entry.held_until <= now) && !replaced.has(entry.id));
}
