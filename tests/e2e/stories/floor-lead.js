// What only a lead may: let blocked work begin, take a red card off, and write a shift down for others.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PIN, keys, openNext, peopleOfTheFloor, queueUntil, signIn, tablet } from '../floor.js';
import { accessible, fits, picture } from '../look.js';
import { Server } from '../server.js';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page @param {string} name */
async function look(page, name) {
  await accessible(page, name);
  await fits(page, name);
  await picture(page, `floor-${name}`);
}

/** The lead gives their word in the open question. @param {Page} page */
async function vouched(page) {
  await page.locator('dialog .tile', { hasText: '李芳' }).click();
  await keys(page, PIN);
  await page.locator('.pin .primary').click();
}

describe('a lead at somebody’s tablet', () => {
  /** @type {Server} */
  let server;
  before(async () => {
    server = await Server.start('full');
    peopleOfTheFloor(server);
  });
  after(() => server.stop());

  /** Opens the first work that cannot begin. @param {Page} page */
  async function openBlocked(page) {
    const blocked = page.locator('.rest article.notReady').first();
    await page.locator('.rest article').first().waitFor();
    while (await blocked.count() === 0) await page.locator('.list nav > button').last().click();
    await picture(page, 'floor-list-blocked');
    await blocked.locator('button').click();
    await page.locator('.what .blocked').waitFor();
  }

  /** The flags of an operation's last report. @param {{ work_order: string, operation: string }} which */
  async function flags({ work_order, operation }) {
    const { reports } = await (await server.session('admin')).ask('GET', `/floor/operations/${work_order}/${operation}`);
    return reports[reports.length - 1].flags;
  }

  test('lets blocked work begin, and the server knows that it was really a lead', async () => {
    const page = await tablet(server, 'L-1');
    await signIn(page, '王小明');
    await openBlocked(page);
    await look(page, 'work-blocked');
    await page.locator('.do .acts > .all').first().click();
    await look(page, 'vouch');
    await vouched(page);
    await page.locator('dialog .grid .tile').first().click();
    const [entry] = await queueUntil(page, entries => entries.length === 1 && entries[0]?.stand === 'done');
    assert.equal(entry?.body.approved_by, 'li');
    assert.ok(entry?.body.approval);
    const said = await flags(entry?.body);
    assert.ok(!said.includes('approved-offline') && !said.includes('not-approved'), String(said));
    await page.context().close();
  });

  test('takes a red card off, nobody else can, and it leaves a trace', async () => {
    const page = await tablet(server, 'L-2');
    await signIn(page, '王小明');
    const work = await openNext(page);
    await page.locator('.do .acts .primary').click();
    const admin = await server.session('admin');
    await admin.ask('POST', `/work-orders/${work.work_order}/cancel`, { reason: 'the customer gave it up' });
    await queueUntil(page, entries => entries.some(entry => entry.stand === 'refused'));
    await page.locator('.banner.late button').click();
    await page.locator('.card.late').waitFor();
    await look(page, 'refused');
    await page.locator('.card.late .acts button').first().click();
    await page.locator('dialog .tile').first().waitFor();
    assert.equal(await page.locator('dialog .tile', { hasText: '王小明' }).count(), 0);
    await look(page, 'refused-lead');
    await vouched(page);
    await page.locator('dialog footer .warn').click();
    await page.locator('.card.late').waitFor({ state: 'detached' });
    await queueUntil(page, entries => entries.length > 0 && entries.every(entry => entry.stand === 'done'));
    const { items } = await admin.ask('GET', '/floor/let-go');
    assert.deepEqual(items.map((/** @type {any} */ one) => [one.kind, one.work_order, one.let_go_by, one.device]), [['report', work.work_order, 'li', 'L-2']]);
    await page.context().close();
  });

  test('who came in while the server was away signs in again, and what was done meanwhile goes', async () => {
    const page = await tablet(server, 'L-4');
    await signIn(page, '李芳');
    await page.locator('.rest article').first().waitFor();
    await page.locator('header .who').click();
    await page.locator('.here li > button').last().click();
    await page.locator('.tile', { hasText: '李芳' }).waitFor();
    await page.route('**/api/v1/**', route => route.abort());
    await signIn(page, '李芳');
    await page.evaluate(() => { location.hash = '/lead/sequence'; });
    const names = () => page.locator('main ol h2').allInnerTexts();
    await page.locator('main ol li').nth(3).waitFor();
    const before = await names();
    await page.locator('main ol li').nth(3).locator('button').first().click();
    await page.locator('.head .primary').click();
    await page.locator('.head .primary:disabled').waitFor();
    // The list is in the new order at once, and nobody has to sign in while nobody could.
    const after = [...before];
    [after[2], after[3]] = [before[3] ?? '', before[2] ?? ''];
    assert.deepEqual(await names(), after);
    assert.equal(await page.locator('.banner', { hasText: 'has to sign in' }).count(), 0);
    await page.unroute('**/api/v1/**');
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.locator('.banner', { hasText: 'has to sign in again' }).waitFor();
    await page.locator('header .who').click();
    await page.locator('.here .tile', { hasText: '李芳' }).click();
    await keys(page, PIN);
    await page.locator('.pin .primary').click();
    await queueUntil(page, entries => entries.length === 1 && entries[0]?.stand === 'done');
    // The next plan has it, also what cannot begin yet, and so has a page that knows of nothing else.
    await page.reload();
    await page.waitForFunction(
      wanted => JSON.stringify([...document.querySelectorAll('main ol h2')].map(one => /** @type {HTMLElement} */ (one).innerText)) === wanted,
      JSON.stringify(after),
    );
    await page.context().close();
  });

  test('writes a shift down for who worked, or for nobody', async () => {
    const page = await tablet(server, 'L-3');
    await signIn(page, '李芳');
    await page.locator('.rest article').first().waitFor();
    await page.evaluate(() => { location.hash = '/lead/shift'; });
    await page.locator('.grid .tile', { hasText: 'MIL-1' }).click();
    const row = page.locator('main ul li').first();
    await row.locator('button').first().click();
    await keys(page, '4');
    await page.locator('dialog footer .primary').click();
    await row.locator('button', { hasText: 'Who worked' }).click();
    await look(page, 'shift-who');
    await page.locator('dialog .tile', { hasText: '王小明' }).click();
    await look(page, 'shift');
    await page.locator('.head .primary').click();
    const [entry] = await queueUntil(page, entries => entries.length === 1 && entries[0]?.stand === 'done');
    assert.equal(entry?.body.operator, 'wang');
    const { reports } = await (await server.session('admin')).ask('GET', `/floor/operations/${entry?.body.work_order}/${entry?.body.operation}`);
    assert.equal(reports[reports.length - 1].operator, 'wang');
    await page.context().close();
  });
});
