// What happens elsewhere moves the page by itself; a server that goes away is said, and found again.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { board, nameOf, written } from '../browser.js';
import { Server, boardWithOdds } from '../server.js';

/**
 * Somebody elsewhere gives a line up; the board lets go of it.
 * @param {Server} server
 * @param {import('playwright-core').Page} page
 */
async function giveUp(server, page) {
  const elsewhere = await server.session('admin');
  const { items } = await elsewhere.ask('GET', '/board?limit=1000');
  const item = items.find((/** @type {any} */ line) => !line.schedule && Number(line.shipped) === 0);
  await elsewhere.ask('POST', `/sales-orders/${item.order}/lines/${item.line}/cancel`, { note: 'the customer gave it up' });
  await page.locator(`#rows tr[data-name="${item.order}/${item.line}"]`).waitFor({ state: 'detached', timeout: 5000 });
}

describe('the live board', () => {
  /** @type {Server} */
  let server;
  before(async () => { server = await Server.start('full'); });
  after(() => server.stop());

  test('a supplier who is late moves the dates before everybody’s eyes', async () => {
    const page = await board(server);
    await page.locator('#live:not(.is-off)').waitFor();
    const elsewhere = await server.session('admin');
    const planned = (/** @type {any} */ item) => item.basis === 'arrival' ? item.arrival_day : item.ship_day;
    const read = () => elsewhere.ask('GET', '/board?limit=1000');
    const before = await read();
    const days = new Map(before.items.map((/** @type {any} */ item) => [nameOf(item), planned(item)]));
    // Whatever waits longest for something bought is going to wait for something else.
    const item = before.items.find((/** @type {any} */ line) => line.cause?.kind === 'material' && !line.schedule);
    const why = await elsewhere.ask('GET', `/sales-orders/${item.order}/lines/${item.line}/explanation`);
    const bought = why.supplies.find((/** @type {any} */ supply) => supply.source === 'purchase-order');
    const [order, line] = bought.number.split('/');
    await page.locator(`#rows tr[data-name="${nameOf(item)}"] .open`).click();
    await page.locator('#why .end').waitFor();
    const answer = await page.locator('#why .answer').first().innerText();
    await elsewhere.ask('POST', `/purchase-orders/${order}/lines/${line}/dates`, { confirmed_date: '2026-08-14', reason: 'a crack in the mould' });
    // Nobody touches the page: it hears of it.
    await page.locator('#rows .was').first().waitFor({ timeout: 5000 });
    const now = await read();
    const moved = now.items.filter((/** @type {any} */ found) => days.get(nameOf(found)) !== planned(found));
    assert.ok(moved.length > 0, 'the plan has moved');
    assert.equal(await page.locator('#rows .was').count(), moved.length, 'and each moved line says from where');
    for (const found of moved) {
      const cell = page.locator(`#rows tr[data-name="${nameOf(found)}"] .planned`);
      assert.equal(await cell.locator('span').innerText(), written(planned(found)));
      assert.equal(await cell.locator('.was').innerText(), `was ${written(days.get(nameOf(found)))}`);
    }
    assert.match(await page.locator('#news').innerText(), /planned dates? ha(s|ve) changed/);
    await page.waitForFunction(told => document.querySelector('#why .answer')?.textContent !== told, answer);
    const own = now.items.find((/** @type {any} */ found) => nameOf(found) === nameOf(item));
    assert.ok((await page.locator('#why .end time').innerText()).startsWith(written(planned(own))));
    // The headline follows as soon as the futures of the new plan are played.
    const { odds } = await boardWithOdds(elsewhere);
    await page.waitForFunction(start => document.querySelector('#board-title')?.textContent?.startsWith(start), `${odds.unlikely} `);
    await page.context().close();
  });

  test('a line that is given up leaves the board', async () => {
    const page = await board(server, { name: 'chen' });
    await page.locator('#live:not(.is-off)').waitFor();
    await giveUp(server, page);
    await page.context().close();
  });

  test('a moved clock shows as another plant time', async () => {
    const page = await board(server);
    await page.locator('#live:not(.is-off)').waitFor();
    await (await server.session('admin')).ask('PUT', '/clock', { now: '2026-03-10T02:30:00Z' });
    await page.locator('#now', { hasText: 'Tuesday, 10 March 2026 at 10:30' }).waitFor({ timeout: 5000 });
    await page.context().close();
  });

  test('a server that is killed is said to be away, and the board goes on after it is back', async () => {
    const page = await board(server);
    await page.locator('#live:not(.is-off)').waitFor();
    const lines = await page.locator('#rows tr').count();
    await server.stop('SIGKILL');
    await page.locator('#offline').waitFor({ timeout: 8000 });
    assert.match(await page.locator('#live').innerText(), /not connected/);
    // It is seen wherever somebody has scrolled, in every size.
    for (const [width, height] of [[1280, 800], [1366, 900], [390, 844]]) {
      await page.setViewportSize({ width, height });
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      assert.ok(await page.evaluate(() => scrollY) > 200, 'there is something to scroll');
      const seen = await page.locator('#offline').evaluate(banner => {
        const { left, top, bottom } = banner.getBoundingClientRect();
        const there = document.elementFromPoint(left + 40, (top + bottom) / 2);
        return top >= 0 && bottom <= innerHeight && Boolean(there && banner.contains(there));
      });
      assert.ok(seen, `at ${width}`);
    }
    assert.equal(await page.locator('#rows tr').count(), lines, 'what was seen stays in sight');
    await server.restart();
    await page.locator('#offline').waitFor({ state: 'hidden', timeout: 12_000 });
    await page.locator('#live:not(.is-off)').waitFor();
    await giveUp(server, page);
    await page.context().close();
  });

  test('a page that is opened while the server is away finds it by itself', async () => {
    const page = await board(server);
    await page.route('**/api/v1/**', route => route.abort());
    await page.reload();
    await page.locator('#offline').waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    await page.locator('#rows tr').first().waitFor();
    assert.equal(await page.locator('#offline').isVisible(), false);
    await page.context().close();
  });
});
