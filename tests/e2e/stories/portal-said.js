// What a customer is asked and answered: how it went, what a change would mean and what came of it; and what the page says
// while nobody knows, while somebody guesses and while something is on its way.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Portal, look } from '../portal.js';

/** @typedef {import('../browser.js').Page} Page */

/** A change is weighed by planning all of the shop again. */
const PATIENCE = 120_000;
/** An order that was made; one that is being made, and was reported on at six; one that waits for its customer; one of
    several lines. */
const MADE = 'SO-4213';
const MAKING = 'SO-4214';
const WAITING = 'SO-4286';
const SEVERAL = 'SO-4265';

/** @type {Portal} */
let portal;
before(async () => { portal = await Portal.open({ policy: { survey: { ask: ['nps', 'csat'] } } }); });
after(() => portal.server.stop());

/** An order of bought parts that was promised, has left in one piece and arrived. @param {string} name */
async function delivered(name) {
  const { admin } = portal;
  const [item, quantity, lot] = ['PL-9130', '40', `L-${name}`];
  const made = await admin.ask('POST', '/sales-orders', { customer: 'C-103', customer_order: name, owner: 'chen',
    lines: [{ item, quantity, requested_date: '2026-03-13' }] });
  const { number } = made;
  await admin.ask('POST', `/sales-orders/${number}/lines/10/promise`, { date: '2026-03-13' });
  await admin.ask('POST', `/sales-orders/${number}/lines/10/promise/move`, { date: '2026-03-17', reason_code: 'material-late' });
  const bought = await admin.ask('POST', '/purchase-orders', { supplier: 'S-07', lines: [{ item, quantity }] });
  await admin.ask('POST', `/purchase-orders/${bought.number}/lines/10/receipts`, { id: `r-${name}`, quantity, lot });
  const note = await admin.ask('POST', '/dispatch-notes', { customer: 'C-103', carrier: 'DHL', tracking: '00340434161094042557',
    lines: [{ order: number, line: '10', quantity }] });
  await admin.ask('POST', `/dispatch-notes/${note.number}/dispatch`, {});
  await admin.ask('POST', `/dispatch-notes/${note.number}/deliver`, {});
  return number;
}

/** The open alerts of a rule, once there is one. @param {string} rule @returns {Promise<any>} */
async function alerted(rule) {
  for (let tries = 0; tries < 600; tries += 1) {
    const { items } = await portal.admin.ask('GET', '/alerts');
    const found = items.find((/** @type {any} */ alert) => alert.rule === rule);
    if (found) return found;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`no alert of ${rule}`);
}

describe('a customer whose order has arrived', () => {
  /** @type {string} */
  let order;
  before(async () => { order = await delivered('4533991204'); });

  test('reads that it is there, and is asked how it went, in both languages', async () => {
    const { link } = await portal.access(order);
    await portal.looked(link, 'portal-survey', async page => {
      assert.equal(await page.locator('.survey fieldset').count(), 2);
      assert.match(await page.locator('.sent').innerText(), /00340434161094042557/);
      await page.locator('.scores input').nth(8).focus();
    });
  });

  test('is told what is missing, and what was said already stays', async () => {
    const { link } = await portal.access(order);
    await portal.looked(link, 'portal-survey-wrong', async page => {
      await page.evaluate(() => document.querySelector('.survey form')?.setAttribute('novalidate', ''));
      await page.locator('#survey-comment').fill('Two scratched, 划痕 😐');
      await page.locator('.survey button').click();
      await page.locator('#faults').waitFor();
      assert.equal(await page.locator('#survey-comment').inputValue(), 'Two scratched, 划痕 😐');
    });
  });

  test('answers without JavaScript, once; a low score is told with the record of the promise', async () => {
    const { link } = await portal.access(order);
    const { page, close } = await portal.outside(link, { scripts: false });
    await page.locator('.nps input[value="3"]').check({ force: true });
    await page.locator('#survey-comment').fill('Four days late, and I had to ask. 😐');
    await page.locator('.survey button').click();
    assert.match(await page.locator('#said').innerText(), /Thank you/);
    assert.equal(await page.locator('.survey').count(), 0, 'once');
    await close();
    const alert = JSON.stringify(await alerted('low-score'));
    for (const told of ['NPS 3', 'I had to ask', '2026-03-13', '2026-03-17']) assert.ok(alert.includes(told), `${told}: ${alert}`);
    await portal.looked(link, 'portal-survey-done', async page => {
      assert.equal(await page.locator('.survey').count(), 0);
    });
  });

  test('has a packing slip and a status to print, in both languages', async () => {
    const { link } = await portal.access(order);
    for (const [place, name] of [[1, 'portal-status'], [2, 'portal-slip']]) {
      await portal.looked(link, String(name), async page => {
        await page.locator('.papers li').nth(Number(place)).locator('a').first().click();
        await page.locator('.sheet').waitFor();
      });
    }
  });
});

