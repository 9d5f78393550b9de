// The pages of people who do not sign in: a supplier says when a purchase comes, a customer wants no more notices. In both
// languages everybody can use them, without JavaScript, on a phone and a laptop.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SIZES, context } from '../browser.js';
import { accessible, fits, picture } from '../look.js';
import { Post } from '../post.js';
import { Server } from '../server.js';

/** @typedef {import('../browser.js').Lang} Lang */
/** @typedef {import('../browser.js').Page} Page */

const LANGS = /** @type {const} */ (['en', 'zh']);
const LOOKED = /** @type {const} */ (['laptop', 'phone']);

/** @type {Post} */
let post;
/** @type {Server} */
let server;
/** @type {import('../server.js').Session} */
let admin;

before(async () => {
  post = await Post.open();
  server = await Server.start('full', undefined, {
    HOLDFAST_MAIL_SERVER: post.address,
    HOLDFAST_MAIL_TLS: 'none',
    HOLDFAST_MAIL_FROM: 'Shop <shop@plant.example>',
    HOLDFAST_PUBLIC_URL: 'https://plant.example',
  });
  admin = await server.session('admin');
});
after(async () => {
  await server.stop();
  post.close();
});

/**
 * The page at a path, for each language and size, looked at as it is.
 * @param {string} path
 * @param {string} name
 * @param {(page: Page, lang: Lang) => Promise<void>} [deed]
 */
async function looked(path, name, deed = async () => {}) {
  for (const lang of LANGS) {
    for (const size of LOOKED) {
      const browser = await context({ viewport: SIZES[size], lang });
      const page = await browser.newPage();
      await page.goto(`${server.origin}${path}?lang=${lang}`);
      await deed(page, lang);
      const told = `${name}, ${lang}, ${size}`;
      await picture(page, `${name}-${lang}-${size}`);
      await fits(page, told);
      await accessible(page, told);
      await browser.close();
    }
  }
}

/** A page of somebody whose browser runs no scripts. @param {string} path */
async function plain(path) {
  const browser = await context({ viewport: SIZES.phone, lang: 'en', scripts: false });
  const page = await browser.newPage();
  await page.goto(`${server.origin}${path}`);
  return { page, close: () => browser.close() };
}

/** @param {string} supplier @param {string} lang */
async function reach(supplier, lang) {
  const contacts = [{ name: 'Dora', email: 'dora@supplier.example', notices: true }];
  await admin.ask('PUT', `/suppliers/${supplier}`, { ...await own(`/suppliers/${supplier}`), contacts, language: lang });
}

/** What a customer or supplier is, without what only reading shows. @param {string} path */
async function own(path) {
  const { code, active, version, parts, ...fields } = await admin.ask('GET', path);
  return fields;
}

describe('a supplier with a link', () => {
  /** @type {string} */
  let order;
  /** @type {string} */
  let line;
  /** @type {string} */
  let path;

  before(async () => {
    // 200 castings of the example shop, which are to come on Thursday.
    order = 'PO-70092';
    const bought = await admin.ask('GET', `/purchase-orders/${order}`);
    await reach(bought.lines[0].supplier, 'en');
    await admin.ask('POST', `/purchase-orders/${order}/requests`, {});
    path = await post.link('supplier');
    line = (await admin.ask('GET', `/purchase-orders/${order}/requests`)).items[0].lines[0].line;
  });

  test('reads what is asked, in both languages', async () => {
    await looked(path, 'supplier-form', async (page, lang) => {
      assert.match(await page.locator('h1').innerText(), lang === 'zh' ? /请确认到货日期/ : /When does it come/);
    });
  });

  test('is told beside the field what is wrong', async () => {
    await looked(path, 'supplier-wrong', async page => {
      await page.evaluate(() => document.querySelector('form')?.setAttribute('novalidate', ''));
      await page.locator('summary').first().click();
      await page.locator('input[type=date]').first().fill('2020-01-01');
      await page.locator('input[inputmode]').first().fill('0');
      await page.locator('button').click();
      await page.locator('input[aria-invalid]').first().waitFor();
    });
  });

  test('says when it comes without JavaScript, and the order knows', async () => {
    const { page, close } = await plain(path);
    for (const input of await page.locator('input[name^=date-]').all()) await input.fill('2026-03-20');
    await page.locator('button').click();
    assert.match(await page.locator('h1').innerText(), /Thank you/);
    await picture(page, 'supplier-done-en-phone');
    await close();
    const now = await admin.ask('GET', `/purchase-orders/${order}`);
    const known = now.lines.find((/** @type {any} */ own) => own.line === line);
    assert.equal(known.confirmed_date, '2026-03-20');
    assert.match(now.dates.at(-1).actor, /^supplier:/);
  });

  test('finds nothing behind a link that was used', async () => {
    await looked(path, 'link-over', async page => {
      assert.match(await page.locator('body').innerText(), /This link can't be used[^]*此链接无法使用/);
    });
  });
});

describe('a customer with a link', () => {
  /** @type {string} */
  let path;

  before(async () => {
    const { items } = await admin.ask('GET', '/sales-orders?status=confirmed&limit=1');
    const [order] = items;
    const contacts = [{ name: 'Bo', email: 'bo@customer.example', notices: true }];
    await admin.ask('PUT', `/customers/${order.customer}`, { ...await own(`/customers/${order.customer}`), contacts, language: 'en' });
    const made = await admin.ask('POST', `/sales-orders/${encodeURIComponent(order.number)}/notices`, { remark: 'We have your drawing.' });
    await admin.ask('POST', `/notices/${made.id}/approve`, null, { 'If-Match': String(made.version) });
    path = await post.link('unsubscribe');
  });

  test('is asked first, in both languages', async () => {
    await looked(path, 'stop-ask', async page => {
      assert.match(await page.locator('main').innerText(), /b…@customer\.example/);
      assert.equal(await page.locator('form button').count(), 1);
    });
  });

  test('stops notices without JavaScript', async () => {
    const { page, close } = await plain(path);
    await page.locator('form button').click();
    assert.match(await page.locator('h1').innerText(), /stopped/);
    await close();
    const { items } = await admin.ask('GET', '/notice-stops');
    assert.deepEqual(items.map((/** @type {any} */ one) => one.address), ['bo@customer.example']);
    await looked(path, 'stop-done', async page => {
      assert.equal(await page.locator('form').count(), 0);
    });
  });
});
