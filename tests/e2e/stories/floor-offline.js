// A tablet without a line to the server: what is reported waits in it, whoever signs out and however often it is started
// anew, and counts once when the line is back.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { allDone, countSoon, counted, openNext, peopleOfTheFloor, queue, queueUntil, reportGood, signIn, tablet } from '../floor.js';
import { Server } from '../server.js';

/** @typedef {import('playwright-core').Page} Page */

/** What is not with the server. @param {Page} page */
const kept = async page => (await queue(page)).filter(entry => entry.stand !== 'done').map(entry => entry.body.good ?? entry.body.kind);

/** Nothing of it may be taken back any more. @param {Page} page */
const untilItCounts = page => queueUntil(page, entries => entries.every(entry => Date.now() > entry.held_until));

/**
 * Begins the next operation, of which the server knows then.
 * @param {Page} page
 */
async function begun(page) {
  const work = await openNext(page);
  await page.locator('.do .acts .primary').click();
  await queueUntil(page, allDone);
  await page.evaluate(() => navigator.serviceWorker.ready);
  return work;
}

describe('a tablet without a line', () => {
  /** @type {Server} */
  let server;
  before(async () => {
    server = await Server.start('full');
    peopleOfTheFloor(server);
    await countSoon(server);
  });
  after(() => server.stop());

  test('the network goes and comes back: what was reported meanwhile counts once', async () => {
    const page = await tablet(server, 'O-1');
    await signIn(page, '王小明');
    const work = await begun(page);
    await page.context().setOffline(true);
    await page.locator('header.off').waitFor();
    await reportGood(page, '3');
    await page.locator('.do .amount', { hasText: /^3 \// }).waitFor();
    await untilItCounts(page);
    assert.deepEqual(await kept(page), ['3']);
    assert.equal((await counted(server, work)).good, '0');
    let sent = 0;
    page.on('request', request => { sent += request.method() === 'POST' && request.url().endsWith('/reports') ? 1 : 0; });
    await page.context().setOffline(false);
    await queueUntil(page, allDone);
    await page.locator('header.off').waitFor({ state: 'detached' });
    assert.equal((await counted(server, work)).good, '3');
    assert.equal(sent, 1, 'nothing is sent again that was answered');
    await page.context().close();
  });

  test('whoever signs out leaves their reports behind, and they are sent without them', async () => {
    const page = await tablet(server, 'O-2');
    await signIn(page, '王小明');
    const work = await begun(page);
    await page.context().setOffline(true);
    await reportGood(page, '2');
    await page.locator('header .who').click();
    await page.locator('.here li > button').last().click();
    await page.locator('.tile', { hasText: '王小明' }).waitFor();
    assert.deepEqual(await kept(page), ['2']);
    await page.context().setOffline(false);
    await queueUntil(page, allDone);
    assert.deepEqual(await counted(server, work), { status: 'running', good: '2' });
    assert.ok(await page.locator('.tile', { hasText: '王小明' }).isVisible(), 'and nobody is signed in by that');
    await page.context().close();
  });

  test('a tablet that is started anew while the server is dead goes on with its list and its queue', async () => {
    const page = await tablet(server, 'O-3');
    await signIn(page, '王小明');
    const work = await begun(page);
    const hash = await page.evaluate(() => location.hash);
    await server.stop('SIGKILL');
    await reportGood(page, '2');
    await page.locator('.do .amount', { hasText: /^2 \// }).waitFor();
    await page.close();
    const again = await page.context().newPage();
    again.setDefaultTimeout(15_000);
    await again.goto(`${server.origin}/floor/`);
    await again.locator('.list article').first().waitFor();
    await again.locator('header.off').waitFor();
    assert.deepEqual(await kept(again), ['2']);
    await again.evaluate(hash => { location.hash = hash; }, hash);
    await again.locator('.do .amount', { hasText: /^2 \// }).waitFor();
    await reportGood(again, '4');
    await again.locator('.do .amount', { hasText: /^6 \// }).waitFor();
    await server.restart();
    await queueUntil(again, allDone);
    assert.deepEqual(await counted(server, work), { status: 'running', good: '6' });
    await again.context().close();
  });

  test('a tablet that is revoked with a queue keeps all of it, through a new start too, and the next enrolment sends it in order', async () => {
    const page = await tablet(server, 'O-4');
    await signIn(page, '王小明');
    const work = await begun(page);
    await page.context().setOffline(true);
    for (const [count, sum] of [['2', '2'], ['3', '5']]) {
      await reportGood(page, count ?? '');
      await page.locator('.do .amount', { hasText: new RegExp(`^${sum} /`) }).waitFor();
    }
    const admin = await server.session('admin');
    await admin.ask('PUT', '/devices/O-4/revoked');
    await page.context().setOffline(false);
    await page.locator('.enrol .kept', { hasText: '2 reports are kept' }).waitFor();
    await page.reload();
    await page.locator('.enrol .kept', { hasText: '2 reports are kept' }).waitFor();
    assert.equal((await counted(server, work)).good, '0');
    const invited = await admin.ask('POST', '/devices/enrolments', { name: 'O-4b', work_centres: ['TUR-2'] });
    await page.locator('.enrol input').nth(0).fill(invited.code);
    await page.locator('.enrol input').nth(1).fill('O-4b');
    await page.locator('.enrol form button[type=submit]').click();
    await queueUntil(page, allDone);
    assert.deepEqual(await counted(server, work), { status: 'running', good: '5' });
    await page.context().close();
  });
});
