// A hand scanner is a keyboard that types faster than anybody: a badge signs in, a traveller opens its operation.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { peopleOfTheFloor, signIn, tablet } from '../floor.js';
import { Server } from '../server.js';

/**
 * Types as a scanner does, or as slowly as a person. The browser's own times of the keys are said, so that a machine
 * that is busy types no slower.
 * @param {import('playwright-core').Page} page
 * @param {string} text
 * @param {number} [apart]  milliseconds from key to key
 */
async function types(page, text, apart = 8) {
  const keys = await page.context().newCDPSession(page);
  const begun = Date.now() / 1000;
  const press = (/** @type {string} */ key, /** @type {string} */ text, /** @type {number} */ at) => {
    const timestamp = begun + at * apart / 1000;
    return [keys.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text, timestamp }), keys.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp })];
  };
  await Promise.all([...text].flatMap((key, at) => press(key, key, at)));
  await Promise.all(press('Enter', '\r', text.length));
  await keys.detach();
}

describe('a hand scanner', () => {
  /** @type {Server} */
  let server;
  before(async () => {
    server = await Server.start('full');
    peopleOfTheFloor(server);
  });
  after(() => server.stop());

  test('reads a badge: its operator is at work, and takes over from another one', async () => {
    const { secret } = await (await server.session('admin')).ask('POST', '/operators/wang/badge');
    const page = await tablet(server, 'W-1');
    await types(page, secret);
    await page.locator('header .who', { hasText: '王小明' }).waitFor();
    await page.locator('.list article').first().waitFor();
    await page.locator('header .who').click();
    await page.locator('.head button', { hasText: 'Lock the tablet' }).click();
    await signIn(page, '李芳');
    await page.locator('header .who', { hasText: '李芳' }).waitFor();
    await types(page, secret);
    await page.locator('header .who', { hasText: '王小明' }).waitFor();
    await page.context().close();
  });

  test('reads a traveller: its operation is open, wherever somebody was, without the server too', async () => {
    const page = await tablet(server, 'W-2');
    await signIn(page, '王小明');
    await page.locator('.list article').first().waitFor();
    const { work_centres: [{ rows }] } = await page.evaluate(async () => (await fetch('/api/v1/floor/list')).json());
    const [one, other] = rows.filter((/** @type {any} */ row) => row.status === 'waiting');
    const heads = (/** @type {any} */ row) => page.locator('.work header h1', { hasText: row.work_order });
    // Whoever types as slowly as people do scans nothing.
    await types(page, `HF:WO:${one.work_order}:${one.operation}`, 200);
    await types(page, `HF:WO:${other.work_order}:${other.operation}`);
    await heads(other).waitFor();
    assert.equal(await page.evaluate(() => location.hash), `#/work/${other.work_order}/${other.operation}`);
    await page.context().setOffline(true);
    await types(page, `HF:WO:${one.work_order}:${one.operation}`);
    await heads(one).waitFor();
    await page.context().close();
  });
});
