// Signing in and out.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open, signIn } from '../browser.js';
import { Server } from '../server.js';

describe('the door', () => {
  /** @type {Server} */
  let server;
  before(async () => { server = await Server.start('full'); });
  after(() => server.stop());

  test('a wrong password is refused in words, and the right one lets in', async () => {
    const page = await open(server);
    await signIn(page, 'lin', 'not-the-password');
    const wrong = page.locator('#wrong');
    await wrong.waitFor();
    assert.match(await wrong.innerText(), /Name or password is wrong/);
    assert.equal(await page.locator('#board').isVisible(), false);
    await signIn(page, 'lin');
    await page.locator('#rows tr').first().waitFor();
    assert.equal(await page.locator('#door').isVisible(), false);
    assert.equal(await page.locator('#password').inputValue(), '', 'no password stays in the page');
    await page.context().close();
  });

  test('who is signed in stays so, and is out after signing out', async () => {
    const page = await open(server);
    await signIn(page, 'chen');
    await page.locator('#rows tr').first().waitFor();
    await page.reload();
    await page.locator('#rows tr').first().waitFor();
    await page.locator('#out').click();
    await page.locator('#name').waitFor();
    assert.equal(await page.locator('#rows tr').count(), 0, 'nothing of the board stays behind');
    assert.equal(await page.evaluate(async () => (await fetch('/api/v1/me')).status), 401);
    await page.context().close();
  });

  test('a session that ends is said, and signing in again goes on', async () => {
    const page = await open(server);
    await signIn(page, 'lin');
    await page.locator('#rows tr').first().waitFor();
    await page.context().clearCookies();
    // The next look ends it, whoever is first: this click or news of the stream.
    await page.locator('#sums [data-show=none]').evaluate(one => /** @type {HTMLElement} */ (one).click());
    await page.locator('#ended').waitFor();
    await signIn(page, 'lin');
    await page.locator('#rows tr').first().waitFor();
    assert.equal(await page.locator('#ended').isVisible(), false);
    await page.context().close();
  });

  test('a role that does not read orders is told whose board it is and where its own lists are', async () => {
    const page = await open(server);
    await signIn(page, 'wu');
    const refused = page.locator('#refused');
    await refused.locator('h1').waitFor();
    const said = await refused.innerText();
    for (const word of ['wu (operator)', 'Shop floor', 'administrator']) assert.ok(said.includes(word), said);
    await refused.locator('button').click();
    await page.locator('#name').waitFor();
    await signIn(page, 'lin');
    await page.locator('#rows tr').first().waitFor();
    await page.context().close();
  });
});
