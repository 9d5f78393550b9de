// Looking at a page: whether everybody can use it (axe, WCAG 2.2 AA), and a picture of it for people to look at.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** @typedef {import('./browser.js').Page} Page */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PICTURES = process.env.HOLDFAST_PICTURES;

/** Everybody can use the page. @param {Page} page @param {string} told */
export async function accessible(page, told) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(AXE);
  const found = await page.evaluate(
    rules => /** @type {any} */ (window).axe.run(document, { runOnly: rules, resultTypes: ['violations'] }), RULES);
  assert.ok(found.passes.length > 5, `${told}: axe looked at the page`);
  const faults = found.violations.map((/** @type {any} */ fault) => `${fault.id}: ${fault.nodes.map((/** @type {any} */ node) => `${node.html} ${node.failureSummary}`).slice(0, 2).join(' | ')}`);
  assert.deepEqual(faults, [], told);
}

/** Millimetres that a glove needs, and what rounding to pixels may take of them. */
const GLOVE = { target: 15, primary: 20, gap: 5, rounding: 0.25 };

/**
 * Everything that can be touched is large enough for a glove, and far enough from what else can be. It is measured where
 * the page itself says how many pixels a millimetre has.
 * @param {Page} page
 * @param {string} told
 */
export async function gloved(page, told) {
  const { seen, faults } = await page.evaluate(({ target, primary, gap, rounding }) => {
    const mm = Number.parseFloat(document.documentElement.style.getPropertyValue('--mm'));
    const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
    /** Whether it can be touched where it is: what lies under a bar or beyond an edge is touched after scrolling. @param {Element} one */
    const touchable = one => {
      const { left, top, width, height } = one.getBoundingClientRect();
      if (width === 0 || height === 0) return false;
      const there = document.elementFromPoint(left + width / 2, top + height / 2);
      return there !== null && (one.contains(there) || there.contains(one));
    };
    const named = (/** @type {Element} */ one) => (one.getAttribute('aria-label') ?? one.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 30) || one.outerHTML.slice(0, 40);
    /** What of it can be seen: a list that scrolls cuts off its last one. @param {Element} one */
    const seenOf = one => {
      let { left, top, right, bottom } = one.getBoundingClientRect();
      for (let over = one.parentElement; over; over = over.parentElement) {
        if (getComputedStyle(over).overflowY === 'visible') continue;
        const edge = over.getBoundingClientRect();
        [left, top, right, bottom] = [Math.max(left, edge.left), Math.max(top, edge.top), Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
      }
      return { left, top, right, bottom, width: right - left, height: bottom - top };
    };
    const targets = [...top.querySelectorAll('button, a[href], input:not(.unseen), select, textarea, summary, label:has(input.unseen) > span')].filter(touchable)
      .map(one => ({ one, box: seenOf(one), whole: one.getBoundingClientRect(), least: one.matches('.primary:not([aria-pressed])') ? primary : target }));
    const said = (/** @type {number} */ px) => `${(px / mm).toFixed(1)} mm`;
    const small = targets.filter(({ whole, least }) => Math.min(whole.width, whole.height) < (least - rounding) * mm)
      .map(({ one, whole, least }) => `“${named(one)}” is ${said(whole.width)} × ${said(whole.height)}, not ${least} mm`);
    const near = targets.flatMap((a, at) => targets.slice(at + 1).flatMap(b => {
      if (a.one.contains(b.one) || b.one.contains(a.one)) return [];
      const x = Math.max(a.box.left - b.box.right, b.box.left - a.box.right);
      const y = Math.max(a.box.top - b.box.bottom, b.box.top - a.box.bottom);
      const apart = x > 0 && y > 0 ? Math.hypot(x, y) : Math.max(x, y);
      return apart < (gap - rounding) * mm ? [`“${named(a.one)}” and “${named(b.one)}” are ${said(apart)} apart, not ${gap} mm`] : [];
    }));
    return { seen: targets.length, faults: [...small, ...near] };
  }, GLOVE);
  assert.ok(seen > 0, `${told}: there is something to touch`);
  assert.deepEqual(faults, [], `${told}: with gloves`);
}

/** Nothing lies beside the screen. @param {Page} page @param {string} told */
export async function fits(page, told) {
  const wide = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll('main, dialog[open], dialog[open] .body')]
    .map(one => ({ name: one.className || one.tagName, wide: one.scrollWidth - one.clientWidth })).filter(({ wide }) => wide > 1));
  assert.deepEqual(wide, [], `${told}: pixels wider than the screen`);
}

/** A laptop's or a tablet's picture is kept smaller than it is: papers show it so, and the repository keeps it. */
const WIDE = 800;
const QUALITY = 55;

/** Keeps a picture where somebody asked for pictures. @param {Page} page @param {string} name */
export async function picture(page, name) {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const tools = await page.context().newCDPSession(page);
  const scale = Math.min(1, WIDE / width);
  // What is seen of it, where somebody has scrolled.
  const { cssVisualViewport: { pageX: x, pageY: y } } = await tools.send('Page.getLayoutMetrics');
  const { data } = await tools.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY, clip: { x, y, width, height, scale } });
  await tools.detach();
  writeFileSync(join(PICTURES, `${name}.webp`), Buffer.from(data, 'base64'));
}
