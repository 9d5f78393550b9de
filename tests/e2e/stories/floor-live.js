// What others decide is on an open tablet by itself: another sequence, a hold, new work. The tablet's own look at the
// list every half minute is taken from it here, so that only the stream can have told it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { peopleOfTheFloor, signIn, tablet } from '../floor.js';
import { Server } from '../server.js';

/** @typedef {import('playwright-core').Page} Page */

/** Nothing that comes round more slowly than every five seconds. */
function noLooks() {
  const usual = window.setInterval;
  window.setInterval = /** @type {any} */ ((/** @type {any} */ what, /** @type {number} */ every, /** @type {any[]} */ ...more) =>
    every > 5000 ? 0 : usual(what, every, ...more));
}

/** The work orders that are on the screen and could begin, in order. @param {Page} page */
const ready = page => page.locator('.rest article.waiting h2').evaluateAll(heads => heads.map(head => head.firstChild?.textContent?.trim() ?? ''));

/** Waits until they are as they should be. @param {Page} page @param {(orders: string[]) => boolean} is */
async function readyUntil(page, is) {
  for (let tries = 0; tries < 100; tries++) {
    const orders = await ready(page);
    if (is(orders)) return orders;
    await page.waitForTimeout(50);
  }
  throw new Error(`the list never became so: ${await ready(page)}`);
}

describe('an open tablet', () => {
  /** @type {Server} */
  let server;
  before(async () => {
    server = await Server.start('full');
    peopleOfTheFloor(server);
  });
  after(() => server.stop());

  test('shows another sequence, a hold, and urgent work that was not there', async () => {
    const page = await tablet(server, 'L-1', { init: [noLooks, null] });
    await signIn(page, '王小明');
    await page.locator('.rest article.waiting').first().waitFor();
    // The line to the server stands, and the list has rested since.
    await page.waitForTimeout(1000);
    const planner = await server.session('lin');
    const before = await ready(page);
    const [first = '', second = ''] = before;
    assert.ok(second, 'there are two to choose from');

    await planner.ask('PUT', '/work-centers/TUR-2/sequence', { operations: [{ work_order: second, operation: '10' }, { work_order: first, operation: '10' }], frozen: 2 });
    await readyUntil(page, orders => orders[0] === second && orders[1] === first);

    await planner.ask('POST', '/holds', { work_order: second, kind: 'drawing' });
    await readyUntil(page, orders => !orders.includes(second));

    const { number } = await planner.ask('POST', '/work-orders', { item: 'FL-1310', quantity: '1', due_date: '2026-03-09' });
    await readyUntil(page, orders => orders.includes(number));
    await page.context().close();
  });

  test('tells on an open operation that it is held now', async () => {
    const page = await tablet(server, 'L-2', { init: [noLooks, null] });
    await signIn(page, '王小明');
    const row = page.locator('.rest article.waiting').first();
    await row.locator('button').click();
    await page.locator('.do .mark .waiting').waitFor();
    await page.waitForTimeout(1000);
    const work_order = decodeURIComponent((await page.evaluate(() => location.hash)).split('/')[2] ?? '');
    await (await server.session('lin')).ask('POST', '/holds', { work_order, kind: 'drawing' });
    await page.locator('.what .blocked', { hasText: 'On hold' }).waitFor({ timeout: 5000 });
    assert.equal(await page.locator('.do .acts .primary').count(), 0, 'and it cannot be started');
    await page.context().close();
  });
});
