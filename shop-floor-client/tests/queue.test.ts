// The queue in stories of the shop, each with a server that does one thing to it.
import { beforeEach, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../src/keep/database.ts';
import { Queue, type Answer, type Means } from '../src/keep/queue.ts';
import { keyOf, type Entry, type Refusal } from '../src/keep/entry.ts';
import { ModelServer, report, standing } from './support/floor.ts';

const REFUSAL: Refusal = { status: 422, code: 'work_order_closed', title: 'WO-1 is closed.', remedy: 'Ask the planner.', field: 'work_order', value: 'WO-1' };
let shops = 0;
let store: Store;
let now: number;
const server = { current: new ModelServer() };

beforeEach(async () => {
  store = await openStore(`shop-${++shops}`);
  now = Date.parse('2026-03-09T08:00:00Z');
  server.current = new ModelServer();
});

const taken = (entry: Entry): Answer => {
  const answer = server.current.take(entry);
  return answer.ok ? { kind: 'taken', version: answer.version } : { kind: 'refused', refusal: REFUSAL };
};
const queue = (send: (entry: Entry) => Answer | Promise<Answer>, more: Partial<Means> = {}): Queue =>
  new Queue(store, { send: async entry => send(entry), alone: work => work(), now: () => now, plantTime: device => device, ...more });

describe('a tablet in a Wi-Fi hole', () => {
  test('keeps what is reported and sends it in order when the server is back', async () => {
    let away = true;
    const tablet = queue(entry => (away ? { kind: 'away' } : taken(entry)));
    const [one, two, three] = [report('start'), report('good', { good: '3' }), report('start', { work_order: 'WO-2' })];
    for (const entry of [one, two, three]) await tablet.append(entry);
    expect(await tablet.drain()).toBe('away');
    away = false;
    // The app was closed meanwhile: another one finds what the first one wrote.
    expect(await queue(taken).drain()).toBe('waits');
    expect(server.current.lanes.get('WO-1/10')).toEqual([one.id, two.id]);
    expect(server.current.lanes.get('WO-2/10')).toEqual([three.id]);
    expect((await tablet.entries()).map(entry => entry.stand)).toEqual(['done', 'done', 'done']);
  });

  test('sends the same report again when the answer was lost, and it counts once', async () => {
    let lost = true;
    const tablet = queue(entry => {
      const answer = taken(entry);
      if (!lost) return answer;
      lost = false;
      throw new Error('the answer was lost');
    });
    const only = report('good', { good: '5' });
    await tablet.append(only);
    expect(await tablet.drain()).toBe('away');
    await tablet.drain();
    expect(server.current.lanes.get('WO-1/10')).toEqual([only.id]);
    expect(server.current.faults).toEqual([]);
  });
});

describe('a clock that is set back', () => {
  test('holds nothing up, and lets nobody take back what was reported before', async () => {
    const tablet = queue(taken);
    const only = report('good', { good: '5' });
    await tablet.append(only, 8000);
    expect(await tablet.drain()).toBe('waits');
    expect(server.current.lanes.get('WO-1/10')).toBe(undefined);
    now -= 6 * 3600_000;
    expect(await tablet.takeBack(only.id)).toBe(false);
    await tablet.drain();
    expect(server.current.lanes.get('WO-1/10')).toEqual([only.id]);
  });
});

describe('a report that is refused', () => {
  test('holds up its own operation and no other, and stays until somebody deals with it', async () => {
    const bad = report('good', { good: '1', note: 'bad' });
    server.current = new ModelServer(entry => entry.id === bad.id);
    const tablet = queue(taken);
    const later = report('finish');
    const other = report('start', { work_order: 'WO-2' });
    for (const entry of [bad, later, other]) await tablet.append(entry);
    await tablet.drain();
    await tablet.drain();
    expect([...server.current.lanes.keys()]).toEqual(['WO-2/10']);
    const [refused, waiting] = await tablet.entries();
    expect(refused?.stand).toBe('refused');
    expect(refused?.refusal).toEqual(REFUSAL);
    expect(waiting?.stand).toBe('waiting');
    await tablet.letGo(bad.id);
    await tablet.drain();
    expect(server.current.lanes.get('WO-1/10')).toEqual([later.id]);
  });

  test('goes again as it was, once the cause is mended', async () => {
    let closed = true;
    server.current = new ModelServer(() => closed);
    const tablet = queue(taken);
    const only = report('start');
    await tablet.append(only);
    await tablet.drain();
    closed = false;
    await tablet.retry(only.id);
    await tablet.drain();
    expect(server.current.lanes.get('WO-1/10')).toEqual([only.id]);
  });
});

describe('a stock-take that is refused', () => {
  const refusing = (refusal: Refusal) => (entry: Entry): Answer => {
    const answer = server.current.take(entry);
    return answer.ok ? { kind: 'taken', version: null } : { kind: 'refused', refusal };
  };

  test('goes under a new key, because its refusal is kept under the old one, and counts once', async () => {
    let closed = true;
    server.current = new ModelServer(() => closed);
    const send = refusing({ ...REFUSAL, kept: true });
    const tablet = queue(send);
    const only = standing();
    await tablet.append(only);
    await tablet.drain();
    closed = false;
    const [before] = await tablet.entries();
    await tablet.retry(only.id);
    await tablet.drain();
    // The first try was held back by the network and comes now.
    send(before as Entry);
    const [entry] = await tablet.entries();
    expect([keyOf(before as Entry), keyOf(entry as Entry)]).toEqual([only.id, `${only.id}.1`]);
    expect(entry?.stand).toBe('done');
    expect(server.current.lanes.get('standing WO-1')).toEqual([only.id]);
  });

  test('goes under the same key where nothing is kept: a try that comes late must not count again', async () => {
    let closed = true;
    server.current = new ModelServer(() => false);
    const tablet = queue(entry => (closed ? { kind: 'refused', refusal: REFUSAL } : refusing(REFUSAL)(entry)));
    const only = standing();
    await tablet.append(only);
    await tablet.drain();
    const [late] = await tablet.entries();
    closed = false;
    await tablet.retry(only.id);
    await tablet.drain();
    refusing(REFUSAL)(late as Entry);
    expect(server.current.lanes.get('standing WO-1')).toEqual([only.id]);
  });
});

describe('a card that a lead takes off', () => {
  const trace = (id: string) => ({
    kind: 'let-go' as const, id, lane: `let-go ${id}`, method: 'POST' as const, path: '/api/v1/floor/let-go', operator: null, personal: false, row: null,
    body: { id, kind: 'report', at: '2026-03-09T08:00:00.000Z', code: REFUSAL.code, let_go_by: 'LEAD' },
  });

  test('leaves a trace in the same moment, and what waited for it goes on', async () => {
    const bad = report('good', { good: '1' });
    server.current = new ModelServer(entry => entry.id === bad.id);
    const tablet = queue(taken);
    const later = report('finish');
    await tablet.append(bad);
    await tablet.append(later);
    await tablet.drain();
    await tablet.letGo(bad.id, trace('trace-1'));
    expect((await tablet.entries()).map(entry => entry.kind)).toEqual(['report', 'let-go']);
    await tablet.drain();
    expect(server.current.lanes.get('WO-1/10')).toEqual([later.id]);
    expect(server.current.lanes.get('let-go trace-1')).toEqual(['trace-1']);
  });

  test('leaves none if there is nothing to take off any more', async () => {
    const tablet = queue(taken);
    const only = report('start');
    await tablet.append(only);
    await tablet.drain();
    expect(await tablet.letGo(only.id, trace('trace-2'))).toBeNull();
    expect((await tablet.entries()).map(entry => entry.id)).toEqual([only.id]);
  });
});

describe('photos of an inspection', () => {
  let shots = 0;
  const shot = () => ({ id: `photo-${++shots}`, bytes: new Uint8Array([shots]) });
  const inspection = (photos: string[]) => ({
    kind: 'inspection' as const, id: `inspection-${++shots}`, lane: 'WO-1/30', method: 'POST' as const, path: '/api/v1/inspections/operations', operator: 'LI', personal: true, row: null,
    body: { id: `inspection-${shots}`, work_order: 'WO-1', operation: '30', inspected: '1', verdict: { accepted: '0', scrapped: '1', rework: '0' }, at: '2026-03-09T08:00:00.000Z', photos },
  });

  test('are kept with it, and go with it when it is taken back', async () => {
    const tablet = queue(taken);
    const [one, two] = [shot(), shot()];
    const entry = await tablet.append(inspection([one.id, two.id]), 8000, [one, two]);
    expect((await store.get('photos', one.id))?.bytes).toEqual(one.bytes);
    await tablet.takeBack(entry.id);
    expect(await store.getAllKeys('photos')).toEqual([]);
  });

  test('that the server has are dropped, the oldest first, and none that it has not', async () => {
    const tablet = queue(taken);
    const all = [];
    for (let n = 0; n < 15; n++) {
      const one = shot();
      all.push(one.id);
      await tablet.append(inspection([one.id]), 0, [one]);
      now += 1000;
    }
    await tablet.drain();
    const waiting = shot();
    await tablet.append(inspection([waiting.id]), 0, [waiting]);
    expect((await store.getAllKeys('photos')).sort()).toEqual([...all.slice(3), waiting.id].sort());
  });
});

describe('the eight seconds', () => {
  test('nothing is sent in them, and what was taken back never counts', async () => {
    const tablet = queue(taken);
    const wrong = report('finish');
    await tablet.append(wrong, 8000);
    now += 7999;
    await tablet.drain();
    expect(server.current.told()).toBe('[]');
    expect(await tablet.takeBack(wrong.id)).toBe(true);
    now += 10;
    await tablet.drain();
    expect(server.current.told()).toBe('[]');
    expect(await tablet.entries()).toEqual([]);
  });

  test('they pass although the page is left, and afterwards it is too late', async () => {
    const sure = report('finish');
    await queue(taken).append(sure, 8000);
    now += 8001;
    const reopened = queue(() => ({ kind: 'away' }));
    await reopened.drain();
    expect(await reopened.takeBack(sure.id)).toBe(false);
    await queue(taken).drain();
    expect(server.current.lanes.get('WO-1/10')).toEqual([sure.id]);
  });

  test('what came after it on the same operation waits with it', async () => {
    const tablet = queue(taken);
    const [first, second] = [report('good', { good: '1' }), report('good', { good: '2' })];
    await tablet.append(first, 8000);
    await tablet.append(second);
    await tablet.drain();
    expect(server.current.told()).toBe('[]');
    now += 8001;
    await tablet.drain();
    expect(server.current.lanes.get('WO-1/10')).toEqual([first.id, second.id]);
  });
});

describe('times', () => {
  test('made before the server was ever heard, they are set by its clock before they are sent', async () => {
    let heard = false;
    // The tablet is three hours behind.
    const tablet = queue(taken, { plantTime: device => (heard ? device + 3 * 3600_000 : null) });
    await tablet.append(report('start', { at: new Date(now).toISOString() }));
    now += 60_000;
    heard = true;
    await tablet.drain();
    const [sent] = await tablet.entries();
    expect((sent?.body as { at: string }).at).toBe('2026-03-09T11:00:00.000Z');
  });

  test('of one operation they grow, even while the plant’s clock stands', async () => {
    const tablet = queue(taken);
    for (const kind of ['start', 'pause', 'resume'] as const) await tablet.append(report(kind));
    await tablet.drain();
    const at = (await tablet.entries()).map(entry => (entry.body as { at: string }).at);
    expect(at).toEqual([...new Set(at)].sort());
  });

  test('made after a restart with a clock that was set back, they are never before what was heard last', async () => {
    let heard = false;
    const last = Date.parse('2026-03-09T07:59:00Z');
    // The clock began in 1970 again, and was put right before the server was heard.
    now = 5000;
    const tablet = queue(taken, { plantTime: device => (heard ? device : null) });
    await tablet.append(report('start', { at: new Date(last).toISOString() }));
    now = Date.parse('2026-03-09T08:30:00Z');
    heard = true;
    await tablet.drain();
    expect(((await tablet.entries())[0]?.body as { at: string }).at).toBe('2026-03-09T07:59:00.000Z');
  });

  test('none lies ahead of the plant', async () => {
    const tablet = queue(taken);
    await tablet.append(report('start', { at: '2026-03-09T09:30:00.000Z' }));
    await tablet.drain();
    expect(((await tablet.entries())[0]?.body as { at: string }).at).toBe('2026-03-09T08:00:00.000Z');
  });
});

describe('a tablet that is not known any more', () => {
  test('keeps everything and goes on after it is enrolled again', async () => {
    let revoked = true;
    const tablet = queue(entry => (revoked ? { kind: 'unknown-device' } : taken(entry)));
    const only = report('start');
    await tablet.append(only);
    expect(await tablet.drain()).toBe('unknown-device');
    expect((await tablet.entries())[0]?.stand).toBe('waiting');
    revoked = false;
    await tablet.drain();
    expect(server.current.lanes.get('WO-1/10')).toEqual([only.id]);
  });

  test('a lead who has to sign in again holds up what is theirs and nothing else', async () => {
    const tablet = queue(entry => (entry.personal ? { kind: 'signed-out' } : taken(entry)));
    const lead = { ...report('start'), personal: true, operator: 'LEAD', lane: 'standing' };
    const other = report('start');
    await tablet.append(lead);
    await tablet.append(other);
    expect(await tablet.drain()).toBe('waits');
    expect((await tablet.entries()).map(entry => entry.stand)).toEqual(['waiting', 'done']);
  });

  test('an inspector who is gone holds up nobody else on the same operation', async () => {
    let gone = true;
    const tablet = queue(entry => (entry.personal && gone ? { kind: 'signed-out' } : taken(entry)));
    const inspector = { ...report('good', { good: '2' }), personal: true, operator: 'LI' };
    const other = report('good', { good: '3' });
    const theirs = { ...report('scrap'), personal: true, operator: 'LI' };
    for (const entry of [inspector, other, theirs]) await tablet.append(entry);
    await tablet.drain();
    expect(server.current.lanes.get('WO-1/10')).toEqual([other.id]);
    gone = false;
    await tablet.drain();
    // What is theirs keeps its own order, and its times.
    expect(server.current.lanes.get('WO-1/10')).toEqual([other.id, inspector.id, theirs.id]);
    const at = (await tablet.entries()).map(entry => (entry.body as { at: string }).at);
    expect(at).toEqual([...at].sort());
  });
});
