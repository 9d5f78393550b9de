// What goes over the line: keys, names and photos, and what an answer means for the queue.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deliver, type With } from '../src/ask/server.ts';
import { within } from '../src/ask/patience.ts';
import type { Entry } from '../src/keep/entry.ts';
import type { New } from '../src/keep/queue.ts';
import { report, standing } from './support/floor.ts';

interface Asked { path: string; method: string; headers: Headers; body: unknown }
let asked: Asked[] = [];
let answers: Response[] = [];
const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const entry = (made: New, more: Partial<Entry> = {}): Entry =>
  ({ ...made, seq: 1, stand: 'waiting', tried: true, attempts: 1, anew: 0, made: 0, held_until: 0, timed: true, refusal: null, version: null, done: null, ...more }) as Entry;
const given = (more: Partial<With> = {}): With => ({ secret: 'S', nameless: false, photo: async () => null, ...more });

beforeEach(() => {
  [asked, answers] = [[], []];
  vi.stubGlobal('fetch', async (path: string, { method, headers, body }: { method: string; headers: HeadersInit; body: unknown }) => {
    asked.push({ path, method, headers: new Headers(headers), body });
    return answers.shift() ?? json(200, { version: 7 });
  });
});
afterEach(() => { vi.unstubAllGlobals(); vi.useRealTimers(); });

describe('a report', () => {
  test('has its id for a key, and none where nobody is to be named', async () => {
    const made = report('good', { good: '1' });
    expect(await deliver(entry(made), given())).toEqual({ kind: 'taken', version: 7 });
    await deliver(entry(made), given({ nameless: true, secret: null }));
    expect(asked.map(({ headers }) => headers.get('Idempotency-Key'))).toEqual([made.id, null]);
  });

  test('that is under way still is asked about again and is no red card', async () => {
    answers = [json(409, { code: 'in_progress', title: 'The same request is being carried out already.' })];
    expect(await deliver(entry(report('start')), given())).toEqual({ kind: 'later' });
  });

  test('that comes too often waits, and that is not the same as no server', async () => {
    answers = [new Response('{}', { status: 429, headers: { 'content-type': 'application/json', 'retry-after': '20' } })];
    expect(await deliver(entry(report('start')), given())).toEqual({ kind: 'away', busy: true, seconds: 20 });
  });
});

test('a stock-take that is refused in a batch is refused for good under its key, and goes again under another', async () => {
  const made = standing();
  answers = [json(200, { items: [{ key: 'WO-1', accepted: null, refused: { code: 'work_order_archived', title: 'Archived.', remedy: 'Ask.', field: null, value: null } }] })];
  expect(await deliver(entry(made), given())).toMatchObject({ kind: 'refused', refusal: { kept: true } });
  await deliver(entry(made, { anew: 1 }), given());
  expect(asked.map(({ headers }) => headers.get('Idempotency-Key'))).toEqual([made.id, `${made.id}.1`]);
});

describe('the photos of an inspection', () => {
  let photo = 0;
  const inspection = () => {
    const photos = [`p${++photo}`, `p${++photo}`];
    return { photos, made: entry({
      kind: 'inspection', id: `i${photo}`, lane: 'WO-1/30', method: 'POST', path: '/api/v1/inspections/operations', operator: 'LI', personal: true, row: null,
      body: { id: `i${photo}`, work_order: 'WO-1', operation: '30', inspected: '1', verdict: { accepted: '1', scrapped: '0', rework: '0' }, at: '2026-03-09T08:00:00.000Z', photos },
    }) };
  };
  const bytes = given({ photo: async () => new Uint8Array([1, 2]) });
  const paths = () => asked.map(({ path }) => path.replace('/api/v1', ''));

  test('go before it, in order, by the inspector, and once', async () => {
    const { photos, made } = inspection();
    answers = [json(201, {}), new Response('', { status: 503 }), json(201, {}), json(201, { id: 'x' })];
    expect((await deliver(made, bytes)).kind).toBe('away');
    expect((await deliver(made, bytes)).kind).toBe('taken');
    const [one, two] = photos.map(id => `/floor/photos?id=${id}`);
    expect(paths()).toEqual([one, two, two, '/inspections/operations']);
    expect(asked[0]?.headers.get('Holdfast-Operator')).toBe('S');
  });

  test('that the server will not take refuse it, and those that it lost go again', async () => {
    const large = inspection();
    answers = [json(413, { code: 'photo_too_large', title: 'Too large.' })];
    expect(await deliver(large.made, bytes)).toMatchObject({ kind: 'refused', refusal: { code: 'photo_too_large' } });
    asked = [];
    const { photos, made } = inspection();
    answers = [json(201, {}), json(201, {}), json(422, { code: 'photo_unknown', title: 'Unknown.' })];
    expect(await deliver(made, bytes)).toEqual({ kind: 'later' });
    expect((await deliver(made, bytes)).kind).toBe('taken');
    expect(paths().filter(path => path.includes('photos')).length).toBe(2 * photos.length);
  });

  test('wait with it until the inspector signs in again', async () => {
    expect(await deliver(inspection().made, given({ secret: null }))).toEqual({ kind: 'signed-out' });
    expect(asked).toEqual([]);
  });
});

test('an answer is waited for so long and no longer, without what old browsers lack', async () => {
  vi.useFakeTimers();
  let aborted = false;
  const never = within(8000, signal => new Promise((_, reject) => { signal.addEventListener('abort', () => { aborted = true; reject(new Error('aborted')); }); }));
  const failed = expect(never).rejects.toThrow('aborted');
  await vi.advanceTimersByTimeAsync(8001);
  await failed;
  expect(aborted).toBe(true);
  expect(await within(8000, async () => 'in time')).toBe('in time');
});
