// What the server itself shows beside its screens: how machines come to trust it, and what is printed. In both languages
// everybody can use it, it fits a tablet and a phone, and a printed page has what it is printed for.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { context } from '../browser.js';
import { TABLETS } from '../floor.js';
import { accessible, fits, picture } from '../look.js';
import { Server } from '../server.js';

/** @typedef {import('../browser.js').Lang} Lang */

const LANGS = /** @type {const} */ (['en', 'zh']);
const SIZES = /** @type {const} */ (['landscape', 'phone']);

describe('trust in the server', () => {
  /** @type {Server} */
  let server;
  before(async () => { server = await Server.secure(); });
  after(() => server.stop());

  for (const lang of LANGS) {
    test(`/ca tells how a tablet comes to trust it (${lang})`, async () => {
      for (const size of SIZES) {
        const browser = await context({ viewport: TABLETS[size], lang, unknownAuthority: true });
        const page = await browser.newPage();
        await page.goto(`${server.origin}/ca`);
        await page.locator('a[href$="ca.crt"]').first().waitFor();
        for (const system of [/Android|安卓/, /iPad/, /Windows/]) assert.match(await page.locator('body').innerText(), system);
        await picture(page, `ca-${lang}-${size}`);
        await fits(page, `ca, ${lang}, ${size}`);
        await accessible(page, `ca, ${lang}, ${size}`);
        await browser.close();
      }
    });
  }
});

describe('what is printed', () => {
  /** @type {Server} */
  let server;
  before(async () => { server = await Server.start('full'); });
  after(() => server.stop());

  for (const paper of /** @type {const} */ (['traveller', 'label'])) {
    test(`a ${paper} has a code and can be printed, in both languages`, async () => {
      for (const lang of LANGS) {
        const browser = await context({ viewport: TABLETS.landscape, lang });
        const { cookie } = await server.session('lin');
        const [name = '', value = ''] = cookie.split('=');
        await browser.addCookies([{ name, value, url: server.origin }]);
        const page = await browser.newPage();
        await page.goto(`${server.origin}/api/v1/work-orders/WO-10611/${paper}?form=page&lang=${lang}`);
        await page.locator('svg[aria-label^="HF:WO:WO-10611"]').first().waitFor();
        await page.locator('#print').waitFor();
        await picture(page, `${paper}-${lang}-landscape`);
        await accessible(page, `${paper}, ${lang}`);
        await browser.close();
      }
    });
  }
});
