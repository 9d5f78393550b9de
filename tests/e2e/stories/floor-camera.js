// The tablet's camera sees a traveller: a browser whose camera plays a film of one code.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { program } from '../browser.js';
import { openNext, peopleOfTheFloor, signIn, tablet } from '../floor.js';
import { Server } from '../server.js';

const SIZE = 480;

/**
 * A film of one picture, as Chromium takes it for a camera: raw frames, brightness first.
 * @param {number[]} brightness
 */
function film(brightness) {
  const grey = Buffer.alloc(SIZE * SIZE / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), Buffer.from(brightness), grey]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${SIZE} H${SIZE} F5:1 Ip A1:1 C420\n`), frame, frame]);
}

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
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-camera-'));
  before(async () => {
    server = await Server.start('full');
    peopleOfTheFloor(server);
  });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('reads the badge of an operator, who is then at work', async () => {
    const admin = await server.session('admin');
    const { qr } = await admin.ask('POST', '/operators/wang/badge');
    const page = await tablet(server, 'C-1');
    await signIn(page, '李芳');
    await openNext(page);
    writeFileSync(join(folder, 'badge.y4m'), film(await drawn(page, qr)));
    const state = await page.context().storageState();
    await page.context().close();
    const seeing = await chromium.launch({
      executablePath: program(),
      args: ['--no-sandbox', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${join(folder, 'badge.y4m')}`],
    });
    const there = await (await seeing.newContext({ viewport: { width: 1280, height: 800 }, permissions: ['camera'], storageState: { cookies: state.cookies, origins: [] } })).newPage();
    there.setDefaultTimeout(20_000);
    await there.goto(`${server.origin}/floor/`);
    await there.locator('.tile').first().waitFor();
    await there.locator('.head button').first().click();
    await there.locator('header .who', { hasText: '王小明' }).waitFor();
    assert.equal(await there.locator('.list').count(), 1);
    await seeing.close();
  });
});
