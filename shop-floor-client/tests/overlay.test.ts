// What the operator sees at once, before the server has heard of it, and when the two meet.
import { describe, expect, test } from 'vitest';
import type { Entry } from '../src/keep/entry.ts';
import type { New } from '../src/keep/queue.ts';
import { known, lastReport, seen, seenList, sequenced, setupAt, undoubted, workedAt } from '../src/keep/overlay.ts';
import { report, row, standing } from './support/floor.ts';

let seq = 0;
const kept = (entry: New, more: Partial<Entry> = {}): Entry =>
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

  test('keeps setting up and running apart', () => {
    const entries = [
      kept(report('setup', { at: '2026-03-09T08:00:00Z' })),
      kept(report('start', { at: '2026-03-09T08:20:00Z' })),
    ];
    const shown = seen(row(), entries);
    const now = Date.parse('2026-03-09T08:50:00Z');
    expect([setupAt(shown, now), workedAt(shown, now)]).toEqual([1200, 3000]);
    expect(setupAt(seen(row(), entries.slice(0, 1)), now)).toBe(3000);
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

describe('while the server is away', () => {
  const second = row({ operation: '20', ready: false, waits_for: [{ kind: 'operation', text: 'After operation 10', until: null }, { kind: 'material', text: 'Bar 20', until: null }] });
  const next = { operation: '20', name: null, work_centre: 'MIL-1' };

  test('what was finished here lets the next operation begin, unless it waits for something else', () => {
    const finish = kept(report('finish', { row: row({ next }) }));
    expect(seenList([second], [finish], 0)[0]).toMatchObject({ ready: false, waits_for: [{ kind: 'material' }] });
    const only = { ...second, waits_for: second.waits_for.slice(0, 1) };
    expect(seenList([only], [finish], 0)[0]).toMatchObject({ ready: true, waits_for: [] });
    // A list that came since knows better, and what was refused finished nothing.
    expect(seenList([only], [{ ...finish, stand: 'done', done: 5, version: 1 } as Entry], 10)[0]?.ready).toBe(false);
    expect(seenList([only], [{ ...finish, stand: 'refused' } as Entry], 0)[0]?.ready).toBe(false);
  });

  test('a stock-take shows where the work order stands', () => {
    const rows = [row({ status: 'running', since: '2026-03-09T07:00:00Z' }), { ...second, waits_for: second.waits_for.slice(0, 1) }, row({ work_order: 'WO-2' })];
    const shown = seenList(rows, [kept(standing('WO-1', { operation: '20', status: 'running', good: '7' }))], 0);
    expect(shown.map(one => `${one.work_order}/${one.operation} ${one.status} ${one.good}`)).toEqual(['WO-1/20 running 7', 'WO-2/10 waiting 0']);
  });

  test('an order that was fixed shows at once, and gives way to the list that has it', () => {
    const rows = ['A', 'B', 'C'].map(work_order => row({ work_order }));
    const fixed = kept({ kind: 'sequence', id: 's', lane: 'sequence TUR-2', method: 'PUT', path: '', operator: 'LEAD', personal: true, row: null, body: { frozen: 1, operations: [{ work_order: 'C', operation: '10' }] } });
    const order = (entries: Entry[], centre = 'TUR-2') => sequenced(rows, centre, entries, 10).map(one => one.work_order);
    expect(order([fixed])).toEqual(['C', 'A', 'B']);
    expect(order([fixed], 'TUR-3')).toEqual(['A', 'B', 'C']);
    expect(order([{ ...fixed, stand: 'done', done: 5 } as Entry])).toEqual(['A', 'B', 'C']);
  });

  test('what is published stands where it was published, also what cannot begin yet', () => {
    const rows = [row({ work_order: 'A' }), row({ work_order: 'B', frozen: true, place: 2 }), row({ work_order: 'C', ready: false, frozen: true, place: 1 }), row({ work_order: 'D', place: 3 })];
    expect(sequenced(rows, 'TUR-2', [], 10).map(one => one.work_order)).toEqual(['C', 'B', 'A', 'D']);
    expect(seenList(sequenced(rows, 'TUR-2', [], 10), [], 10).map(one => one.work_order)).toEqual(['B', 'A', 'D', 'C']);
  });
});

describe('a report whose answer was lost', () => {
  const lost = (more = {}) => kept(report('good', { good: '5', row: row({ version: 3 }) }), { tried: true, attempts: 1, ...more });
  const centre = (...rows: ReturnType<typeof row>[]) => [{ code: 'TUR-2', name: null, machines: 1, more: 0, rows }];

  test('is not seen twice when the list already has it, and is seen by the list once it is settled', () => {
    const before = centre(row({ version: 3 }));
    const fresh = centre(row({ version: 4, good: '5', left: '35' }), row({ work_order: 'WO-2', good: '1' }));
    const shown = undoubted(fresh, before, [lost()]);
    expect(seenList(shown.flatMap(one => one.rows), [lost()], 0).map(one => one.good)).toEqual(['5', '1']);
    expect(undoubted(fresh, before, [lost({ stand: 'done', version: 4 })])).toEqual(fresh);
  });

  test('of an operation that was on no list is shown as whoever began it saw it', () => {
    const fresh = centre(row({ version: 4, good: '5', status: 'running' }));
    const shown = undoubted(fresh, [], [lost()]);
    expect(seenList(shown.flatMap(one => one.rows), [lost()], 0)).toMatchObject([{ good: '5', pending: 1 }]);
  });

  test('is known by its id where the server tells the reports', () => {
    const entry = lost();
    expect(known([entry], [{ id: entry.id }])).toEqual([]);
    expect(known([entry], [{ id: 'another' }])).toEqual([entry]);
  });

  test('is laid over what its maker saw once, whatever was reported before it', () => {
    const first = kept(report('good', { good: '2', row: row({ version: 1 }) }), { stand: 'done', version: 2, done: 1 });
    // The second was made when the first was already seen.
    const second = kept(report('good', { good: '3', row: row({ version: 1, good: '2' }) }));
    expect(seenList([], [first, second], 5).map(one => one.good)).toEqual(['5']);
  });
});
