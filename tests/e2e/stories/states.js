// Every state of the page, in both languages and three sizes: reachable by everybody (axe, WCAG 2.2 AA), no wider
// than the screen, and in Chinese without a word of English that is not the shop's own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SIZES, open, signIn } from '../browser.js';
import { accessible, fits, picture } from '../look.js';
import { Server } from '../server.js';

/** @typedef {import('../browser.js').Page} Page */
/** @typedef {import('../browser.js').Lang} Lang */

/** All futures are played again for each remedy that is tried. */
const PATIENCE = 180_000;

/** The shop's own words, which no language of ours changes: its names of customers, items, operations, calendars and people. */
const OWN = new Set(['customers', 'items', 'suppliers', 'routings', 'work centres', 'calendars', 'holds'].flatMap(name => {
  const sheet = readFileSync(fileURLToPath(new URL(`../../../examples/precision-shop/${name}.csv`, import.meta.url)), 'utf8');
  const [head, ...rows] = sheet.trim().split(/\r?\n/);
  const columns = head.split(',').map(title => /^(name|description|operation name|owner|calendar)$/.test(title));
  assert.ok(columns.includes(true), `${name}: ${head}`);
  return rows.flatMap(row => row.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).filter((_, place) => columns[place])).flatMap(words);
}));
// Whoever owns a hold is a person's name, or a word of ours.
OWN.delete('customer');
/** Ours, the same in every language: the name, the other language's own name, zones, paths and commands. */
const OURS = /Holdfast|English|Asia\/Shanghai|(GET|POST|PUT|PATCH) |\/api\/v1\S*|\/(floor|portal|office)\/|holdfast import \S+ --apply --database-url \S+/g;
/** Numbers of documents, items, machines and people: letters, digits, dashes. */
const CODES = /\b[A-Z]{1,3}-?\d[\w/-]*|\b[A-Z]{2,3}-\d+|\b(lin|chen|wu|admin)\b/g;

/** @param {string} text */
function words(text) {
  return text.match(/[A-Za-z]{2,}/g) ?? [];
}

/** What can be read or heard on the page. @param {Page} page */
function texts(page) {
  return page.evaluate(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      if (holder && !holder.closest('noscript, [hidden]') && node.textContent?.trim()) found.push(node.textContent.trim());
    }
    for (const node of document.querySelectorAll('[placeholder], [aria-label], [title], [data-label]')) {
      if (node.closest('[hidden]')) continue;
      for (const name of ['placeholder', 'aria-label', 'title', 'data-label']) found.push(node.getAttribute(name) ?? '');
    }
    return found;
  });
}

/** @param {Page} page @param {string} name @param {Lang} lang @param {string} size */
async function look(page, name, lang, size) {
  const told = `${name}, ${lang}, ${size}`;
  // A wall shows what a laptop does; in the dark it is the board that people look at.
  if (size !== 'wall' && (!name.endsWith('-dark') || name === 'board-dark')) await picture(page, `${name}-${lang}-${size}`);
  await fits(page, told);
  if (lang === 'zh') {
    const english = (await texts(page)).flatMap(text => words(text.replace(OURS, ' ').replace(CODES, ' ')).filter(word => !OWN.has(word)).map(word => `${word} in “${text}”`));
    assert.deepEqual(english, [], `${told}: English is left`);
  } else {
    const chinese = (await texts(page)).filter(text => /\p{Script=Han}/u.test(text) && !['守期', '中文'].includes(text));
    assert.deepEqual(chinese, [], `${told}: Chinese where English was asked for`);
  }
  await accessible(page, told);
}

