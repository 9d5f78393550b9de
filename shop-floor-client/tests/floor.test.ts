// The state of the tablet, with a browser that counts what it is asked to listen to and a server that says little.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Floor } from '../src/floor/floor.svelte.ts';

const ME = {
  device: { name: 'T-1', work_centres: [{ code: 'TUR-2', name: null }] }, plant: { name: 'Plant', zone: 'UTC', lang: 'en' }, clock: { now: '2026-03-09T08:00:00Z', rate: 1 },
  operators: [{ code: 'O1', name: 'Wu Hao', lead: false, inspects: false, has_pin: true }],
  settings: { identity: 'full', lock_after_minutes: 5, take_back_seconds: 8, reasons: { scrap: [], rework: [], downtime: [], calls: [] } }, secure: true,
};
const LIST = { as_of: { now: '2026-03-09T08:00:00Z', mark: '1' }, clock: ME.clock, stale: false, work_centres: [] };
let asked: string[] = [];
let lines: { onopen: (() => void) | null }[] = [];
let busy = false;

beforeEach(() => {
  [asked, lines, busy] = [[], [], false];
  vi.stubGlobal('EventSource', class {
    onopen: (() => void) | null = null;
    readyState = 1;
    constructor() { lines.push(this); }
    addEventListener(): void {}
    close(): void {}
  });
  vi.stubGlobal('fetch', async (path: string) => {
    const route = path.replace('/api/v1', '');
    asked.push(route);
    if (busy) return new Response('{}', { status: 429, headers: { 'content-type': 'application/json', 'retry-after': '3' } });
    const body = route === '/floor/me' ? ME : route === '/floor/list' ? LIST : { items: [], next: null };
    return new Response(JSON.stringify(body), { status: 200, headers: { 'content-type': 'application/json' } });
  });
});
afterEach(() => { vi.unstubAllGlobals(); vi.restoreAllMocks(); });

const settled = async (): Promise<void> => { for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setTimeout(resolve, 2)); };

test('a tablet that is enrolled again listens once, and opens its line anew', async () => {
  const listened = vi.spyOn(globalThis, 'addEventListener');
  const floor = new Floor();
  await floor.open();
  await settled();
  expect(floor.stand).toBe('enrolled');
  const count = () => listened.mock.calls.filter(([event]) => event === 'online').length;
  const before = count();
  expect(before).toBe(1);
  floor.stand = 'revoked';
  expect(await floor.hello()).toBe(false);
  await floor.hello(true);
  await settled();
  expect([floor.stand, count(), lines.length]).toEqual(['enrolled', before, 2]);
});

test('who may sign in is asked again whenever the line to the server is there again', async () => {
  const floor = new Floor();
  await floor.open();
  await settled();
  const me = () => asked.filter(route => route === '/floor/me').length;
  const before = me();
  lines[lines.length - 1]?.onopen?.();
  await settled();
  expect(me()).toBeGreaterThan(before);
});

test('a server that asks for patience is there', async () => {
  const floor = new Floor();
  await floor.open();
  await settled();
  busy = true;
  await floor.read();
  expect(floor.online).toBe(true);
});
