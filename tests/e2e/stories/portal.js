// The customer portal: a customer types a number and a code, reads first of all when it ships, and says something. In both
// languages everybody can use it, on a phone and a laptop, by day and by night, with JavaScript and without.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { SIZES, context } from '../browser.js';
import { accessible, fits, picture } from '../look.js';
import { Server } from '../server.js';

/** @typedef {import('../browser.js').Lang} Lang */
/** @typedef {import('../browser.js').Page} Page */

const LANGS = /** @type {const} */ (['en', 'zh']);
const LOOKED = /** @type {const} */ (['laptop', 'phone']);
/** What a first load may bring of JavaScript, compressed. */
const MOST_SCRIPT = 40 * 1024;
/** A change is weighed by planning all of the shop again. */
const PATIENCE = 120_000;
/** What a finger needs, in pixels. */
const FINGER = 44;

/** An order of the example shop that is made, and one that waits for its customer's drawing. */
const MADE = 'SO-4204';
const WAITING = 'SO-4276';

/** @type {Server} */
let server;
/** @type {import('../server.js').Session} */
let admin;

before(async () => {
  server = await Server.start('full');
  admin = await server.session('admin');
  const { version: _, zone: __, ...settings } = await admin.ask('GET', '/settings');
  settings.policies.portal = { on: true, company: 'Suzhou Meridian Precision', phone: '+86 512 6281 7700', mail: 'orders@meridian.example',
    address: '18 Xinghai Street\nSuzhou 215021', colour: '#0b4f8a' };
  await admin.ask('PUT', '/settings', settings);
});
after(() => server.stop());

/** Code and link of an order. @param {string} order @returns {Promise<{ code: string, link: string }>} */
const access = order => admin.ask('GET', `/sales-orders/${order}/portal-access`);

/**
 * A page of somebody outside.
 * @param {string} path
 * @param {{ lang?: Lang, size?: keyof typeof SIZES, dark?: boolean, scripts?: boolean }} [how]
 */
async function outside(path, { lang = 'en', size = 'phone', dark = false, scripts = true } = {}) {
  const browser = await context({ viewport: SIZES[size], lang, dark, scripts });
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(server.origin + path);
  return { page, close: () => browser.close() };
}

/** Everything that is pressed is large enough for a finger. @param {Page} page @param {string} told */
async function touchable(page, told) {
  const small = await page.evaluate(least => [...document.querySelectorAll('a, button, input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea, summary')]
    .filter(one => one.checkVisibility() && !one.matches('.skip') && one.getBoundingClientRect().height < least)
    .map(one => `${one.outerHTML.slice(0, 80)}: ${one.getBoundingClientRect().height} px`), FINGER);
  assert.deepEqual(small, [], `${told}: for fingers`);
}

/** @param {Page} page @param {string} name @param {string} told */
async function look(page, name, told) {
  await picture(page, `${name}-${told}`);
  await page.evaluate(() => document.querySelectorAll('details').forEach(one => { one.open = true; }));
  await fits(page, `${name}, ${told}`);
  await touchable(page, `${name}, ${told}`);
  await accessible(page, `${name}, ${told}`);
}

/**
 * The page at a path, for each language and size, looked at as it is after a deed.
 * @param {string} path
 * @param {string} name
 * @param {(page: Page, lang: Lang) => Promise<void>} [deed]
 */
async function looked(path, name, deed = async () => {}) {
  for (const lang of LANGS) {
    for (const size of LOOKED) {
      const { page, close } = await outside(path, { lang, size });
      await deed(page, lang);
      await look(page, name, `${lang}-${size}`);
      await close();
    }
  }
}

/** Types a number and a code. @param {Page} page @param {string} number @param {string} code */
async function enter(page, number, code) {
  await page.locator('#number').fill(number);
  await page.locator('#code').fill(code);
  await page.locator('main form button').click();
}

describe('a customer at the door', () => {
  test('is asked for a number and a code, in both languages', async () => {
    await looked('/portal/', 'portal-door', async (page, lang) => {
      assert.match(await page.locator('h1').innerText(), lang === 'zh' ? /何时发货/ : /When does my order ship/);
    });
  });

  test('reads that both do not belong together, and keeps the number', async () => {
    await looked('/portal/', 'portal-wrong', async page => {
      await enter(page, MADE, 'AAAA-BBBB-CCCC');
      await page.locator('.banner.wrong').waitFor();
      assert.equal(await page.locator('#number').inputValue(), MADE);
      assert.equal(await page.locator('#code').inputValue(), '');
    });
  });

  test('can ask for all orders by mail, and is told of a link that is over and of pages that are none', async () => {
    await looked('/portal/sign-in', 'portal-sign-in');
    await looked('/portal/open/no-such-link', 'portal-over');
    await looked('/portal/no/such/page', 'portal-missing');
  });
});

