// Inspection at a tablet: where it belongs, from where rework goes, photos that outlive a Wi-Fi hole, and an inspector who
// goes home before the server has heard.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PIN, keys, openNext, peopleOfTheFloor, queue, queueUntil, signIn, tablet } from '../floor.js';
import { accessible, fits, picture } from '../look.js';
import { Server } from '../server.js';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page @param {string} name */
async function look(page, name) {
  await accessible(page, name);
  await fits(page, name);
  await picture(page, `floor-${name}`);
}

/** A photo as a cheap tablet takes it: 12 megapixels that do not pack well. @param {Page} page */
const photograph = page => page.evaluate(async () => {
  const canvas = new OffscreenCanvas(4000, 3000);
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  for (let at = 0; at < 4000; at++) {
    pen.fillStyle = `hsl(${(at * 47) % 360} 80% ${20 + (at % 60)}%)`;
    pen.fillRect((at * 131) % 4000, (at * 73) % 3000, 160, 90);
  }
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
});

/** Width and height, as the frame of a JPEG says them. @param {Uint8Array} bytes */
function sizeOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = 2; at < bytes.length; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker === 0xffc0 || marker === 0xffc2) return [view.getUint16(at + 7), view.getUint16(at + 5)];
  }
  return null;
}

describe('an inspector at a tablet', () => {
  /** @type {Server} */
  let server;
  before(async () => {
    server = await Server.start('full');
    peopleOfTheFloor(server);
  });
  after(() => server.stop());

  /** Decides about three pieces: one good, one scrap, one to be reworked. @param {Page} page */
  async function decide(page) {
    await page.locator('.do .acts button', { hasText: 'Inspect' }).click();
    for (const part of ['accept', 'scrap', 'rework']) {
      await page.locator(`.parts .${part}`).click();
      await keys(page, '1');
    }
    await look(page, 'inspect-count');
    await page.locator('dialog footer .primary').click();
    await page.locator('dialog .grid .tile').first().click();
    await look(page, 'inspect-where');
    await page.locator('dialog footer .primary').click();
    await page.locator('dialog .grid .tile').first().click();
  }

  test('is asked only where the routing has an inspection', async () => {
    const page = await tablet(server, 'I-1');
    await signIn(page, '李芳');
    await openNext(page);
    assert.equal(await page.locator('.do .acts button', { hasText: 'Inspect' }).count(), 0);
    await page.context().close();
  });

  test('takes a photo in a Wi-Fi hole, and the server has it with the decision', async () => {
    const page = await tablet(server, 'I-2', { centres: ['INS-2'] });
    await signIn(page, '李芳');
    await openNext(page);
    const taken = await photograph(page);
    await page.route('**/api/v1/**', route => route.abort());
    await decide(page);
    await page.locator('dialog input[type=file]').setInputFiles({ name: 'burr.png', mimeType: 'image/png', buffer: Buffer.from(taken, 'base64') });
    await page.locator('dialog .shot img').waitFor();
    await look(page, 'inspect-photo');
    await page.locator('dialog footer .primary').click();
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('header.off').waitFor();
    assert.equal((await queue(page)).length, 1, 'it outlives a reload');
    await page.unroute('**/api/v1/**');
    await page.evaluate(() => dispatchEvent(new Event('online')));
    const [entry] = await queueUntil(page, entries => entries.some(one => one.stand === 'done' || one.stand === 'refused'));
    assert.equal(entry?.stand, 'done', JSON.stringify(/** @type {any} */ (entry).refusal));
    const admin = await server.session('admin');
    const { photos, rework_operation } = await admin.ask('GET', `/inspections/${entry?.id}`);
    assert.equal(photos.length, 1);
    assert.ok(rework_operation);
    const answer = await fetch(`${server.origin}/api/v1/inspections/${entry?.id}/photos/${photos[0]}`, { headers: { Cookie: admin.cookie } });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    assert.ok(bytes.length > 1000 && bytes.length <= 1_572_864, `${bytes.length} bytes`);
    assert.deepEqual(sizeOf(bytes), [1600, 1200]);
    await page.context().close();
  });

  test('who is gone becomes a card that says who must sign in, and holds up nobody', async () => {
    const page = await tablet(server, 'I-3', { centres: ['INS-2'] });
    await signIn(page, '李芳');
    await openNext(page);
    await page.route('**/api/v1/**', route => route.abort());
    await decide(page);
    await page.locator('dialog footer .primary').click();
    // The shift is over before there is a server again.
    await page.locator('header .who').click();
    await page.locator('.here li > button').last().click();
    await page.unroute('**/api/v1/**');
    await signIn(page, '王小明');
    await page.locator('.do .acts .primary').click();
    await keys(page, '2');
    await page.locator('dialog footer .primary').click();
    const entries = await queueUntil(page, found => found.some(one => one.kind === 'report' && one.stand === 'done'));
    assert.equal(entries.find(one => one.kind === 'inspection')?.stand, 'waiting');
    await page.locator('.banner', { hasText: '李芳' }).locator('button').click();
    await page.locator('.card.paused', { hasText: '李芳 signs in at this tablet' }).waitFor();
    await look(page, 'stuck');
    await page.locator('.card.paused .primary').click();
    await page.locator('.tile', { hasText: '李芳' }).click();
    await keys(page, PIN);
    await page.locator('.pin .primary').click();
    await page.locator('.card.paused').waitFor({ state: 'detached' });
    await queueUntil(page, found => found.every(one => one.stand === 'done'));
    await page.context().close();
  });
});
