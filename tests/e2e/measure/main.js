// Measures the tablet in the browser, against the real program over TLS, and says the figures as JSON:
// `cargo xtask bench -- --only floor` writes them down. It owns what is measured and how often; what the figures
// have to be is the bench's business.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { program } from '../browser.js';
import { TABLETS, enrol, invite, keys, openNext, peopleOfTheFloor, queue, queueUntil, signIn } from '../floor.js';
import { Server } from '../server.js';
import { Link } from './link.js';
import { watch, work } from './seen.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').BrowserContext} BrowserContext */
/** @typedef {import('playwright-core').CDPSession} CDPSession */

const SLOWER = 6;
const [starts, taps] = process.argv.slice(2).map(Number);
if (!starts || !taps) throw new Error('say how many starts and how many taps are measured');

const server = await Server.secure();
peopleOfTheFloor(server);
const link = await Link.open(server.address);
const origin = `https://127.0.0.1:${link.port}`;
const profile = mkdtempSync(join(tmpdir(), 'holdfast-measure-'));
process.on('exit', () => rmSync(profile, { recursive: true, force: true }));

/** @param {string} what */
const told = what => process.stderr.write(`floor: ${what}\n`);
const pass = (/** @type {number} */ ms) => new Promise(resolve => { setTimeout(resolve, ms); });

/** The tablet's browser, started anew on what it has kept. */
async function browser() {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: program(),
    // The plant's authority is known to tablets and not to this machine.
    args: ['--no-sandbox', '--ignore-certificate-errors'],
    viewport: TABLETS.landscape, locale: 'zh-CN', reducedMotion: 'reduce',
  });
  const page = context.pages()[0] ?? await context.newPage();
  page.setDefaultTimeout(60_000);
  const tools = await context.newCDPSession(page);
  return { context, page, tools };
}

/** A page of the app's origin without the app, so that nothing works on its store. @param {Page} page */
const beside = page => page.goto(`${origin}/floor/manifest.webmanifest`);

/** Somebody has just touched the tablet, so that it is not locked. @param {Page} page @param {boolean} forget  the lists, too */
const touched = (page, forget) => page.evaluate(forget => new Promise((resolve, reject) => {
  const opened = indexedDB.open('holdfast-floor');
  opened.onerror = () => reject(opened.error);
  opened.onsuccess = () => {
    const change = opened.result.transaction(['things', 'answers'], 'readwrite');
    change.objectStore('things').put(Date.now(), 'touched');
    if (forget) change.objectStore('answers').clear();
    change.oncomplete = () => { opened.result.close(); resolve(null); };
  };
}), forget);

/** When the list could be used, after the start of the navigation. @param {Page} page */
async function usable(page) {
  for (;;) {
    const { usable } = await page.evaluate(() => /** @type {any} */ (window).seen);
    if (usable !== undefined) return /** @type {number} */ (usable);
    await pass(250);
  }
}

/** How much longer the page needs for the same work. @param {Page} page @param {CDPSession} tools */
async function slowness(page, tools) {
  const slow = await page.evaluate(work);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const fast = [];
  for (let at = 0; at < 5; at++) fast.push(await page.evaluate(work));
  return slow / Math.min(...fast);
}

/** The scripts that the page has asked for so far. @param {Page} page @returns {Promise<string[]>} */
const scripts = page => page.evaluate(() => performance.getEntriesByType('resource').map(one => one.name).filter(name => /\.js$/.test(name)));

/** Bytes of a file as the server sends it to who can unpack it so; small files are not packed. @param {string} url @param {string} encoding @returns {Promise<number>} */
const packed = (url, encoding) => new Promise((resolve, reject) => {
  get(url, { rejectUnauthorized: false, agent: false, headers: { 'Accept-Encoding': encoding } }, answer => {
    if (answer.statusCode !== 200 || ![encoding, undefined].includes(answer.headers['content-encoding'])) reject(new Error(`${url} does not come as ${encoding}`));
    let bytes = 0;
    answer.on('data', (/** @type {Buffer} */ piece) => { bytes += piece.length; });
    answer.on('end', () => resolve(bytes));
  }).on('error', reject);
});

async function begin() {
  told('enrolling');
  const { context, page } = await browser();
  await enrol(page, invite(server, 'M-1', ['TUR-2'], origin), 'M-1');
  await signIn(page, '李芳');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.close();
}

async function cold() {
  const runs = [];
  for (let at = 0; at < starts; at++) {
    told(`start with nothing kept, ${at + 1} of ${starts}`);
    link.become(false);
    const { context, page, tools } = await browser();
    await beside(page);
    await touched(page, true);
    await tools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'service_workers,cache_storage' });
    await tools.send('Network.clearBrowserCache');
    await page.goto('about:blank');
    link.become(true);
    await page.addInitScript(watch);
    await tools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.goto(`${origin}/floor/`, { waitUntil: 'commit' });
    const list = await usable(page);
    const first = await scripts(page);
    const slower = await slowness(page, tools);
    await pass(4000);
    runs.push({ list, slower, first, all: await scripts(page) });
    await context.close();
  }
  return runs;
}