describe('a customer with an order', () => {
  test('reads when it ships without JavaScript: the answer is in what the server sends', async () => {
    const { code } = await access(MADE);
    const { page, close } = await outside('/portal/', { scripts: false });
    await enter(page, MADE, code.toLowerCase());
    assert.match(page.url(), new RegExp(`/portal/orders/${MADE}$`));
    assert.doesNotMatch(page.url() + await page.content(), new RegExp(code));
    assert.match(await page.locator('h1').innerText(), /ship|later|name the day/i);
    const heading = await page.locator('h1').boundingBox();
    assert.ok(heading && heading.y + heading.height < SIZES.phone.height, 'before anybody scrolls');
    await close();
  });

  test('sees it in both languages, and in the dark', async () => {
    const { link } = await access(MADE);
    await looked(link, 'portal-order', async page => assert.match(page.url(), new RegExp(`/portal/orders/${MADE}$`), 'the link left the address bar'));
    const { page, close } = await outside(link, { dark: true });
    await look(page, 'portal-order-dark', 'en-phone');
    await close();
  });

  test('loads little, and nothing from elsewhere', async () => {
    const { link } = await access(MADE);
    const { page, close } = await outside('/portal/');
    /** @type {[string, Buffer][]} */
    const loaded = [];
    page.on('response', async answer => {
      if (answer.request().resourceType() !== 'document') loaded.push([answer.url(), await answer.body()]);
    });
    await page.goto(server.origin + link, { waitUntil: 'networkidle' });
    assert.ok(loaded.every(([url]) => url.startsWith(server.origin)), String(loaded.map(([url]) => url)));
    const script = loaded.filter(([url]) => url.includes('.js')).reduce((sum, [, body]) => sum + gzipSync(body).length, 0);
    assert.ok(script < MOST_SCRIPT, `${script} bytes`);
    await close();
  });

  test('says without JavaScript that what we wait for is done', async () => {
    const { link } = await access(WAITING);
    await looked(link, 'portal-need', async page => page.locator('.need button').waitFor());
    const { page, close } = await outside(link, { scripts: false });
    await page.locator('.need textarea').fill('Approved, as drawn. 👍');
    await page.locator('.need button').click();
    assert.match(page.url(), /said=milestone/);
    assert.match(await page.locator('#said').innerText(), /Thank you/);
    assert.equal(await page.locator('.need button').count(), 0, 'once');
    await close();
  });

  test('asks, and is told by when we answer; what was done leaves the address bar', async () => {
    const { link } = await access(MADE);
    await looked(link, 'portal-asked', async (page, lang) => {
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
    const { link } = await access(WAITING);
    await looked(link, 'portal-refused', async page => {
      await page.locator('#change summary').click();
      await page.locator('#changes-quantity').fill('many');
      await page.locator('#change button').click();
      await page.locator('#changes-quantity[aria-invalid]').waitFor();
      assert.equal(await page.locator('#changes-quantity').inputValue(), 'many');
    });
    const { page, close } = await outside(link);
    await page.locator('#change summary').click();
    await page.locator('#changes-quantity').fill('3');
    await page.locator('#change button').click();
    await page.locator('#said .estimate').waitFor({ timeout: PATIENCE });
    assert.match(await page.locator('#said .estimate').innerText(), /Estimate[^]*no promise/);
    await look(page, 'portal-change', 'en-phone');
    await close();
  });

  test('prints papers, and takes them along', async () => {
    const { code, link } = await access(MADE);
    // Whoever comes by a link, which ends, is not told the code, which does not.
    await looked('/portal/', 'portal-paper', async page => {
      await enter(page, MADE, code);
      await page.locator('.papers a').first().click();
      await page.locator('.sheet').waitFor();
      assert.match(await page.locator('.access').innerText(), new RegExp(code));
    });
    const { page, close } = await outside(link);
    const file = await page.request.get(`${server.origin}/portal/orders/${MADE}/status.pdf`);
    assert.equal((await file.body()).subarray(0, 4).toString(), '%PDF');
    await close();
  });

  test('reads nothing where the portal is off', async () => {
    const { version: _, zone: __, ...settings } = await admin.ask('GET', '/settings');
    settings.policies.portal.on = false;
    await admin.ask('PUT', '/settings', settings);
    await looked('/portal/', 'portal-off', async page => assert.equal(await page.locator('form input[name=code]').count(), 0));
  });
});
