// The tablet's camera sees a badge or a traveller: a browser whose camera plays a film of one code.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { program } from '../browser.js';
import { SIZE, camera, filmed } from '../film.js';
import { TABLETS, openNext, peopleOfTheFloor, signIn, tablet } from '../floor.js';
import { Server } from '../server.js';

/**
 * The brightness of each point of an SVG on white.
 * @param {import('playwright-core').Page} page
 * @param {string} svg
 */
const drawn = (page, svg) => page.evaluate(async ([text, size]) => {
  const picture = new Image();
  picture.src = `data:image/svg+xml;base64,${btoa(/** @type {string} */ (text))}`;
  await picture.decode();
  const canvas = new OffscreenCanvas(Number(size), Number(size));
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, Number(size), Number(size));
  pen.drawImage(picture, 90, 90, Number(size) - 180, Number(size) - 180);
  const { data } = pen.getImageData(0, 0, Number(size), Number(size));
  return Array.from({ length: Number(size) * Number(size) }, (_, at) => 16 + Math.round((data[at * 4] ?? 0) * 0.86));
}, /** @type {const} */ ([svg, SIZE]));

describe('the camera of a tablet', () => {
  /** @type {Server} */
  let server;
  before(async () => {
    server = await Server.start('full');
    peopleOfTheFloor(server);
  });
  after(() => server.stop());

  /**
   * The tablet again, in a browser whose camera sees a picture.
   * @param {import('playwright-core').Page} page
   * @param {string} svg
   */
  async function seeing(page, svg) {
    const film = filmed(await drawn(page, svg));
    const state = await page.context().storageState({ indexedDB: true });
    await page.context().close();
    const browser = await chromium.launch({
      executablePath: program(),
      args: ['--no-sandbox', ...camera(film)],
    });
    const there = await (await browser.newContext({ viewport: TABLETS.landscape, permissions: ['camera'], storageState: state })).newPage();
    there.setDefaultTimeout(20_000);
    await there.goto(`${server.origin}/floor/`);
    return { there, browser };
  }

  test('reads the badge of an operator, who is then at work', async () => {
    const { qr } = await (await server.session('admin')).ask('POST', '/operators/wang/badge');
    const { there, browser } = await seeing(await tablet(server, 'C-1'), qr);
    await there.locator('.tile').first().waitFor();
    await there.locator('.head button').first().click();
    await there.locator('header .who', { hasText: '王小明' }).waitFor();
    assert.equal(await there.locator('.list').count(), 1);
    await browser.close();
  });

  test('reads a traveller as it is printed, and its operation is open', async () => {
    const page = await tablet(server, 'C-2');
    await signIn(page, '李芳');
    const { work_order, operation } = await openNext(page);
    const admin = await server.session('admin');
    const printed = await (await fetch(`${server.origin}/api/v1/work-orders/${work_order}/traveller?form=page`, { headers: { Cookie: admin.cookie } })).text();
    const code = printed.match(/<svg class="code"[^]*?<\/svg>/g)?.find(svg => svg.includes(`"HF:WO:${work_order}:${operation}"`));
    assert.ok(code, 'the traveller has a code of the operation');
    await page.evaluate(() => { location.hash = '/'; });
    const { there, browser } = await seeing(page, code.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"'));
    await there.locator('.list article').first().waitFor();
    await there.locator('header .scan').click();
    await there.locator('.work header h1', { hasText: work_order }).waitFor();
    assert.equal(await there.evaluate(() => location.hash), `#/work/${work_order}/${operation}`);
    assert.equal(await there.locator('dialog').count(), 0, 'and the camera is off');
    await browser.close();
  });
});
