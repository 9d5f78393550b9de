// What the operator sees at once, before the server has heard of it, and when the two meet.
import { describe, expect, test } from 'vitest';
import type { Entry } from '../src/keep/entry.ts';
import { lastReport, seen, seenList, workedAt } from '../src/keep/overlay.ts';
import { report, row } from './support/floor.ts';

let seq = 0;
const kept = (entry: ReturnType<typeof report>, more: Partial<Entry> = {}): Entry =>
  ({ ...entry, seq: ++seq, stand: 'waiting', tried: false, attempts: 0, made: 0, held_until: 0, timed: true, refusal: null, version: null, done: null, ...more }) as Entry;

describe('a row with what was done here', () => {
  test('runs from the tap on, counts pieces, and stands still in a pause', () => {
    const entries = [
      kept(report('start', { at: '2026-03-09T08:00:00Z' })),
      kept(report('good', { at: '2026-03-09T08:10:00Z', good: '12' })),
      kept(report('pause', { at: '2026-03-09T08:15:00Z' })),
    ];
    const shown = seen(row(), entries);
    expect(shown).toMatchObject({ status: 'paused', good: '12', left: '28', worked_seconds: 900, pending: 3 });
    expect(workedAt(shown, Date.parse('2026-03-09T09:00:00Z'))).toBe(900);
    const again = seen(row(), [...entries, kept(report('resume', { at: '2026-03-09T09:00:00Z' }))]);
    expect(workedAt(again, Date.parse('2026-03-09T09:00:30Z'))).toBe(930);
  });

  test('keeps what the server has taken until the list knows of it, and then no longer', () => {
    const taken = kept(report('good', { good: '5' }), { stand: 'done', version: 3, done: 1 });
    expect(seen(row({ version: 2 }), [taken]).good).toBe('5');
    expect(seen(row({ version: 3, good: '5' }), [taken]).good).toBe('5');
  });

  test('does not count what was refused', () => {
    const refused = kept(report('good', { good: '5' }), { stand: 'refused' });
    expect(seen(row(), [refused])).toMatchObject({ good: '0', refused: true });
  });

  test('sees a correction as its difference', () => {
    const first = kept(report('good', { good: '12' }), { stand: 'done', version: 2 });
    const correction = kept({ ...report('good'), kind: 'correction', body: { id: 'c', corrects: first.id, good: '10' } } as never);
    expect(seen(row({ version: 2, good: '12' }), [first, correction])).toMatchObject({ good: '10', left: '30' });
    expect(lastReport([first, correction], 'WO-1/10', 0)).toBeNull();
  });
});

describe('the list', () => {
  test('pins what runs, then what can begin, then what cannot', () => {
    const rows = [row({ work_order: 'A', ready: false }), row({ work_order: 'B' }), row({ work_order: 'C', status: 'blocked' }), row({ work_order: 'D', status: 'running' })];
    expect(seenList(rows, [], 0).map(one => one.work_order)).toEqual(['D', 'B', 'A', 'C']);
  });

  test('shows what was begun by a scan and is on no list yet', () => {
    const scanned = kept(report('start', { work_order: 'WO-9', row: row({ work_order: 'WO-9' }) }));
    expect(seenList([row()], [scanned], 0).map(one => one.work_order)).toEqual(['WO-9', 'WO-1']);
    const finished = kept(report('finish', { work_order: 'WO-9', row: row({ work_order: 'WO-9' }) }));
    expect(seenList([row()], [scanned, finished], 0).map(one => one.work_order)).toEqual(['WO-1']);
  });
});
