// What comes to customers by mail: the way to all of their orders, and news of an order that somebody follows. Mails go
// through a mail server, links are taken from them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Portal, customerOf } from '../portal.js';
import { Post } from '../post.js';

/** @typedef {import('../browser.js').Page} Page */

/** A customer with seven orders, and one of them: at least two of its lines are still to be made. */
const CUSTOMER = 'C-103';
const ORDER = 'SO-4265';
/** An order of another customer. */
const FOREIGN = 'SO-4204';
/** A customer of whom nothing is on order. */
const QUIET = 'C-190';

/** @type {Post} */
let post;
/** @type {Portal} */
let portal;

before(async () => {
  post = await Post.open();
  portal = await Portal.open({ post });
  const contact = { name: 'Freja', email: 'freja@nordic.example', notices: true };
  await portal.admin.ask('PUT', `/customers/${CUSTOMER}`, { ...await customerOf(portal.admin, CUSTOMER), contacts: [contact] });
  // A customer who is new: nothing is there that a version could be named of.
  const quiet = await fetch(`${portal.server.origin}/api/v1/customers/${QUIET}`, {
    method: 'PUT',
    headers: { Cookie: portal.admin.cookie, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Quiet Valves', contacts: [{ name: 'Ola', email: 'ola@quiet.example' }] }),
  });
  assert.ok(quiet.ok, await quiet.text());
});
after(async () => {
  await portal.server.stop();
  post.close();
});

/** Asks for the link to all orders. @param {Page} page @param {string} mail */
async function ask(page, mail) {
  await page.locator('#sign-in-mail').fill(mail);
  await page.locator('main form button').click();
  await page.locator('#sign-in-mail').waitFor({ state: 'detached' });
}

describe('a customer of many orders', () => {
  /** @type {string} */
  let link;

  test('asks for a link by mail without JavaScript, and nobody learns who is known', async () => {
    const said = [];
    for (const mail of ['freja@nordic.example', 'nobody@elsewhere.example']) {
      const { page, close } = await portal.outside('/portal/sign-in', { scripts: false });
      await ask(page, mail);
      said.push((await page.locator('main').innerText()).replace(mail, '…'));
      await close();
    }
    assert.match(said[0], /Check your inbox/);
    assert.equal(said[0], said[1]);
    link = await post.link('portal/account');
    assert.equal(post.mails.length, 1, 'the stranger got none');
    assert.match(post.mails[0], /freja@nordic\.example/);
  });

  test('is told beside the field that an address is none', async () => {
    await portal.looked('/portal/sign-in', 'portal-sign-in-wrong', async page => {
      await page.evaluate(() => document.querySelector('main form')?.setAttribute('novalidate', ''));
      await page.locator('#sign-in-mail').fill('freja at nordic');
      await page.locator('main form button').click();
      await page.locator('#sign-in-mail[aria-invalid]').waitFor();
      assert.equal(await page.locator('#sign-in-mail').inputValue(), 'freja at nordic');
    });
  });

  test('reads where the link goes, in both languages', async () => {
    // Not hers: nobody is mailed more than three links an hour.
    await portal.looked('/portal/sign-in', 'portal-mailed', page => ask(page, 'somebody@elsewhere.example'));
  });

  test('sees her orders and no other one, in both languages', async () => {
    await portal.looked(link, 'portal-orders', async page => {
      assert.match(page.url(), /\/portal\/orders$/, 'the link left the address bar');
      const list = await page.locator('main').innerText();
      assert.ok(list.includes(ORDER) && !list.includes(FOREIGN), list);
      assert.equal(await page.locator('.orders a').count(), 7);
    });
  });

  test('goes from the list to an order and back without JavaScript, and signs out', async () => {
    const { page, close } = await portal.outside(link, { scripts: false });
    await page.locator(`.orders a[href$="${ORDER}"]`).click();
    assert.match(page.url(), new RegExp(`/portal/orders/${ORDER}$`));
    assert.match(await page.locator('h1').innerText(), /ship|arrive|day/i);
    const foreign = await page.request.get(`${portal.server.origin}/portal/orders/${FOREIGN}`);
    assert.equal(foreign.status(), 404);
    await page.locator('a.back').click();
    assert.match(page.url(), /\/portal\/orders$/);
    await page.locator('.ways button').click();
    assert.match(page.url(), /\/portal\/$/);
    await page.goto(`${portal.server.origin}/portal/orders`);
    assert.match(page.url(), /\/portal\/sign-in$/);
    await close();
    const again = await fetch(`${portal.server.origin}${link}`);
    assert.equal(again.status, 404, 'who signs out ends the link too');
  });

  test('reads that there is no order while there is none', async () => {
    const { page, close } = await portal.outside('/portal/sign-in');
    await ask(page, 'ola@quiet.example');
    await close();
    await portal.looked(await post.link('portal/account', 2), 'portal-orders-none', async page => {
      assert.equal(await page.locator('.orders').count(), 0);
      assert.equal(await page.locator('main p').count(), 2);
    });
  });
});

describe('somebody who follows an order', () => {
  /** @type {string} */
  let asked;
  /** @type {string} */
  let stop;

  test('types an address without JavaScript, and is asked by mail first', async () => {
    const { link } = await portal.access(ORDER);
    const { page, close } = await portal.outside(link, { scripts: false });
    await page.locator('#follow summary').click();
    await page.locator('#follow-mail').fill('nils@elsewhere.example');
    await page.locator('#follow button').click();
    assert.match(await page.locator('#said').innerText(), /Check your inbox/);
    await close();
    asked = await post.link('portal/follow');
    // A mail's page is in the mail's language until somebody asks for the other one.
    await portal.looked(lang => `${asked}?lang=${lang}`, 'portal-follow-ask', async (page, lang) => {
      assert.match(await page.locator('h1').innerText(), lang === 'zh' ? /邮件通知/ : /Get mails/);
      assert.match(await page.locator('main').innerText(), /nils@elsewhere\.example/);
      assert.equal(await page.locator('main form button').count(), 1, 'looking says nothing');
    });
  });

  test('says yes, and hears of a new day', async () => {
    const { page, close } = await portal.outside(asked, { scripts: false });
    await page.locator('main form button').click();
    assert.match(await page.locator('h1').innerText(), /You get our mails/);
    await close();
    await portal.looked(lang => `${asked}?lang=${lang}`, 'portal-follow-done');
    const { admin } = portal;
    const reason = { date: '2026-03-27', reason_code: 'material-late', note: 'Freja agreed on the phone.' };
    await admin.ask('POST', `/sales-orders/${ORDER}/lines/20/promise/move`, reason);
    const news = await admin.ask('GET', `/sales-orders/${ORDER}/notices`);
    if (news.items[0].state === 'draft') {
      await admin.ask('POST', `/notices/${news.items[0].id}/approve`, null, { 'If-Match': String(news.items[0].version) });
    } else await admin.ask('PUT', '/clock', { now: '2026-03-09T01:00:00Z' });
    for (let tries = 0; tries < 600 && !nils().length; tries += 1) await new Promise(resolve => setTimeout(resolve, 50));
    const [mail] = nils();
    assert.match(mail, /27\sMarch/);
    const open = mail.match(/\/portal\/open\/[\w.~-]+/)?.[0] ?? '';
    stop = mail.match(/\/(?:unsubscribe|portal\/follow)\/[\w.-]+/)?.[0] ?? '';
    const opened = await portal.outside(open);
    assert.match(opened.page.url(), new RegExp(`/portal/orders/${ORDER}$`), 'without a code');
    assert.match(await opened.page.locator('.history').innerText(), /27\sMar/);
    await opened.close();
  });

  test('stops it with one button, without JavaScript', async () => {
    const { page, close } = await portal.outside(stop, { scripts: false });
    await page.locator('main form button').first().click();
    assert.match(await page.locator('h1').innerText(), /stopped/i);
    await close();
  });
});

/** The notices that came to the follower. */
function nils() {
  return post.mails.filter(mail => /nils@elsewhere/.test(mail) && /\/portal\/open\//.test(mail));
}
