// A tablet of the shop floor in the browser: how it is enrolled, who signs in at it, and what lies in its store.
import { spawnSync } from 'node:child_process';
import { context } from './browser.js';

/** @typedef {import('playwright-core').Page} Page */

/** Everybody's PIN on the floor. */
export const PIN = '4729';
/** What tablets and phones have. */
export const TABLETS = /** @type {const} */ ({
  landscape: { width: 1280, height: 800 },
  portrait: { width: 800, height: 1280 },
  phone: { width: 390, height: 844 },
});
/** Pixels of a millimetre on such a tablet. */
export const PX_PER_MM = 5.9;

/**
 * Runs a subcommand of the program on the server's database.
 * @param {import('./server.js').Server} server
 * @param {string[]} words
 * @param {string} [input]
 */
function carryOut(server, words, input = '') {
  const program = process.env.HOLDFAST_PROGRAM ?? '';
  const done = spawnSync(program, [...words, '--database-url', server.url], { input, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  if (done.status !== 0) throw new Error(`holdfast ${words.join(' ')}: ${done.stdout}${done.stderr}`);
  return done.stdout;
}

/**
 * The people of the floor.
 * @param {import('./server.js').Server} server
 */
export function peopleOfTheFloor(server) {
  carryOut(server, ['operator', 'add', 'wang', '--display', '王小明', '--pin-stdin'], `${PIN}\n`);
  carryOut(server, ['operator', 'add', 'li', '--display', '李芳', '--lead', '--inspects', '--pin-stdin'], `${PIN}\n`);
}

/**
 * A tablet that is enrolled at some work centres and has been through its trial.
 * @param {import('./server.js').Server} server
 * @param {string} name
 * @param {{ centres?: string[], size?: keyof typeof TABLETS, lang?: import('./browser.js').Lang, init?: [(with_: any) => void, any] }} [how]  `init` runs before each page of it
 */
export async function tablet(server, name, { centres = ['TUR-2'], size = 'landscape', lang = 'en', init } = {}) {
  const page = await (await context({ viewport: TABLETS[size], lang })).newPage();
  page.setDefaultTimeout(15_000);
  if (init) await page.addInitScript(...init);
  await enrol(page, invite(server, name, centres), name);
  return page;
}

/**
 * Lets a tablet in: the address that its QR code has.
 * @param {import('./server.js').Server} server
 * @param {string} name
 * @param {string[]} centres
 * @param {string} [origin]
 */
export function invite(server, name, centres, origin = server.origin) {
  const words = centres.flatMap(code => ['--work-centre', code]);
  const told = carryOut(server, ['device', 'enrol', name, ...words, '--url', origin]);
  const address = /\S+#enrol=\S+/.exec(told)?.[0];
  if (!address) throw new Error(`no code in ${told}`);
  return address;
}

/**
 * Enrols the tablet and goes through its trial.
 * @param {Page} page
 * @param {string} address
 * @param {string} name
 * @param {(state: string) => Promise<void>} [see]  looks at each step of it
 */
export async function enrol(page, address, name, see = async () => {}) {
  await page.addInitScript(size => localStorage.setItem('holdfast-px-per-mm', size), String(PX_PER_MM));
  await page.goto(address);
  await page.locator('.enrol input').nth(1).fill(name);
  await see('enrol');
  await page.locator('.enrol form button[type=submit]').click();
  await page.locator('.trial .card').waitFor();
  await see('trial-size');
  await page.locator('.trial .acts .primary').click();
  await page.locator('.trial .camera').waitFor();
  await see('trial-scan');
  await page.locator('.trial > button').last().click();
  await page.locator('.trial .figure').waitFor();
  await keys(page, '5');
  await see('trial-count');
  await page.locator('.trial .acts .primary').click();
  await page.locator('.tile').first().waitFor();
}

/**
 * Presses our own keys.
 * @param {Page} page
 * @param {string} digits
 */
export async function keys(page, digits) {
  for (const digit of digits) await page.locator('[role=group] button', { hasText: new RegExp(`^${digit}$`) }).last().click();
}

/**
 * @param {Page} page
 * @param {string} name
 * @param {string} [pin]
 */
export async function signIn(page, name, pin = PIN) {
  await page.locator('.tile', { hasText: name }).click();
  await keys(page, pin);
  await page.locator('.pin .primary').click();
  await page.locator('.list, .work').first().waitFor();
}

/**
 * Opens the first operation that can begin, and says which it is.
 * @param {Page} page
 */
export async function openNext(page) {
  const row = page.locator('.rest article.waiting').first();
  await page.locator('.rest article').first().waitFor();
  // What runs comes first and may fill the first page.
  while (await row.count() === 0) await page.locator('.list nav > button').last().click();
  await row.locator('button').click();
  await page.locator('.do .acts .primary').waitFor();
  const [work_order = '', operation = ''] = (await page.evaluate(() => location.hash)).split('/').slice(2).map(decodeURIComponent);
  return { work_order, operation };
}

/**
 * Counts pieces on the open operation and reports them.
 * @param {Page} page
 * @param {string} count
 */
export async function reportGood(page, count) {
  await page.locator('.do .acts .primary').click();
  await keys(page, count);
  await page.locator('dialog footer .primary').click();
}

/**
 * What lies in the tablet's queue, in order.
 * @param {Page} page
 * @returns {Promise<{ id: string, kind: string, stand: string, held_until: number, attempts: number, version: number | null, body: any }[]>}
 */
export const queue = page => page.evaluate(() => new Promise((resolve, reject) => {
  const opened = indexedDB.open('holdfast-floor');
  opened.onerror = () => reject(opened.error);
  opened.onsuccess = () => {
    const asked = opened.result.transaction('entries').objectStore('entries').getAll();
    asked.onsuccess = () => { opened.result.close(); resolve(asked.result); };
  };
}));

/** @param {{ stand: string }[]} entries */
export const allDone = entries => entries.length > 0 && entries.every(entry => entry.stand === 'done');

/**
 * Where an operation stands for the server.
 * @param {import('./server.js').Server} server
 * @param {{ work_order: string, operation: string }} which
 */
export async function counted(server, { work_order, operation }) {
  const order = await (await server.session('admin')).ask('GET', `/work-orders/${work_order}`);
  const { status, good } = order.operations.find((/** @type {any} */ one) => one.operation === operation);
  return { status, good };
}

/**
 * Lets a report count after three seconds, the fewest that a plant may set, where the story is about something else.
 * @param {import('./server.js').Server} server
 */
export async function countSoon(server) {
  const admin = await server.session('admin');
  const { version: _, zone: __, ...settings } = await admin.ask('GET', '/settings');
  settings.policies.floor.take_back_seconds = 3;
  await admin.ask('PUT', '/settings', settings);
}

/**
 * Waits until the queue is as it should be.
 * @param {Page} page
 * @param {(entries: Awaited<ReturnType<typeof queue>>) => boolean} is
 */
export async function queueUntil(page, is) {
  for (let tries = 0; tries < 300; tries++) {
    const entries = await queue(page);
    if (is(entries)) return entries;
    await page.waitForTimeout(100);
  }
  throw new Error(`the queue never became so: ${JSON.stringify((await queue(page)).map(({ kind, stand }) => [kind, stand]))}`);
}
