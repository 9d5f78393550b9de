// Owns which calls for help are seen: the server's last list with what was called and answered here since laid over it.
// Pure, as the overlay of the rows is.
import type { Call } from '../ask/types.ts';
import type { Entry, EntryOf } from './entry.ts';

/** A call with what is known here besides. */
export interface SeenCall extends Call {
  /** It is on this tablet only, until the server takes it. */
  pending: boolean;
}

/** For so long an answered call is still shown where it was made, in milliseconds of plant time. */
const ANSWERED_SHOWN = 10 * 60_000;

const isNews = (entry: Entry): boolean => entry.stand === 'held' || entry.stand === 'waiting';

/** All calls, those that stand first, then the newest. `now` is plant time. */
export function seenCalls(calls: readonly Call[], entries: readonly Entry[], now: number): SeenCall[] {
  const listed = new Set(calls.map(call => call.id));
  const own = entries.filter((entry): entry is EntryOf<'call'> => entry.kind === 'call' && !listed.has(entry.id) && (isNews(entry) || entry.stand === 'done'));
  const made = own.map(entry => ({
    ...blank, ...entry.body, made_by: entry.operator ?? '', pending: isNews(entry),
  })).filter(call => call.pending || now - Date.parse(call.at) < ANSWERED_SHOWN);
  const answers = new Map(entries.filter(entry => entry.kind === 'answer' && entry.stand !== 'refused').map(entry => [entry.lane, entry]));
  return [...made, ...calls.map(call => ({ ...call, pending: false }))]
    .map(call => {
      const answer = answers.get(`call ${call.id}`);
      if (!answer || call.answered_at) return call;
      return { ...call, answered_at: new Date(now).toISOString(), answered_by: answer.operator, pending: isNews(answer) };
    })
    .sort((a, b) => Number(a.answered_at !== null) - Number(b.answered_at !== null) || Date.parse(b.at) - Date.parse(a.at));
}

const blank = { work_order: null, operation: null, note: null, device: null, answered_at: null, answered_by: null };

/** Those that whoever works at these work centres is told of; all of them where a tablet is for the whole plant. */
export const callsHere = (calls: readonly SeenCall[], centres: readonly string[], now: number): SeenCall[] =>
  calls.filter(call => (centres.length === 0 || centres.includes(call.work_centre))
    && (call.answered_at === null || now - Date.parse(call.answered_at) < ANSWERED_SHOWN));
