// A tablet on the shop floor: what is reported counts once, whatever becomes of the network, the server and the page.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { allDone, counted, openNext, peopleOfTheFloor, queue, queueUntil, reportGood, signIn, tablet } from '../floor.js';
import { Server } from '../server.js';

describe('a tablet of the floor', () => {
  /** @type {Server} */
  let server;
  before(async () => {
    server = await Server.start('full');
    peopleOfTheFloor(server);
  });
  after(() => server.stop());

  test('a start shows at once and counts after the eight seconds, and can be taken back within them', async () => {
    const page = await tablet(server, 'T-1');
    await signIn(page, '王小明');
    const work = await openNext(page);
    await page.locator('.do .acts .primary').click();
    await page.locator('.do .mark .running').waitFor();
    await page.locator('.place .bar button').click();
    await page.locator('.do .mark .waiting').waitFor();
    assert.deepEqual(await queue(page), [], 'what was taken back is nowhere');
    await page.locator('.do .acts .primary').click();
    await queueUntil(page, allDone);
    assert.equal((await counted(server, work)).status, 'running');
    await page.context().close();
  });

  test('a report whose answer was lost is sent again and counts once', async () => {
    const page = await tablet(server, 'T-2');
    await signIn(page, '王小明');
    const work = await openNext(page);
    await page.locator('.do .acts .primary').click();
    await queueUntil(page, allDone);
    let lost = 0;
    await page.route('**/api/v1/reports', async route => {
      if (lost++ > 0) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await reportGood(page, '3');
    const entries = await queueUntil(page, allDone);
    assert.equal(entries.at(-1)?.attempts, 2);
    assert.equal((await counted(server, work)).good, '3');
    await page.context().close();
  });

  test('a killed server, a reload while it is dead, and nothing is lost', async () => {
    const page = await tablet(server, 'T-3');
    await signIn(page, '王小明');
    const work = await openNext(page);
    await page.locator('.do .acts .primary').click();
    await queueUntil(page, allDone);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await server.stop('SIGKILL');
    await reportGood(page, '2');
    // What is shown is durable already.
    await page.locator('.do .amount', { hasText: /^2 \// }).waitFor();
    await page.reload();
    await page.locator('header.off').waitFor();
    await page.locator('.do .amount', { hasText: /^2 \// }).waitFor();
    await reportGood(page, '4');
    await queueUntil(page, entries => entries.filter(entry => entry.stand !== 'done').length === 2);
    await server.restart();
    await queueUntil(page, allDone);
    assert.equal((await counted(server, work)).good, '6');
    await page.context().close();
  });

  test('the server is away, and who was let in before comes in again by the same PIN', async () => {
    const page = await tablet(server, 'T-4');
    await signIn(page, '王小明');
    await page.locator('header .who').click();
    await page.locator('.here li > button').last().click();
    await page.locator('.tile', { hasText: '王小明' }).waitFor();
    await page.route('**/api/v1/**', route => route.abort());
    await signIn(page, '王小明');
    await page.locator('header.off').waitFor();
    await page.context().close();
  });

  test('two tablets on one operation end with what both have counted', async () => {
    const [one, other] = [await tablet(server, 'T-5'), await tablet(server, 'T-6')];
    for (const page of [one, other]) await signIn(page, '王小明');
    const work = await openNext(one);
    await one.locator('.do .acts .primary').click();
    await queueUntil(one, allDone);
    await other.evaluate(hash => { location.hash = hash; }, (await one.evaluate(() => location.hash)));
    await other.locator('.do .mark .running').waitFor();
    await reportGood(one, '2');
    await reportGood(other, '5');
    await Promise.all([queueUntil(one, allDone), queueUntil(other, allDone)]);
    assert.equal((await counted(server, work)).good, '7');
    // Each hears of the other.
    for (const page of [one, other]) await page.locator('.do .amount', { hasText: /^7 \// }).waitFor();
    for (const page of [one, other]) await page.context().close();
  });

  test('a revoked tablet keeps what it has and sends it once it is enrolled again', async () => {
    const page = await tablet(server, 'T-7');
    await signIn(page, '王小明');
    const work = await openNext(page);
    await page.locator('.do .acts .primary').click();
    await (await server.session('admin')).ask('PUT', '/devices/T-7/revoked');
    await page.locator('.enrol .kept').waitFor();
    assert.equal((await queue(page)).length, 1);
    const invited = await (await server.session('admin')).ask('POST', '/devices/enrolments', { name: 'T-7b', work_centres: ['TUR-2'] });
    await page.locator('.enrol input').nth(0).fill(invited.code);
    await page.locator('.enrol input').nth(1).fill('T-7b');
    await page.locator('.enrol form button[type=submit]').click();
    await queueUntil(page, allDone);
    assert.equal((await counted(server, work)).status, 'running');
    await page.context().close();
  });

  test('a report that is refused becomes a red card that says why, and stays over a reload', async () => {
    const page = await tablet(server, 'T-8');
    await signIn(page, '王小明');
    const work = await openNext(page);
    await page.locator('.do .acts .primary').click();
    const elsewhere = await server.session('admin');
    await elsewhere.ask('POST', `/work-orders/${work.work_order}/cancel`, { reason: 'the customer gave it up' });
    await queueUntil(page, entries => entries.some(entry => entry.stand === 'refused'));
    await page.locator('.banner.late button').click();
    assert.match(await page.locator('.card.late').innerText(), new RegExp(work.work_order));
    await page.reload();
    await page.locator('.card.late').waitFor();
    await page.context().close();
  });

  test('the plant’s clock is moved, and the tablet follows', async () => {
    const page = await tablet(server, 'T-9');
    await signIn(page, '王小明');
    await (await server.session('admin')).ask('PUT', '/clock', { now: '2026-03-10T02:30:00Z' });
    await page.locator('header .clock', { hasText: '10:30' }).waitFor({ timeout: 5000 });
    await page.context().close();
  });
});
