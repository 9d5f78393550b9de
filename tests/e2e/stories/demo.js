// The demo: it lives by itself, and stands while somebody wants to look.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open, signIn } from '../browser.js';
import { DEMO_PASSWORD, Server } from '../server.js';

/** @param {number} seconds */
const pass = seconds => new Promise(resolve => { setTimeout(resolve, seconds * 1000); });

describe('the demo', () => {
  /** @type {Server} */
  let server;
  before(async () => { server = await Server.demo(); });
  after(() => server.stop());

  for (const [lang, pause, goOn] of /** @type {const} */ ([
    ['en', 'Pause the demo', 'Let the demo go on'], ['zh', '暂停演示', '继续演示'],
  ])) {
    test(`plant time goes on by itself, and stands while it is paused (${lang})`, async () => {
      const page = await open(server, { lang });
      assert.equal(await page.locator('#pause').isVisible(), false, 'nobody is signed in yet');
      await signIn(page, 'lin', DEMO_PASSWORD);
      await page.locator('#rows tr').first().waitFor();
      const button = page.getByRole('button', { name: pause });
      await button.waitFor();
      const time = () => page.locator('#now time').innerText();
      const first = await time();
      await page.waitForFunction(was => document.querySelector('#now time')?.textContent !== was, first);
      await button.click();
      const other = page.getByRole('button', { name: goOn });
      await other.waitFor();
      // What was on its way when it was paused still arrives.
      await pass(3);
      assert.match(await page.locator('#live').innerText(), lang === 'en' ? /^paused$/ : /^已暂停$/);
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      const bar = await page.locator('#paused').boundingBox();
      assert.ok(bar && bar.y >= 0 && bar.y < 100, 'it is said wherever somebody has scrolled');
      const stands = await time();
      await pass(4);
      assert.equal(await time(), stands);
      await other.click();
      await button.waitFor();
      assert.equal(await page.locator('#paused').isVisible(), false);
      await page.waitForFunction(was => document.querySelector('#now time')?.textContent !== was, stands);
      await page.context().close();
    });
  }
});

describe('a demo that somebody else lets stand', () => {
  /** @type {Server} */
  let server;
  before(async () => { server = await Server.demo(); });
  after(() => server.stop());

  test('says so to everybody who looks, and still stands when it is started again', async () => {
    const [mine, yours] = [await open(server), await open(server)];
    for (const page of [mine, yours]) {
      await signIn(page, 'lin', DEMO_PASSWORD);
      await page.locator('#rows tr').first().waitFor();
      await page.locator('#pause').waitFor();
    }
    await mine.locator('#pause').click();
    await yours.locator('#paused').waitFor();
    await server.stop('SIGKILL');
    await yours.locator('#offline').waitFor();
    await server.restart();
    // Everybody's password is set anew, which ends every session.
    await yours.locator('#ended').waitFor({ timeout: 20_000 });
    await signIn(yours, 'lin', DEMO_PASSWORD);
    await yours.locator('#paused').waitFor();
    for (const page of [mine, yours]) await page.context().close();
  });
});

describe('a server that is no demo', () => {
  /** @type {Server} */
  let server;
  before(async () => { server = await Server.start('full'); });
  after(() => server.stop());

  test('has nothing to pause', async () => {
    const page = await open(server);
    await signIn(page, 'lin');
    await page.locator('#rows tr').first().waitFor();
    assert.equal(await page.locator('#pause').isVisible(), false);
    await page.context().close();
  });
});