/** Whether the worker carries the app. */
async function carried() {
  link.become(false);
  const { context, page } = await browser();
  await page.goto(`${origin}/floor/`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.locator('.list article').first().waitFor();
  await pass(2000);
  await context.close();
}

/** @param {string} which */
async function again(which) {
  const runs = [];
  for (let at = 0; at < starts; at++) {
    told(`start ${which}, ${at + 1} of ${starts}`);
    const { context, page, tools } = await browser();
    await page.addInitScript(watch);
    await tools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.goto(`${origin}/floor/`, { waitUntil: 'commit' });
    const list = await usable(page);
    const slower = await slowness(page, tools);
    if (which === 'offline') await page.locator('header.off').waitFor();
    await page.mouse.click(2, 2);
    await pass(200);
    runs.push({ list, slower });
    await context.close();
  }
  return runs;
}

/**
 * One tap, and what it led to.
 * @param {Page} page
 * @param {import('playwright-core').Locator} button
 * @param {import('./seen.js').Look} look
 */
async function tap(page, button, look) {
  const before = (await queue(page)).length;
  await page.evaluate(look => { Object.assign(/** @type {any} */ (window).seen, { look, tapped: undefined, shown: undefined, durable: undefined }); }, look);
  await button.click();
  for (;;) {
    const { shown, durable } = await page.evaluate(() => /** @type {any} */ (window).seen);
    if (shown !== undefined) {
      if ((await queue(page)).length !== before + 1) throw new Error('shown, and not in the store');
      return { shown, durable };
    }
    await pass(20);
  }
}

/** Takes back what was done last, so that the next tap finds what this one found. @param {Page} page */
async function back(page) {
  const before = (await queue(page)).length;
  await page.locator('.place .bar button').click();
  await queueUntil(page, entries => entries.length < before);
}

/** @param {Page} page @param {number} rate @param {CDPSession} tools */
async function tapped(page, rate, tools) {
  await openNext(page);
  const button = page.locator('.do .acts .primary');
  await tools.send('Emulation.setCPUThrottlingRate', { rate });
  const starts = [];
  const counts = [];
  for (let at = 0; at < taps; at++) {
    starts.push(await tap(page, button, { there: ['.place .bar em', '.do .mark .running'], gone: [] }));
    await back(page);
    await page.locator('.do .mark .waiting').waitFor();
  }
  await button.click();
  await queueUntil(page, entries => entries.every(entry => entry.stand !== 'held' || Date.now() > entry.held_until));
  for (let at = 0; at < taps; at++) {
    await button.click();
    await keys(page, '3');
    counts.push(await tap(page, page.locator('dialog footer .primary'), { there: ['.place .bar em'], gone: ['dialog[open]'] }));
    await back(page);
  }
  await tools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await page.evaluate(() => { location.hash = '/'; });
  return { starts, counts };
}

/** @param {'online' | 'offline'} line */
async function deeds(line) {
  const { context, page, tools } = await browser();
  await page.addInitScript(watch);
  await page.goto(`${origin}/floor/`);
  await page.locator('.list article').first().waitFor();
  await page.mouse.click(2, 2);
  const found = [];
  for (const rate of [1, SLOWER]) {
    told(`taps ${line}, the processor ${rate === 1 ? 'as it is' : `${rate} times slower`}`);
    found.push({ line, rate, ...await tapped(page, rate, tools) });
  }
  await context.close();
  return found;
}

await begin();
const coldly = await cold();
const first = [...new Set(coldly.flatMap(run => run.first))];
const all = [...new Set(coldly.flatMap(run => run.all))];
link.become(false);
const sizes = await Promise.all(all.map(async url => ({
  name: url.slice(url.lastIndexOf('/') + 1), first: first.includes(url), gzip: await packed(url, 'gzip'), sent: await packed(url, 'br'),
})));
await carried();
link.become(true);
const warm = await again('online');
const online = await deeds('online');
// Nobody is there: the server is killed, and so is the way to it.
await server.stop('SIGKILL');
await link.close();
const offline = await again('offline');
const away = await deeds('offline');
const version = spawnSync(program(), ['--version'], { encoding: 'utf8' }).stdout.trim();
process.stdout.write(`${JSON.stringify({
  browser: version, slower: SLOWER, scripts: sizes, taps: [...online, ...away],
  cold: coldly.map(({ list, slower }) => ({ list, slower })), warm, offline,
})}\n`);
process.exit(0);