describe('every state', () => {
  /** @type {Server} */
  let full;
  /** @type {Server} */
  let empty;
  /** What came of trying remedies, by language. @type {Map<string, string>} */
  const tried = new Map();
  before(async () => {
    full = await Server.start('full');
    empty = await Server.start('empty');
  });
  after(async () => {
    await full.stop();
    await empty.stop();
  });

  /** @param {Lang} lang @param {keyof typeof SIZES} size @param {boolean} [dark] */
  async function walk(lang, size, dark = false) {
    /** @param {Page} page @param {string} name */
    const see = (page, name) => look(page, dark ? `${name}-dark` : name, lang, size);
    let page = await open(full, { lang, size, dark });
    await page.locator('#name').waitFor();
    await see(page, 'door');
    await signIn(page, 'lin', 'wrong');
    await page.locator('#wrong').waitFor();
    await see(page, 'wrong');
    await signIn(page, 'wu');
    await page.locator('#refused h1').waitFor();
    await see(page, 'refused');
    await page.locator('#refused button').click();
    await page.locator('#name').waitFor();

    // The board is kept waiting, then fails, then comes.
    /** @type {() => void} */
    let release = () => {};
    const held = new Promise(go => { release = () => go(null); });
    await page.route('**/board?*', async route => {
      await held;
      await route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{}' });
    });
    await signIn(page, 'lin');
    await page.locator('.bones').waitFor();
    await see(page, 'loading');
    release();
    await page.locator('#state h2').waitFor();
    await see(page, 'error');
    // Answers that are still under way are waited for: one that is given after the page moved on is an error.
    await page.unrouteAll({ behavior: 'wait' });
    await page.reload();
    await page.locator('#rows tr').first().waitFor();
    await page.locator('#live:not(.is-off)').waitFor();
    // The odds come a moment after the plan.
    await page.locator('#sums [data-show=at-risk]').waitFor();
    await see(page, 'board');
    await page.locator('#rows tr[data-name="SO-4219/10"] .open').click();
    await page.locator('#why .end').waitFor();
    await see(page, 'why');
    // The panel is drawn anew when odds come: its end is looked for and shown in one go.
    await page.locator('#why').evaluate(why => why.querySelector('.end')?.scrollIntoView({ block: 'end' }));
    await see(page, 'why-end');
    await page.keyboard.press('Escape');
    await page.locator('#rows tr[data-name="SO-4227/10.2"] .open').click();
    await page.locator('#why .help').waitFor();
    await page.route('**/remedies', async route => {
      // Trying takes its time, and comes to the same on every screen.
      const answer = tried.get(lang) ?? await (await route.fetch()).text();
      tried.set(lang, answer);
      await route.fulfill({ contentType: 'application/json', body: answer });
    });
    await page.locator('#why .help button').click();
    await page.locator('#why .remedies').waitFor({ timeout: PATIENCE });
    for (const summary of await page.locator('#why .remedy summary').all()) await summary.click();
    await page.locator('#why .help h3').scrollIntoViewIfNeeded();
    await see(page, 'help');
    await page.unrouteAll({ behavior: 'wait' });
    await page.keyboard.press('Escape');
    await page.locator('#find').fill('~~~');
    await see(page, 'nothing');
    await page.locator('#state button').click();
    await page.locator('#sums [data-show=at-risk]').click();
    await page.locator('#sums [data-show=at-risk][aria-pressed=true]').waitFor();
    await see(page, 'at-risk');
    await page.locator('#sums [data-show=""]').click();
    await page.route('**/api/**', route => route.abort());
    await page.locator('#sums [data-show=at-risk]').click();
    await page.locator('#offline').waitFor();
    await see(page, 'offline');
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.context().close();

    page = await open(empty, { lang, size, dark });
    await signIn(page, 'lin');
    await page.locator('#state h2').waitFor();
    await see(page, 'empty');
    await page.context().close();
  }

  for (const size of /** @type {(keyof typeof SIZES)[]} */ (Object.keys(SIZES))) {
    for (const lang of /** @type {const} */ (['en', 'zh'])) test(`${lang} on a ${size}`, () => walk(lang, size));
  }
  test('on a dark screen', () => walk('en', 'laptop', true));

  test('an address without anything says so in both languages, and leads to the board', async () => {
    for (const size of /** @type {(keyof typeof SIZES)[]} */ (Object.keys(SIZES))) {
      const page = await open(full, { size });
      for (const [path, english, chinese] of [
        ['/office/', 'This part is not there yet', '这一部分尚未开发'],
        ['/flor', 'There is nothing at this address', '此地址没有内容'],
      ]) {
        const answer = await page.goto(full.origin + path);
        assert.equal(answer?.status(), 404);
        assert.equal(await page.locator('h1').innerText(), english);
        assert.equal(await page.locator('h2').innerText(), chinese);
        if (size !== 'wall') await picture(page, `absent${path.replace(/\/$/, '').replaceAll('/', '-')}-${size}`);
        await accessible(page, `${path}, ${size}`);
      }
      await page.locator('section[lang=zh-CN] a').click();
      await page.locator('#name').waitFor();
      await page.context().close();
    }
  });
});
