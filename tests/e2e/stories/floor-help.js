// Calling for help from a tablet, and the lead's answer: both sides see it, without the server too.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openNext, peopleOfTheFloor, queueUntil, signIn, tablet } from '../floor.js';
import { accessible, fits, picture } from '../look.js';
import { Server } from '../server.js';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page @param {string} name */
async function look(page, name) {
  await accessible(page, name);
  await fits(page, name);
  await picture(page, `floor-${name}`);
}

describe('a call for help', () => {
  /** @type {Server} */
  let server;
  before(async () => {
    server = await Server.start('full');
    peopleOfTheFloor(server);
  });
  after(() => server.stop());

  test('is seen where it was made, by the lead elsewhere, and so is the answer', async () => {
    const mill = await tablet(server, 'H-1', { centres: ['SAW-1', 'MIL-1'] });
    const office = await tablet(server, 'H-2', { centres: ['TUR-2'], lang: 'zh' });
    await signIn(mill, '王小明');
    await signIn(office, '李芳');
    await mill.locator('.list nav .centre').click();
    await mill.locator('dialog .tile', { hasText: 'MIL-1' }).click();
    await openNext(mill);
    await mill.locator('.do .acts button', { hasText: 'Call for help' }).click();
    await mill.locator('dialog .tile').first().click();
    const [entry] = await queueUntil(mill, entries => entries.some(one => one.stand === 'done'));
    assert.equal(entry?.body.work_centre, 'MIL-1', 'the work centre of the row, not the tablet’s first');
    await mill.locator('.banner', { hasText: 'nobody has answered yet' }).waitFor();
    await look(mill, 'help-called');
    await office.locator('header .lead em', { hasText: '1' }).waitFor();
    await office.locator('header .lead').click();
    await office.locator('.parts .tile').first().click();
    await office.locator('li.stands').waitFor();
    await look(office, 'help-lead');
    // The answer is given in a Wi-Fi hole, and goes when there is a server again.
    await office.route('**/api/v1/**', route => route.abort());
    await office.locator('li.stands button').click();
    await office.locator('li.stands').waitFor({ state: 'detached' });
    await office.unroute('**/api/v1/**');
    await office.evaluate(() => dispatchEvent(new Event('online')));
    await queueUntil(office, entries => entries.every(one => one.stand === 'done'));
    await mill.locator('.banner', { hasText: '李芳 is coming' }).waitFor();
    await look(mill, 'help-answered');
    for (const page of [mill, office]) await page.context().close();
  });

  test('ends with the screen that asked, and nobody else answers it', async () => {
    const page = await tablet(server, 'H-3');
    await signIn(page, '王小明');
    await openNext(page);
    await page.locator('.do .acts button', { hasText: 'Call for help' }).click();
    await page.locator('dialog[open]').waitFor();
    await page.evaluate(() => { location.hash = '/'; });
    await page.locator('.list').waitFor();
    await page.goBack();
    await page.locator('.do').waitFor();
    assert.equal(await page.locator('dialog[open]').count(), 0);
    await page.context().close();
  });
});
