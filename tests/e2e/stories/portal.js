// The customer portal: a customer types a number and a code, reads first of all when it ships, and says something. In both
// languages everybody can use it, on a phone and a laptop, by day and by night, with JavaScript and without.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { SIZES } from '../browser.js';
import { picture } from '../look.js';
import { Portal, look } from '../portal.js';

/** @typedef {import('../browser.js').Page} Page */

/** What a first load may bring of JavaScript, compressed. */
const MOST_SCRIPT = 40 * 1024;
/** A change is weighed by planning all of the shop again. */
const PATIENCE = 120_000;
/** An order of the example shop that is made, and one that waits for its customer's drawing. */
const MADE = 'SO-4204';
const WAITING = 'SO-4276';

/** @type {Portal} */
let portal;

before(async () => { portal = await Portal.open(); });
after(() => portal.server.stop());

/** Types a number and a code. @param {Page} page @param {string} number @param {string} code */
async function enter(page, number, code) {
  await page.locator('#number').fill(number);
  await page.locator('#code').fill(code);
  await page.locator('main form button').click();
}

describe('a customer at the door', () => {
  test('is asked for a number and a code, in both languages', async () => {
    await portal.looked('/portal/', 'portal-door', async (page, lang) => {
      assert.match(await page.locator('h1').innerText(), lang === 'zh' ? /何时发货/ : /When does my order ship/);
    });
  });

  test('reads that both do not belong together, and keeps the number', async () => {
    await portal.looked('/portal/', 'portal-wrong', async page => {
      await enter(page, MADE, 'AAAA-BBBB-CCCC');
      await page.locator('.banner.wrong').waitFor();
      assert.equal(await page.locator('#number').inputValue(), MADE);
      assert.equal(await page.locator('#code').inputValue(), '');
    });
  });

  test('can ask for all orders by mail, and is told of a link that is over and of pages that are none', async () => {
    await portal.looked('/portal/sign-in', 'portal-sign-in');
    await portal.looked('/portal/open/no-such-link', 'portal-over');
    await portal.looked('/portal/no/such/page', 'portal-missing');
  });
});

