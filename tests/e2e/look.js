// Looking at a page: whether everybody can use it (axe, WCAG 2.2 AA), and a picture of it for people to look at.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** @typedef {import('./browser.js').Page} Page */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PICTURES = process.env.HOLDFAST_PICTURES;

/** Everybody can use the page. @param {Page} page @param {string} told */
export async function accessible(page, told) {
  await page.evaluate(AXE);
  const found = await page.evaluate(
    rules => /** @type {any} */ (window).axe.run(document, { runOnly: rules, resultTypes: ['violations'] }), RULES);
  assert.ok(found.passes.length > 5, `${told}: axe looked at the page`);
  const faults = found.violations.map((/** @type {any} */ fault) => `${fault.id}: ${fault.nodes.map((/** @type {any} */ node) => `${node.html} ${node.failureSummary}`).slice(0, 2).join(' | ')}`);
  assert.deepEqual(faults, [], told);
}

/** Nothing lies beside the screen. @param {Page} page @param {string} told */
export async function fits(page, told) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${told}: ${wide} pixels wider than the screen`);
}

/** Keeps a picture where somebody asked for pictures. @param {Page} page @param {string} name */
export async function picture(page, name) {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}
