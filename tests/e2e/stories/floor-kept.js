// What a tablet must not get wrong by itself: what is not written down, keys of a scanner, names that nobody wants, and
// what its own trial says about it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { keys, openNext, peopleOfTheFloor, queue, queueUntil, reportGood, signIn, tablet } from '../floor.js';
import { accessible, picture } from '../look.js';
import { Server } from '../server.js';

/** @typedef {import('playwright-core').Page} Page */
/** @param {{ stand: string }[]} entries */
const allDone = entries => entries.length > 0 && entries.every(entry => entry.stand === 'done');

/** Types as a hand scanner does. @param {Page} page @param {string} code */
const scan = (page, code) => page.evaluate(text => {
  for (const key of [...text, 'Enter']) window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}, code);

describe('a tablet by itself', () => {
  /** @type {Server} */
  let server;
  before(async () => {
    server = await Server.start('full');
    peopleOfTheFloor(server);
  });
  after(() => server.stop());

  test('says loudly that it could not write something down, and keeps what was entered', async () => {
    const page = await tablet(server, 'K-1');
    await signIn(page, '王小明');
    await openNext(page);
    await page.locator('.do .acts .primary').click();
    await queueUntil(page, allDone);
    await page.evaluate(() => {
      const add = IDBObjectStore.prototype.add;
      IDBObjectStore.prototype.add = function () {
        IDBObjectStore.prototype.add = add;
        throw new DOMException('The disk is full.', 'QuotaExceededError');
      };
    });
    await reportGood(page, '6');
    await page.locator('dialog.late').waitFor();
    await accessible(page, 'nothing was kept');
    await picture(page, 'floor-unkept');
    await page.locator('dialog.late .primary').click();
    assert.match(await page.locator('dialog .number').innerText(), /^6/, 'the count is still there');
    await page.locator('dialog footer .primary').click();
    await queueUntil(page, entries => entries.length === 2 && allDone(entries));
    await page.context().close();
  });

  test('takes no digit of a scanned code for a count, and opens what was scanned', async () => {
    const page = await tablet(server, 'K-2');
    await signIn(page, '王小明');
    const work = await openNext(page);
    await page.locator('.do .acts .primary').click();
    await queueUntil(page, allDone);
    await page.locator('.do .acts .primary').click();
    await keys(page, '3');
    await scan(page, `HF:WO:${work.work_order}:${work.operation}`);
    await page.waitForTimeout(200);
    assert.match(await page.locator('dialog .number').innerText(), /^3\s/);
    await page.keyboard.press('4');
    await page.locator('dialog .number', { hasText: /^34\s/ }).waitFor();
    await page.context().close();
  });

  test('shows at most four rows, the pinned one among them', async () => {
    const page = await tablet(server, 'K-3');
    await signIn(page, '王小明');
    await page.locator('.rest article').first().waitFor();
    assert.equal(await page.locator('.list article').count(), 4);
    assert.equal(await page.locator('.pinned article').count(), 1);
    await page.context().close();
  });

  test('is untested until it has scanned and reported, and is offered that again', async () => {
    const page = await tablet(server, 'K-4');
    const admin = await server.session('admin');
    const told = async () => (await admin.ask('GET', '/devices')).items.find((/** @type {any} */ one) => one.name === 'K-4').tested;
    assert.equal(await told(), null, 'scanning was left out');
    await page.locator('footer .untested').waitFor();
    await page.reload();
    await page.locator('footer .untested').waitFor();
    await picture(page, 'floor-untested');
    await page.locator('footer button').click();
    await page.locator('.trial .acts .primary').click();
    await picture(page, 'floor-trial-scan');
    await scan(page, 'HF:WO:ANY-1:10');
    await page.locator('.trial > .primary').click();
    await keys(page, '5');
    await picture(page, 'floor-trial-report');
    await page.locator('.trial .acts .primary').click();
    await page.locator('.tile').first().waitFor();
    assert.equal(await page.locator('footer .untested').count(), 0);
    assert.notEqual(await told(), null);
    await page.context().close();
  });

  test('names nobody and sends no key with reports where the plant wants nobody named', async () => {
    const page = await tablet(server, 'K-5');
    await (await server.session('admin')).ask('PUT', '/settings', { sheet: {}, policies: { floor: { identity: 'off' } } });
    await page.reload();
    await page.locator('.list').waitFor();
    /** @type {{ key: string | undefined, secret: string | undefined, body: any }[]} */
    const sent = [];
    page.on('request', request => {
      if (request.url().endsWith('/api/v1/reports')) sent.push({ key: request.headers()['idempotency-key'], secret: request.headers()['holdfast-operator'], body: request.postDataJSON() });
    });
    await openNext(page);
    await page.locator('.do .acts .primary').click();
    await queueUntil(page, allDone);
    assert.deepEqual(sent.map(({ key, secret, body }) => [key, secret || undefined, body.operator]), [[undefined, undefined, undefined]]);
    assert.deepEqual((await queue(page)).map(entry => /** @type {any} */ (entry).operator), [null]);
    await (await server.session('admin')).ask('PUT', '/settings', { sheet: {}, policies: { floor: { identity: 'full' } } });
    await page.context().close();
  });
});
