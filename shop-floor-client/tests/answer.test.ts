// How answers are understood: what may be lost must never count as taken.
import { describe, expect, test } from 'vitest';
import { understood } from '../src/ask/answer.ts';

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json', ...headers } });

describe('an answer', () => {
  test('of a hotel’s Wi-Fi is nobody there', async () => {
    const page = new Response('<html>Welcome</html>', { status: 200, headers: { 'content-type': 'text/html' } });
    expect(await understood(page)).toEqual({ kind: 'away' });
    expect(await understood(new Response('Not found', { status: 404 }))).toEqual({ kind: 'away' });
  });

  test('that refuses says what and what to do', async () => {
    const refused = json(422, { code: 'work_order_closed', title: 'Closed.', detail: 'Ask Li.', field: 'work_order', value: 'WO-1' });
    expect(await understood(refused)).toEqual({ kind: 'refused', refusal: { status: 422, code: 'work_order_closed', title: 'Closed.', remedy: 'Ask Li.', field: 'work_order', value: 'WO-1' } });
  });

  test('that is too busy asks for patience, one that is broken lets others go first', async () => {
    expect(await understood(json(503, {}, { 'retry-after': '4' }))).toEqual({ kind: 'away', seconds: 4 });
    expect(await understood(json(500, { code: 'internal', title: 'Oh.' }))).toEqual({ kind: 'later' });
  });
});
