// The customer portal in the browser: a shop that has it on, and somebody outside who looks at its pages. What stands on
// them is the stories' business.
import assert from 'node:assert/strict';
import { SIZES, context } from './browser.js';
import { accessible, fits, picture } from './look.js';
import { Server } from './server.js';

/** @typedef {import('./browser.js').Lang} Lang */
/** @typedef {import('./browser.js').Page} Page */
/** @typedef {{ lang?: Lang, size?: keyof typeof SIZES, dark?: boolean, scripts?: boolean }} How */

export const LANGS = /** @type {const} */ (['en', 'zh']);
const LOOKED = /** @type {const} */ (['laptop', 'phone']);
/** What a finger needs, in pixels. */
const FINGER = 44;
/** Who the shop is, to its customers. */
const SHOP = { on: true, company: 'Suzhou Meridian Precision', phone: '+86 512 6281 7700', mail: 'orders@meridian.example',
  address: '18 Xinghai Street\nSuzhou 215021', colour: '#0b4f8a' };

/** What a customer is, without what only reading shows. @param {import('./server.js').Session} admin @param {string} customer */
export async function customerOf(admin, customer) {
  const { code: _, active: __, version: ___, parts: ____, ...fields } = await admin.ask('GET', `/customers/${customer}`);
  return fields;
}

export class Portal {
  /**
   * The example shop with the portal on, and a mail server where mails are wanted.
   * @param {{ policy?: Record<string, unknown>, post?: import('./post.js').Post }} [how]
   */
  static async open({ policy = {}, post } = {}) {
    const mail = post && {
      HOLDFAST_MAIL_SERVER: post.address,
      HOLDFAST_MAIL_TLS: 'none',
      HOLDFAST_MAIL_FROM: 'Suzhou Meridian Precision <orders@meridian.example>',
      HOLDFAST_PUBLIC_URL: 'https://orders.meridian.example',
    };
    const server = await Server.start('full', undefined, mail);
    const portal = new Portal(server, await server.session('admin'));
    await portal.set(policy);
    return portal;
  }

  /** @param {Server} server @param {import('./server.js').Session} admin */
  constructor(server, admin) {
    this.server = server;
    this.admin = admin;
  }

  /** Has these settings of the portal besides those that it has. @param {Record<string, unknown>} policy */
  async set(policy) {
    const { version: _, zone: __, ...settings } = await this.admin.ask('GET', '/settings');
    settings.policies.portal = { ...SHOP, ...policy };
    await this.admin.ask('PUT', '/settings', settings);
  }

  /** Code and link of an order. @param {string} order @returns {Promise<{ code: string, link: string }>} */
  access(order) {
    return this.admin.ask('GET', `/sales-orders/${order}/portal-access`);
  }

  /** A page of somebody outside. What goes wrong in it is a fault. @param {string} path @param {How} [how] */
  async outside(path, { lang = 'en', size = 'phone', dark = false, scripts = true } = {}) {
    const browser = await context({ viewport: SIZES[size], lang, dark, scripts });
    const page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    /** @type {string[]} */
    const faults = [];
    page.on('pageerror', error => faults.push(String(error)));
    // An answer of 4xx is one of ours: a form that is wrong is answered with 422, a door that stays shut with 403.
    page.on('console', said => {
      if (said.type() === 'error' && !/status of 4\d\d/.test(said.text())) faults.push(said.text());
    });
    await page.goto(this.server.origin + path);
    return {
      page,
      close: async () => {
        assert.deepEqual(faults, [], `${path}: said on the console`);
        await browser.close();
      },
    };
  }

  /**
   * The page at a path, for each language and size, looked at as it is after a deed.
   * @param {string | ((lang: Lang) => string)} path
   * @param {string} name
   * @param {(page: Page, lang: Lang) => Promise<unknown>} [deed]
   */
  async looked(path, name, deed = async () => {}) {
    for (const lang of LANGS) {
      for (const size of LOOKED) {
        const { page, close } = await this.outside(typeof path === 'string' ? path : path(lang), { lang, size });
        await deed(page, lang);
        await look(page, name, `${lang}-${size}`);
        await close();
      }
    }
  }
}

/** Everything that is pressed is large enough for a finger. @param {Page} page @param {string} told */
async function touchable(page, told) {
  const small = await page.evaluate(least => [...document.querySelectorAll('a, button, input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea, summary')]
    .filter(one => one.checkVisibility() && !one.matches('.skip') && one.getBoundingClientRect().height < least)
    .map(one => `${one.outerHTML.slice(0, 80)}: ${one.getBoundingClientRect().height} px`), FINGER);
  assert.deepEqual(small, [], `${told}: for fingers`);
}

/** Everybody can read and use a page, as it is and with all of it unfolded. @param {Page} page @param {string} name @param {string} told */
export async function look(page, name, told) {
  await picture(page, `${name}-${told}`);
  await page.evaluate(() => document.querySelectorAll('details').forEach(one => { one.open = true; }));
  await fits(page, `${name}, ${told}`);
  await touchable(page, `${name}, ${told}`);
  await accessible(page, `${name}, ${told}`);
}
