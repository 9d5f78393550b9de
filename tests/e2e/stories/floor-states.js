// Every screen of the tablet in both languages, as tablet and as phone: nothing that axe finds, nothing that scrolls
// sideways, no target too small for a glove, and a picture of each to be looked at.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { TABLETS, keys, openNext, peopleOfTheFloor, signIn, tablet } from '../floor.js';
import { Server } from '../server.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PICTURES = process.env.HOLDFAST_PICTURES;
/** Millimetres that a glove hits, less what rounding takes. */
const LEAST = 14.8;
const PX_PER_MM = 5.9;

/** @typedef {import('playwright-core').Page} Page */

/**
 * @param {Page} page
 * @param {string} state
 */
async function judge(page, state) {
  await page.waitForTimeout(200);
  if (PICTURES) {
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `floor-${state}.png`) });
  }
  await page.evaluate(AXE);
  const faults = await page.evaluate(async rules => {
    // @ts-expect-error axe has just been brought into the page
    const { violations } = await axe.run(document, { runOnly: rules });
    return violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.target).join(', ')}`);
  }, RULES);
  assert.deepEqual(faults, [], state);
  const small = await page.evaluate(least => {
    const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
    const targets = [...top.querySelectorAll('button, a, input:not(.unseen)')].map(one => ({ one, box: one.getBoundingClientRect() }));
    return targets.filter(({ box }) => box.width > 0 && Math.min(box.width, box.height) < least).map(({ one, box }) => `${one.textContent?.trim()} ${box.width}×${box.height}`);
  }, LEAST * PX_PER_MM);
  assert.deepEqual(small, [], `${state}: targets that are too small`);
  const wide = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll('main, dialog[open], dialog[open] .body')]
    .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.className || one.tagName));
  assert.deepEqual(wide, [], `${state}: what scrolls sideways`);
}

describe('every screen of the tablet', () => {
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
        const page = await tablet(server, `S-${lang}-${size}`, { size, lang });
        const see = (/** @type {string} */ state) => judge(page, `${state}-${lang}-${size}`);
        await see('door');
        await page.locator('.tile', { hasText: '李芳' }).click();
        await keys(page, '12');
        await see('pin');
        await page.locator('dialog footer button').first().click();
        await signIn(page, '李芳');
        if (await page.evaluate(() => document.documentElement.lang.slice(0, 2)) !== lang) {
          await page.evaluate(() => document.querySelector('header .lang')?.dispatchEvent(new MouseEvent('click', { bubbles: true })));
        }
        await page.locator('.list article').first().waitFor();
        await see('list');
        await openNext(page);
        await see('work-ready');
        await page.locator('.do .acts .primary').click();
        await page.locator('.place .bar').waitFor();
        await see('take-back');
        await page.locator('.do .acts .primary').click();
        await keys(page, '7');
        await see('count');
        await keys(page, '77');
        await page.locator('dialog footer .primary').click();
        await see('over-quantity');
        await page.locator('dialog[open] .actions button').first().click();
        await page.locator('dialog footer button').first().click();
        await page.locator('.do .acts .pause').click();
        await see('pause');
        await page.locator('dialog footer button').first().click();
        for (const part of ['', 'stocktake', 'shift', 'unconfirmed', 'sequence']) {
          await page.evaluate(to => { location.hash = `/lead/${to}`; }, part);
          await page.locator('main .head h1').waitFor();
          await page.waitForTimeout(500);
          await see(`lead-${part || 'all'}`);
        }
        await page.evaluate(() => { location.hash = '/'; });
        await page.route('**/api/v1/**', route => route.abort());
        await page.evaluate(() => dispatchEvent(new Event('online')));
        await page.locator('header.off').waitFor();
        await see('list-offline');
        await page.context().close();
      });
    }
  }
});
