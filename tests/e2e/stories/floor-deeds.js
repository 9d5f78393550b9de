// What else is done at a tablet, and that the server takes all of it: corrections, pauses, calls for help, blocked work by
// a lead's word, inspection, and what leads do.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PIN, keys, openNext, peopleOfTheFloor, queueUntil, reportGood, signIn, tablet } from '../floor.js';
import { Server } from '../server.js';

/** @param {{ stand: string }[]} entries */
const settled = entries => entries.length > 0 && entries.every(entry => entry.stand === 'done' || entry.stand === 'refused');

/**
 * The queue once everything is settled; nothing of it may have been refused.
 * @param {import('playwright-core').Page} page
 */
async function taken(page) {
  const entries = await queueUntil(page, settled);
  assert.deepEqual(entries.filter(entry => entry.stand === 'refused').map(entry => /** @type {any} */ (entry).refusal), []);
  return entries;
}

describe('at a tablet', () => {
  /** @type {Server} */
  let server;
  before(async () => {
    server = await Server.start('full');
    peopleOfTheFloor(server);
  });
  after(() => server.stop());

  test('a count is corrected, work rests for a reason and goes on, scrap has a reason, help is called, all is finished', async () => {
    const page = await tablet(server, 'D-1');
    await signIn(page, '王小明');
    await openNext(page);
    await page.locator('.do .acts .primary').click();
    await taken(page);
    await reportGood(page, '12');
    await taken(page);
    await page.locator('.do .acts > .all').last().click();
    await page.locator('dialog .primary').click();
    await keys(page, '10');
    await page.locator('dialog footer .primary').click();
    await page.locator('.do .amount', { hasText: /^10 \// }).waitFor();
    await page.locator('.do .acts .pause').click();
    await page.locator('dialog .tile').first().click();
    await page.locator('.do .mark .paused').waitFor();
    await page.locator('.do .acts .primary').click();
    await page.locator('.do .mark .running').waitFor();
    const [, scrap, , finish] = await page.locator('.do .acts button').all();
    await scrap?.click();
    await keys(page, '2');
    await page.locator('dialog footer .primary').click();
    await page.locator('dialog .tile').first().click();
    await page.locator('.do .acts button', { hasText: 'Call for help' }).click();
    await page.locator('dialog .tile').first().click();
    await finish?.click();
    await page.locator('dialog footer .primary').click();
    await page.locator('dialog[open] .actions .primary').click();
    const entries = await taken(page);
    assert.deepEqual(entries.map(entry => entry.body.kind ?? entry.kind).sort(), ['correction', 'finish', 'good', 'lead', 'pause', 'resume', 'scrap', 'start']);
    await page.context().close();
  });

  test('blocked work begins by a lead’s word and a reason, and by nothing else', async () => {
    const page = await tablet(server, 'D-2');
    await signIn(page, '王小明');
    const blocked = page.locator('.rest article.notReady').first();
    await page.locator('.rest article').first().waitFor();
    while (await blocked.count() === 0) await page.locator('.list nav > button').last().click();
    await blocked.locator('button').click();
    await page.locator('.what .blocked').waitFor();
    assert.equal(await page.locator('.do .acts .primary').count(), 0);
    await page.locator('.do .acts > .all').first().click();
    await page.locator('dialog .tile', { hasText: '李芳' }).click();
    await keys(page, PIN);
    await page.locator('.pin .primary').click();
    await page.locator('dialog .grid .tile').first().click();
    const [entry] = await taken(page);
    assert.equal(entry?.body.approved_by, 'li');
    await page.context().close();
  });

  test('an inspector decides about pieces', async () => {
    const page = await tablet(server, 'D-3', { centres: ['INS-2'] });
    await signIn(page, '李芳');
    await openNext(page);
    await page.locator('.do .acts button', { hasText: 'Inspect' }).click();
    await keys(page, '3');
    await page.locator('.parts .scrap').click();
    await keys(page, '1');
    await page.locator('dialog footer .primary').click();
    await page.locator('dialog .tile').first().click();
    await page.locator('dialog footer .primary').click();
    const [entry] = await taken(page);
    assert.equal(entry?.body.inspected, '4');
    await page.context().close();
  });

  test('a lead fixes an order, takes stock and enters a shift’s end', async () => {
    const page = await tablet(server, 'D-4');
    await signIn(page, '李芳');
    await page.locator('.rest article').first().waitFor();
    const lead = (/** @type {string} */ part) => page.evaluate(to => { location.hash = `/lead/${to}`; }, part);
    await lead('sequence');
    await page.locator('ol li').nth(3).locator('button').first().click();
    await page.locator('.head .primary').click();
    await lead('stocktake');
    await page.locator('.grid .tile').last().click();
    await page.locator('.route .tile').nth(1).click();
    await lead('shift');
    await page.locator('.grid .tile').first().click();
    await page.locator('main ul li').first().locator('button').first().click();
    await keys(page, '4');
    await page.locator('dialog footer .primary').click();
    await page.locator('.head .primary').click();
    const entries = await taken(page);
    assert.deepEqual(entries.map(entry => entry.kind), ['sequence', 'standing', 'report']);
    await page.context().close();
  });
});
