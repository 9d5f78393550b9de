// Calls for help from the floor, on the page of those who can come.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { open, signIn } from '../browser.js';
import { accessible, fits, picture } from '../look.js';
import { Server, Session } from '../server.js';

const START = Date.parse('2026-03-09T00:00:00Z');
/** So many minutes after the example shop opens. @param {number} minute */
const at = minute => new Date(START + minute * 60_000).toISOString();

describe('calls for help', () => {
  /** @type {Server} */
  let server;
  /** @type {Session} */
  let admin;
  /** @type {Session} */
  let tablet;
  before(async () => {
    server = await Server.start('full');
    admin = await server.session('admin');
    const { code } = await admin.ask('POST', '/devices/enrolments', { name: 'mill-left', work_centres: [] });
    const enrolled = await fetch(`${server.origin}/api/v1/floor/enrolment`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ code }),
    });
    tablet = new Session(server.origin, (enrolled.headers.get('set-cookie') ?? '').split(';')[0]);
  });
  after(() => server.stop());

  /** A call from the tablet at the mill. @param {string} kind @param {number} minute @param {object} [more] */
  async function call(kind, minute, more = {}) {
    const body = { id: randomUUID(), kind, work_centre: 'SAW-1', at: at(minute), ...more };
    await tablet.ask('POST', '/floor/calls', body);
    return body;
  }

  /** @param {number} minute */
  const clock = minute => admin.ask('PUT', '/clock', { now: at(minute) });

  /** The page of somebody. @param {string} name @param {Parameters<typeof open>[1]} [how] */
  async function page(name, how = {}) {
    const opened = await open(server, how);
    await signIn(opened, name);
    await opened.locator('#out').waitFor();
    return opened;
  }

  test('a call from a tablet stands on the board at once, and is answered there', async () => {
    const board = await page('lin');
    await board.locator('#rows tr').first().waitFor();
    await board.locator('#live:not(.is-off)').waitFor();
    assert.equal(await board.locator('#calls').isVisible(), false, 'nobody calls: the board says nothing of it');
    const maintenance = await call('maintenance', 0, { note: 'The blade is stuck' });
    const first = board.locator('#calls-list li', { hasText: 'Maintenance' });
    await first.waitFor();
    assert.match(await board.locator('#calls-title').innerText(), /^1 call for help$/);
    assert.match(await first.innerText(), /SAW-1[\s\S]*just now[\s\S]*since 08:00[\s\S]*tablet mill-left/);
    assert.match(await board.locator('#calls-news').innerText(), /^Call for help: Maintenance at SAW-1\.$/);
    await clock(14);
    await board.locator('#calls-list .since b', { hasText: '14 min' }).waitFor();
    await call('material', 13, { work_centre: 'MIL-1' });
    const danger = await call('safety', 14, { work_centre: 'MIL-1', note: 'Coolant on the floor' });
    await board.locator('#calls-list li').nth(2).waitFor();
    // Danger first, then whoever has waited longest.
    const kinds = await board.locator('#calls-list .what b').allInnerTexts();
    assert.deepEqual(kinds, ['Accident or danger', 'Maintenance', 'Material']);
    await accessible(board, 'calls');
    await fits(board, 'calls');
    await picture(board, 'calls');
    await board.getByRole('button', { name: 'Answered: Accident or danger at MIL-1' }).focus();
    await board.keyboard.press('Enter');
    await board.locator(`#calls-list li[data-id="${danger.id}"]`).waitFor({ state: 'detached' });
    await board.locator('#calls-news', { hasText: /^Answered: Accident or danger at MIL-1\.$/ }).waitFor();
    assert.equal(await board.locator('#calls-list button:focus').getAttribute('aria-label'), 'Answered: Maintenance at SAW-1');
    const told = await tablet.ask('GET', '/floor/calls');
    const answered = told.items.find((/** @type {any} */ one) => one.id === danger.id);
    assert.deepEqual([answered.answered_by, answered.answered_at], ['user:lin', '2026-03-09T00:14:00Z']);
    // Somebody else answers: it goes here too.
    await admin.ask('PUT', `/floor/calls/${maintenance.id}/answered`);
    await board.locator(`#calls-list li[data-id="${maintenance.id}"]`).waitFor({ state: 'detached' });
    await board.context().close();
  });

  test('whoever reads work sees them without the board, and whoever does not is told nothing', async () => {
    const wu = await page('wu');
    await wu.locator('#calls-list li').first().waitFor();
    await wu.locator('#refused h1').waitFor();
    assert.equal(await wu.locator('#calls-list button').count(), 0, 'only a lead says that somebody came');
    await wu.locator('#live:not(.is-off)').waitFor();
    await accessible(wu, 'calls without a board');
    await picture(wu, 'calls-without-board');
    for (const one of (await admin.ask('GET', '/floor/calls')).items.filter((/** @type {any} */ call) => !call.answered_at)) {
      await admin.ask('PUT', `/floor/calls/${one.id}/answered`);
    }
    await wu.getByText('Nobody is calling for help').waitFor();
    await picture(wu, 'calls-none');
    await wu.context().close();
    const chen = await page('chen');
    await chen.locator('#rows tr').first().waitFor();
    await call('lead', 14);
    await clock(15);
    assert.equal(await chen.locator('#calls').isVisible(), false);
    await chen.context().close();
  });

  test('many calls leave the board in sight, in Chinese, on a phone and in the dark', async () => {
    for (const minute of [3, 5, 8, 9]) await call('quality', minute, { work_order: 'WO-5003', operation: '20', note: minute === 5 ? '尺寸不稳定' : null });
    const phone = await page('lin', { size: 'phone', lang: 'zh', dark: true });
    await phone.locator('#calls-list li').nth(1).waitFor();
    assert.match(await phone.locator('#calls-title').innerText(), /^5 个求助呼叫$/);
    assert.equal(await phone.locator('#calls-list li').count(), 2);
    await phone.getByText('显示全部 5 个').waitFor();
    await accessible(phone, 'calls on a phone');
    await fits(phone, 'calls on a phone');
    await picture(phone, 'calls-phone');
    await phone.getByRole('button', { name: '显示全部 5 个' }).click();
    assert.equal(await phone.locator('#calls-list li').count(), 5);
    await phone.locator('#lang').click();
    await phone.getByRole('button', { name: 'Show fewer' }).waitFor();
    assert.match(await phone.locator('#calls-list li').first().innerText(), /Quality/);
    await phone.context().close();
    const wall = await page('lin', { size: 'wall' });
    await wall.getByText('Show all 5').waitFor();
    await picture(wall, 'calls-wall');
    await wall.context().close();
  });

  test('an answer that does not arrive is said, and the call stays', async () => {
    const board = await page('lin');
    await board.locator('#calls-list li').first().waitFor();
    const before = await board.locator('#calls-list li').count();
    await board.route('**/answered', route => route.abort());
    await board.locator('#calls-list button').first().click();
    await board.getByText('That was not stored').waitFor();
    assert.equal(await board.locator('#calls-list li').count(), before);
    await accessible(board, 'an answer that did not arrive');
    await picture(board, 'calls-failed');
    await board.unroute('**/answered');
    await server.stop('SIGKILL');
    await board.locator('#offline').waitFor();
    assert.equal(await board.locator('#calls-list li').count(), before, 'what was read stays, and is said to be old');
    await server.restart();
    await board.locator('#offline').waitFor({ state: 'hidden', timeout: 12_000 });
    await board.locator('#calls-list button').first().click();
    await board.locator('#calls-wrong').waitFor({ state: 'hidden' });
    await board.context().close();
  });
});