describe('a customer with an order', () => {
  test('reads when it ships without JavaScript: the answer is in what the server sends', async () => {
    const { code } = await portal.access(MADE);
    const { page, close } = await portal.outside('/portal/', { scripts: false });
    await enter(page, MADE, code.toLowerCase());
    assert.match(page.url(), new RegExp(`/portal/orders/${MADE}$`));
    assert.doesNotMatch(page.url() + await page.content(), new RegExp(code));
    assert.match(await page.locator('h1').innerText(), /ship|later|name the day/i);
    const heading = await page.locator('h1').boundingBox();
    assert.ok(heading && heading.y + heading.height < SIZES.phone.height, 'before anybody scrolls');
    await picture(page, 'portal-order-plain-en-phone');
    await close();
  });

  test('sees it in both languages, and in the dark', async () => {
    const { link } = await portal.access(MADE);
    await portal.looked(link, 'portal-order', async page => assert.match(page.url(), new RegExp(`/portal/orders/${MADE}$`), 'the link left the address bar'));
    const { page, close } = await portal.outside(link, { dark: true });
    await look(page, 'portal-order-dark', 'en-phone');
    await close();
  });

  test('loads little, and nothing from elsewhere', async () => {
    const { link } = await portal.access(MADE);
    const { page, close } = await portal.outside('/portal/');
    /** @type {[string, Buffer][]} */
    const loaded = [];
    /** @type {string[]} */
    const packed = [];
    page.on('response', async answer => {
      if (answer.request().resourceType() === 'document') return;
      loaded.push([answer.url(), await answer.body()]);
      packed.push(answer.headers()['content-encoding'] ?? '');
    });
    await page.goto(portal.server.origin + link, { waitUntil: 'networkidle' });
    assert.deepEqual([...new Set(packed)], ['gzip'], 'nothing waits for more bytes than it needs');
    assert.ok(loaded.every(([url]) => url.startsWith(portal.server.origin)), String(loaded.map(([url]) => url)));
    const script = loaded.filter(([url]) => url.includes('.js')).reduce((sum, [, body]) => sum + gzipSync(body).length, 0);
    assert.ok(script < MOST_SCRIPT, `${script} bytes`);
    await close();
  });

  test('says without JavaScript that what we wait for is done', async () => {
    const { link } = await portal.access(WAITING);
    await portal.looked(link, 'portal-need', async page => page.locator('.need button').waitFor());
    const { page, close } = await portal.outside(link, { scripts: false });
    await page.locator('.need textarea').fill('Approved, as drawn. 👍');
    await page.locator('.need button').click();
    assert.match(page.url(), /said=milestone/);
    assert.match(await page.locator('#said').innerText(), /Thank you/);
    assert.equal(await page.locator('.need button').count(), 0, 'once');
    await close();
    await portal.looked(link, 'portal-need-done', async (page, lang) => {
      assert.match(await page.locator('.need.settled h2').innerText(), lang === 'zh' ? /贵司已完成/ : /What you have done/);
      assert.match(await page.locator('.way').first().innerText(), lang === 'zh' ? /我方核对中/ : /we are checking it/);
    });
  });

  test('asks, and is told by when we answer; what was done leaves the address bar', async () => {
    const { link } = await portal.access(MADE);
    await portal.looked(link, 'portal-asked', async (page, lang) => {
      await page.locator('#ask summary').click();
      await page.locator('#ask input[value=complaint]').check();
      await page.locator('#questions-text').fill('<script>alert(1)</script> One carton came open. 📦');
      await page.locator('#ask button').click();
      await page.locator('#said').waitFor();
      assert.match(await page.locator('#said').innerText(), lang === 'zh' ? /前答复/ : /We answer by/);
      assert.doesNotMatch(page.url(), /said/);
      assert.match(await page.locator('.talk').first().innerText(), /<script>alert\(1\)<\/script> One carton/);
    });
  });

  test('is told beside the field what is wrong with a change, and then what it would mean', async () => {
    const { link } = await portal.access(WAITING);
    await portal.looked(link, 'portal-refused', async page => {
      await page.locator('#change summary').click();
      await page.locator('#changes-quantity').fill('many');
      await page.locator('#change button').click();
      await page.locator('#changes-quantity[aria-invalid]').waitFor();
      assert.equal(await page.locator('#changes-quantity').inputValue(), 'many');
    });
    const { page, close } = await portal.outside(link);
    await page.locator('#change summary').click();
    await page.locator('#changes-quantity').fill('3');
    await page.locator('#change button').click();
    await page.locator('#said .estimate').waitFor({ timeout: PATIENCE });
    assert.match(await page.locator('#said .estimate').innerText(), /Estimate[^]*not a promise/);
    await look(page, 'portal-change', 'en-phone');
    await close();
  });

  test('prints papers, and takes them along', async () => {
    const { code, link } = await portal.access(MADE);
    // Whoever comes by a link, which ends, is not told the code, which does not.
    await portal.looked('/portal/', 'portal-paper', async page => {
      await enter(page, MADE, code);
      await page.locator('.papers a').first().click();
      await page.locator('.sheet').waitFor();
      assert.match(await page.locator('.access').innerText(), new RegExp(code));
    });
    const { page, close } = await portal.outside(link);
    const file = await page.request.get(`${portal.server.origin}/portal/orders/${MADE}/status.pdf`);
    assert.equal((await file.body()).subarray(0, 4).toString(), '%PDF');
    await close();
  });

  test('reads nothing where the portal is off', async () => {
    await portal.set({ on: false });
    await portal.looked('/portal/', 'portal-off', async page => assert.equal(await page.locator('form input[name=code]').count(), 0));
  });
});
