// The screens of help, inspection and leads in both languages and three sizes: nothing that axe finds, nothing beside the
// screen, no target too small for a glove, and a picture of each to be looked at.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PIN, TABLETS, keys, openNext, peopleOfTheFloor, signIn, tablet } from '../floor.js';
import { accessible, fits, picture } from '../look.js';
import { Server } from '../server.js';

/** @typedef {import('playwright-core').Page} Page */

/** Millimetres that a glove hits, less what rounding takes, at the pixels of such a tablet. */
const LEAST = 14.8 * 5.9;

/** @param {Page} page @param {string} state */
async function judge(page, state) {
  await page.waitForTimeout(200);
  if (!state.endsWith('-portrait')) await picture(page, `floor-${state}`);
  await accessible(page, state);
  await fits(page, state);
  const small = await page.evaluate(least => {
    const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
    return [...top.querySelectorAll('button, a, label:has(input.unseen) span')].map(one => ({ one, box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && Math.min(box.width, box.height) < least).map(({ one, box }) => `${one.textContent?.trim()} ${box.width}×${box.height}`);
  }, LEAST);
  assert.deepEqual(small, [], `${state}: targets that are too small`);
}

describe('the tablet’s screens of help, inspection and leads', () => {
  /** @type {Server} */
  let server;
  before(async () => {
    server = await Server.start('full');
    peopleOfTheFloor(server);
  });
  after(() => server.stop());

  for (const lang of /** @type {const} */ (['en', 'zh'])) {
    for (const size of /** @type {(keyof typeof TABLETS)[]} */ (Object.keys(TABLETS))) {
      test(`${lang}, ${size}`, async () => {
        const page = await tablet(server, `M-${lang}-${size}`, { centres: ['INS-2'], size, lang });
        const see = (/** @type {string} */ state) => judge(page, `${state}-${lang}-${size}`);
        const to = (/** @type {string} */ hash) => page.evaluate(where => { location.hash = where; }, hash);
        await see('untested');
        await signIn(page, '李芳');
        await page.locator('.list article').first().waitFor();
        const { work_order, operation } = await openNext(page);
        const acts = page.locator('.do .acts > button:not(.all)');
        await acts.last().click();
        await see('call');
        await page.locator('dialog .tile').first().click();
        await page.locator('.banner').first().waitFor();
        await see('called');
        await to('/lead');
        await page.locator('.parts .tile').first().waitFor();
        await see('lead');
        await to('/lead/calls');
        await page.locator('li.stands').first().waitFor();
        await see('lead-calls');
        await to(`#/work/${encodeURIComponent(work_order)}/${operation}`);
        await page.route('**/api/v1/**', route => route.abort());
        await acts.first().click();
        await page.locator('.parts .scrap').click();
        await keys(page, '1');
        await page.locator('.parts .rework').click();
        await keys(page, '2');
        await see('inspect-count');
        await page.locator('dialog footer .primary').click();
        await page.locator('dialog .grid .tile').first().click();
        await see('inspect-where');
        await page.locator('dialog footer .primary').click();
        await page.locator('dialog .grid .tile').first().click();
        await see('inspect-why');
        await page.locator('dialog footer .primary').click();
        await page.locator('dialog[open]').waitFor({ state: 'detached' });
        await page.locator('.place .bar').waitFor({ state: 'detached' });
        await page.locator('header .who').click();
        await page.locator('.here li > button').last().click();
        await page.unroute('**/api/v1/**');
        await signIn(page, '王小明');
        await to('/refused');
        await page.locator('.card.paused').waitFor();
        await see('stuck');
        await page.locator('.card.paused .acts button').first().click();
        await page.locator('dialog .tile').first().waitFor();
        await see('vouch');
        await page.locator('dialog .tile').first().click();
        await keys(page, PIN);
        await page.locator('.pin .primary').click();
        await page.locator('dialog footer .warn').waitFor();
        await see('let-go');
        await page.locator('dialog footer .warn').click();
        await page.locator('.card.paused').waitFor({ state: 'detached' });
        await see('nothing-refused');
        await page.context().close();
      });
    }
  }
});
