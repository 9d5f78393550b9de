// A newer app is there while work runs: it is offered, nothing is reloaded under anybody's hands, and whatever waits in
// the tablet is sent by the newer one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { context } from '../browser.js';
import { TABLETS, allDone, countSoon, counted, enrol, invite, keys, openNext, peopleOfTheFloor, queue, queueUntil, reportGood, signIn } from '../floor.js';
import { NewerApp } from '../newer.js';
import { Server } from '../server.js';

describe('a newer app', () => {
  /** @type {Server} */
  let server;
  /** @type {NewerApp} */
  let between;
  before(async () => {
    server = await Server.start('full');
    peopleOfTheFloor(server);
    await countSoon(server);
    between = await NewerApp.before(server);
  });
  after(async () => {
    await between.close();
    await server.stop();
  });

  test('comes while work runs: work goes on in the older one, and the newer one sends what waits', async () => {
    const page = await (await context({ viewport: TABLETS.landscape, lang: 'en' })).newPage();
    page.setDefaultTimeout(15_000);
    await enrol(page, invite(server, 'N-1', ['TUR-2'], between.origin), 'N-1');
    await signIn(page, '李芳');
    // The worker carries the app from the next start on.
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const work = await openNext(page);
    await page.locator('.do .acts .primary').click();
    await queueUntil(page, allDone);

    await page.route('**/api/v1/reports', route => route.abort());
    await reportGood(page, '3');
    await page.evaluate(() => { /** @type {any} */ (window).sameApp = true; });
    between.isNewer = true;
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    const offered = page.locator('.banner', { hasText: 'A new version of the app is here.' });
    await offered.waitFor();

    // Nobody has taken it: the app is still the older one, and does all that it did, also what it has not loaded yet.
    await page.locator('.do .acts .primary').click();
    await keys(page, '4');
    await page.waitForTimeout(500);
    await page.locator('dialog footer .primary', { hasText: 'Report 4 good' }).click();
    await page.locator('.do .amount', { hasText: /^7 \// }).waitFor();
    const here = await page.evaluate(() => location.hash);
    await page.evaluate(() => { location.hash = '/lead/sequence'; });
    await page.locator('main .head h1').waitFor();
    await page.evaluate(hash => { location.hash = hash; }, here);
    assert.equal(await page.evaluate(() => /** @type {any} */ (window).sameApp), true);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.app), undefined);

    // It is taken with one report that was tried and one that may still be taken back.
    await offered.getByRole('button').click();
    await page.waitForFunction(() => document.documentElement.dataset.app === 'newer');
    await page.locator('.do .amount', { hasText: /^7 \// }).waitFor();
    await page.locator('.do .mark .running').waitFor();
    assert.deepEqual((await queue(page)).map(entry => entry.body.good), [undefined, '3', '4']);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await queueUntil(page, allDone);
    assert.deepEqual(await counted(server, work), { status: 'running', good: '7' });
    await page.context().close();
  });
});
