// A tablet whose clock is wrong by hours: it says so, shows the plant's time, and what it reports has the plant's time.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { allDone, openNext, peopleOfTheFloor, queue, queueUntil, reportGood, signIn, tablet } from '../floor.js';
import { Server } from '../server.js';

const HOUR = 3600_000;

/**
 * A clock of the browser's own, off by so much; `skew` of the page moves it.
 * @param {number} off
 */
function wrongClock(off) {
  const right = Date;
  const page = /** @type {any} */ (window);
  page.skew ??= Number(sessionStorage.getItem('skew') ?? off);
  page.setSkew = (/** @type {number} */ to) => { page.skew = to; sessionStorage.setItem('skew', String(to)); };
  page.Date = class extends right {
    /** @param {any[]} parts */
    constructor(...parts) {
      if (parts.length === 0) super(right.now() + page.skew);
      else super(.../** @type {[any]} */ (parts));
    }

    static now() {
      return right.now() + page.skew;
    }
  };
}

describe('a tablet with a wrong clock', () => {
  /** @type {Server} */
  let server;
  before(async () => {
    server = await Server.start('full', 'from:2026-03-09T02:30:00Z');
    peopleOfTheFloor(server);
  });
  after(() => server.stop());

  /** Plant time less this machine's. */
  const plant = async () => Date.parse((await (await server.session('admin')).ask('GET', '/clock')).now) - Date.now();

  for (const [hours, said, put] of /** @type {const} */ ([
    [5, /clock is 5 h ahead\. Times are taken from the server/, 'back'], [-3, /clock is 3 h behind\. Times are taken from the server/, 'forward'],
  ])) {
    test(`says so, and reports the plant's time: ${hours} h, then put ${put}`, async () => {
      const offset = await plant();
      const page = await tablet(server, `K-${hours}`, { init: [wrongClock, offset + hours * HOUR] });
      await signIn(page, '王小明');
      await page.locator('.banner', { hasText: said }).waitFor();
      const clock = page.locator('header .clock strong');
      const local = () => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai' });
      // The minute may have turned between the look at one and at the other.
      const near = (/** @type {string} */ text) => [-60_000, 0, 60_000].map(by => local().format(Date.now() + offset + by)).includes(text);
      assert.ok(near(await clock.innerText()), await clock.innerText());

      const work = await openNext(page);
      await page.locator('.do .acts .primary').click();
      await queueUntil(page, allDone);
      // Somebody puts the tablet's clock right: nothing waits until an hour that has been comes again.
      await page.evaluate(to => /** @type {any} */ (window).setSkew(to), offset);
      // One put forward cannot be told from a tablet that has slept for hours: it asks who is there.
      if (hours < 0) await signIn(page, '王小明');
      await reportGood(page, '3');
      await queueUntil(page, allDone);
      await page.locator('.banner', { hasText: said }).waitFor({ state: 'detached', timeout: 40_000 });
      assert.ok(near(await clock.innerText()), await clock.innerText());

      const order = await (await server.session('admin')).ask('GET', `/work-orders/${work.work_order}`);
      const ids = (await queue(page)).map(entry => entry.body.id);
      const reports = order.reports.filter((/** @type {any} */ one) => ids.includes(one.id));
      assert.equal(reports.length, 2);
      for (const { at } of reports) {
        const off = Math.abs(Date.parse(at) - (Date.now() + offset));
        assert.ok(off < 5 * 60_000, `${at} is ${off / HOUR} h from plant time`);
      }
      await page.context().close();
    });
  }
});
