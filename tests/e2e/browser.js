// The browser that the stories use: Chromium as the machine has it. It owns how a page is opened, in which
// size, language and zone; what is on the page is the stories' business.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { camera, paper } from './film.js';
import { PASSWORD } from './server.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {'en' | 'zh'} Lang */

/** What people sit before: a laptop, a phone, a screen on the wall. */
export const SIZES = /** @type {const} */ ({
  laptop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
  wall: { width: 1920, height: 1080 },
});

/** Where Chromium is. */
export function program() {
  const named = process.env.HOLDFAST_CHROMIUM;
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const found = folders.map(folder => join(folder, name)).find(existsSync);
    if (found) return found;
  }
  throw new Error('no Chromium on PATH; HOLDFAST_CHROMIUM may name one');
}

/** @type {Promise<import('playwright-core').Browser> | null} */
let started = null;

function browser() {
  // Without a sandbox of its own, because the continuous check runs as root in a container.
  // The camera sees an empty sheet of paper.
  return started ??= chromium.launch({ executablePath: program(), args: ['--no-sandbox', ...camera(paper())] });
}

export async function closeBrowser() {
  await (await started)?.close();
}

/**
 * A browser of its own, with nothing in its stores.
 * @param {{ viewport: { width: number, height: number }, lang: Lang, dark?: boolean, unknownAuthority?: boolean, scripts?: boolean }} how
 */
export async function context({ viewport, lang, dark = false, unknownAuthority = false, scripts = true }) {
  return (await browser()).newContext({
    viewport,
    ignoreHTTPSErrors: unknownAuthority,
    javaScriptEnabled: scripts,
    locale: lang === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'America/Los_Angeles',
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
}

/**
 * A new page of somebody whose machine stands far from the plant, so that a time in the wrong zone shows.
 * @param {import('./server.js').Server} server
 * @param {{ size?: keyof typeof SIZES, lang?: Lang, dark?: boolean }} [how]
 */
export async function open(server, { size = 'laptop', lang = 'en', dark = false } = {}) {
  const page = await (await context({ viewport: SIZES[size], lang, dark })).newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(server.origin);
  return page;
}

/**
 * @param {Page} page
 * @param {string} name
 * @param {string} [password]
 */
export async function signIn(page, name, password = PASSWORD) {
  await page.locator('#name').fill(name);
  await page.locator('#password').fill(password);
  await page.locator('#form button[type=submit]').click();
}

/**
 * A page with the board on it.
 * @param {import('./server.js').Server} server
 * @param {Parameters<typeof open>[1] & { name?: string }} [how]
 */
export async function board(server, how = {}) {
  const page = await open(server, how);
  await signIn(page, how.name ?? 'lin');
  await page.locator('#rows tr').first().waitFor();
  return page;
}

/** A line as it is written everywhere. @param {any} item */
export const nameOf = item => `${item.order}/${item.line}${item.schedule ? `.${item.schedule}` : ''}`;

/** A day as the page writes it in English. @param {string} day */
export const written = day => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', weekday: 'short', timeZone: 'UTC' })
  .format(new Date(`${day}T00:00:00Z`));