describe('a customer who wants something changed', () => {
  test('reads the estimate without JavaScript, then what a person decided', async () => {
    const { admin } = portal;
    const { link } = await portal.access(SEVERAL);
    const { page, close } = await portal.outside(link, { scripts: false });
    page.setDefaultTimeout(PATIENCE);
    await page.locator('#change summary').click();
    await page.locator('#changes-line').selectOption('30');
    await page.locator('#changes-date').fill('2026-05-04');
    await page.locator('#changes-note').fill('Our yard opens a new berth.');
    await page.locator('#change button').click();
    assert.match(await page.locator('#said .estimate').innerText(), /Estimate[^]*not a promise/);
    await close();
    const { items } = await admin.ask('GET', '/change-requests?status=open');
    const [asked] = items.filter((/** @type {any} */ one) => one.order === SEVERAL);
    assert.match(asked.made_by, /^customer:/);
    await admin.ask('POST', `/change-requests/${asked.id}/decline`, { reason: 'Foundry is on short time.', answer: 'The castings come in June. We send two actuators on 4 May.' });
    await portal.looked(link, 'portal-change-answered', async page => {
      const told = page.locator('section[aria-labelledby=wishes]');
      assert.match(await told.innerText(), /two actuators on 4 May/);
      assert.doesNotMatch(await page.content(), /Foundry/, 'our own reason stays with us');
      await told.scrollIntoViewIfNeeded();
    });
  });

  test('gives a line up with everything else left alone', async () => {
    const { link } = await portal.access(WAITING);
    const { page, close } = await portal.outside(link);
    await page.locator('#change summary').click();
    await page.locator('#changes-cancel').check();
    assert.ok(await page.locator('#changes-quantity').isDisabled());
    await page.locator('#change button').click();
    await page.locator('#said').waitFor({ timeout: PATIENCE });
    assert.match(await page.locator('section[aria-labelledby=wishes]').innerText(), /cancel it/);
    await look(page, 'portal-cancel', 'en-phone');
    await close();
  });
});

describe('what the page says while nobody knows better', () => {
  test('an order of several lines has a day for each', async () => {
    const { link } = await portal.access(SEVERAL);
    await portal.looked(link, 'portal-several', async page => {
      assert.ok(await page.locator('.lines > li').count() > 1);
      await page.locator('#lines').scrollIntoViewIfNeeded();
      await page.evaluate(() => document.querySelector('#lines')?.scrollIntoView());
    });
  });

  test('a question that was answered stands with its answer', async () => {
    const { link } = await portal.access(MADE);
    const { page, close } = await portal.outside(link, { scripts: false });
    await page.locator('#ask summary').click();
    await page.locator('#questions-text').fill('Can it go by sea? 🚢');
    await page.locator('#ask button').click();
    await close();
    const { items } = await portal.admin.ask('GET', '/questions');
    await portal.admin.ask('POST', `/questions/${items[0].id}/answer`, { answer: 'It can. The ship leaves Ningbo on Thursdays.' });
    await portal.looked(link, 'portal-answered', async page => {
      assert.match(await page.locator('blockquote.ours').innerText(), /Ningbo/);
      await page.evaluate(() => document.querySelector('#asked')?.scrollIntoView());
    });
  });

  test('without a report for too long it says that it does not know', async () => {
    await portal.set({ stale_hours: 1 });
    await portal.admin.ask('PUT', '/clock', { now: '2026-03-09T08:00:00Z' });
    const { link } = await portal.access(MAKING);
    await portal.looked(link, 'portal-blind', async (page, lang) => {
      assert.match(await page.locator('.answer .banner').innerText(), lang === 'zh' ? /暂无最新进展/ : /No recent news/);
    });
  });

  test('what is sent on a slow line says so, and is sent once', async () => {
    const { link } = await portal.access(MADE);
    const { page, close } = await portal.outside(link);
    // The line is so slow that nothing comes back while somebody presses again.
    await page.evaluate(() => {
      const form = document.querySelector('#ask form');
      form?.setAttribute('data-sent', '0');
      form?.addEventListener('submit', event => {
        if (!event.defaultPrevented) form.setAttribute('data-sent', String(Number(form.getAttribute('data-sent')) + 1));
        event.preventDefault();
      });
    });
    await page.locator('#ask summary').click();
    await page.locator('#questions-text').fill('Is it insured?');
    await page.locator('#ask button').click();
    await page.locator('#ask button[aria-disabled]').click({ force: true });
    assert.equal(await page.locator('#ask button').innerText(), 'Sending…');
    await page.locator('#ask button').scrollIntoViewIfNeeded();
    await look(page, 'portal-sending', 'en-phone');
    assert.equal(await page.locator('#ask form').getAttribute('data-sent'), '1');
    await close();
  });

  test('whoever guesses is asked to wait, and told that a link works at once', async () => {
    for (let tries = 0; tries < 12; tries += 1) {
      await fetch(`${portal.server.origin}/portal/`, { method: 'POST', body: new URLSearchParams({ number: MADE, code: `AAAA-BBBB-${tries}` }) });
    }
    await portal.looked('/portal/', 'portal-wait', async page => {
      await page.locator('#number').fill(MADE);
      await page.locator('#code').fill('AAAA-BBBB-CCCC');
      await page.locator('main form button').click();
      await page.locator('#faults').waitFor();
    });
    const { link } = await portal.access(MADE);
    const { page, close } = await portal.outside(link);
    assert.match(page.url(), new RegExp(`${MADE}$`));
    await close();
  });
});
