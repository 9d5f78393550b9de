// Measures how soon a customer reads something on a slow phone, against the real program over TLS, and says the figures as
// JSON: `cargo xtask bench -- --only portal-paint` writes them down. It owns what is measured and how often; what the
// figures have to be is the bench's business.
import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright-core';
import { SIZES, program } from '../browser.js';
import { Portal } from '../portal.js';
import { Server } from '../server.js';
import { Link } from './link.js';
import { work } from './seen.js';

const SLOWER = 6;
const [runs] = process.argv.slice(2).map(Number);
if (!runs) throw new Error('say how often each page is measured');
/** An order of several lines, with all that an order has. */
const ORDER = 'SO-4265';

// What is asked of the server beside the browser comes from this machine, which knows no authority of the plant.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
const server = await Server.secure();
const portal = new Portal(server, await server.session('admin'));
await portal.set({});
const { link: letter } = await portal.access(ORDER);
const link = await Link.open(server.address);
const origin = `https://127.0.0.1:${link.port}`;

/** @param {string} what */
const told = what => process.stderr.write(`portal: ${what}\n`);

/** Runs in the page before it: what is painted largest, as often as that changes. */
function watch() {
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) Object.assign(window, { largest: entry.startTime });
  }).observe({ type: 'largest-contentful-paint', buffered: true });
}

/**
 * One visit of somebody whose browser has never been there.
 * @param {string} path
 */
async function visit(path) {
  link.become(true);
  const browser = await chromium.launch({ executablePath: program(), args: ['--no-sandbox', '--ignore-certificate-errors'] });
  const context = await browser.newContext({ viewport: SIZES.phone, deviceScaleFactor: 3, isMobile: true, hasTouch: true, locale: 'en-GB', ignoreHTTPSErrors: true });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.addInitScript(watch);
  const tools = await context.newCDPSession(page);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(origin + path, { waitUntil: 'networkidle' });
  const seen = await page.evaluate(() => ({
    first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity,
    largest: /** @type {any} */ (window).largest ?? Infinity,
    bytes: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .reduce((sum, one) => sum + /** @type {PerformanceResourceTiming} */ (one).transferSize, 0),
  }));
  const slow = await page.evaluate(work);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const fast = [];
  for (let at = 0; at < 5; at++) fast.push(await page.evaluate(work));
  await browser.close();
  return { ...seen, slower: slow / Math.min(...fast) };
}

const pages = [];
for (const [name, path] of [['the door', '/portal/'], ['an order, by the link of a mail', letter]]) {
  const visits = [];
  for (let at = 0; at < runs; at++) {
    told(`${name}, ${at + 1} of ${runs}`);
    visits.push(await visit(path));
  }
  pages.push({ name, visits });
}
await link.close();
await server.stop();
const version = spawnSync(program(), ['--version'], { encoding: 'utf8' }).stdout.trim();
process.stdout.write(`${JSON.stringify({ browser: version, slower: SLOWER, pages })}\n`);
process.exit(0);
