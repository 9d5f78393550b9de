// Owns how an entry of the queue is told in words: on the bar of the eight seconds, and on a red card.
import { isZero } from '@holdfast/web-kit/amount.ts';
import type { Entry, EntryOf } from '../keep/entry.ts';
import type { words } from '../words/index.ts';

type Words = ReturnType<typeof words>;

function report({ body }: EntryOf<'report'>, { undo }: Words): string {
  const good = body.good && !isZero(body.good) ? undo.said.good(body.good) : null;
  const scrap = body.scrap && !isZero(body.scrap) ? undo.said.scrap(body.scrap) : null;
  const rework = body.rework && !isZero(body.rework) ? undo.said.rework(body.rework) : null;
  const counted = [good, scrap, rework].filter(part => part !== null);
  const { kind } = body;
  const happened = kind === 'good' || kind === 'scrap' || kind === 'rework' ? null : undo.said[kind];
  return [happened, ...counted].filter(part => part !== null).join(', ');
}

/** What it says, without whose it is. */
export function what(entry: Entry, w: Words): string {
  if (entry.kind === 'report') return report(entry, w);
  if (entry.kind === 'correction') {
    const { good, scrap, withdraw } = entry.body;
    const parts = withdraw ? [w.correct.withdraw] : [good ? w.undo.said.good(good) : null, scrap ? w.undo.said.scrap(scrap) : null];
    return `${w.undo.correction}: ${parts.filter(part => part !== null).join(', ')}`;
  }
  if (entry.kind === 'let-go') return w.undo.letGo;
  return w.undo[entry.kind];
}

/** The work order and operation that it is about. */
export const about = (entry: Entry): string => (entry.row ? `${entry.row.work_order} / ${entry.row.operation}` : entry.lane.replace(/^\S+ /, ''));

export const told = (entry: Entry, w: Words): string => `${what(entry, w)} · ${about(entry)}`;
