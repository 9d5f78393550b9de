// Calls for help, as a tablet and a lead see them, online or not.
import { describe, expect, test } from 'vitest';
import type { Call } from '../src/ask/types.ts';
import { callsHere, seenCalls } from '../src/keep/calls.ts';
import type { Entry } from '../src/keep/entry.ts';

const NOW = Date.parse('2026-03-09T08:10:00Z');
const call = (id: string, more: Partial<Call> = {}): Call => ({
  id, kind: 'lead', at: '2026-03-09T08:00:00Z', work_centre: 'TUR-2', work_order: 'WO-1', operation: '10', made_by: 'operator:O1', device: 'T-1',
  note: null, answered_at: null, answered_by: null, ...more,
});
const entry = (kind: 'call' | 'answer', id: string, stand: Entry['stand'], more = {}): Entry => ({
  kind, id, lane: `call ${id}`, method: 'POST', path: '', stand, tried: false, attempts: 0, anew: 0, made: 0, held_until: 0, timed: true, operator: 'LEAD',
  personal: kind === 'answer', row: null, refusal: null, version: null, done: null,
  body: kind === 'call' ? { id, work_centre: 'TUR-2', kind: 'lead', at: '2026-03-09T08:05:00Z' } : {}, ...more,
}) as Entry;

describe('calls for help', () => {
  test('made here are seen at once, and once only when the server tells them', () => {
    expect(seenCalls([], [entry('call', 'a', 'waiting')], NOW)).toMatchObject([{ id: 'a', pending: true, answered_at: null }]);
    expect(seenCalls([call('a')], [entry('call', 'a', 'done')], NOW)).toMatchObject([{ id: 'a', pending: false }]);
  });

  test('answered here are answered before the server knows, and one that was refused was not', () => {
    const answered = seenCalls([call('a')], [entry('answer', 'x', 'waiting', { lane: 'call a' })], NOW);
    expect(answered).toMatchObject([{ answered_by: 'LEAD', pending: true }]);
    expect(seenCalls([call('a')], [entry('answer', 'x', 'refused', { lane: 'call a' })], NOW)[0]?.answered_at).toBeNull();
  });

  test('that stand come first, and a tablet sees those of its work centres, answered ones for a while', () => {
    const all = seenCalls([
      call('old', { answered_at: '2026-03-09T07:30:00Z', answered_by: 'LEAD' }), call('coming', { answered_at: '2026-03-09T08:08:00Z', answered_by: 'LEAD' }),
      call('here'), call('there', { work_centre: 'MIL-1' }),
    ], [], NOW);
    expect(all.slice(0, 2).map(one => one.answered_at)).toEqual([null, null]);
    expect(callsHere(all, ['TUR-2'], NOW).map(one => one.id)).toEqual(['here', 'coming']);
    expect(callsHere(all, [], NOW).map(one => one.id).sort()).toEqual(['coming', 'here', 'there']);
  });
});
