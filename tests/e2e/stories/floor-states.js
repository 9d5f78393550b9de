// Every screen of the tablet in both languages, as tablet and as phone: everybody can use it (axe, WCAG 2.2 AA), with
// gloves too, nothing scrolls sideways, and there is a picture of each to be looked at.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { context } from '../browser.js';
import { PIN, TABLETS, enrol, invite, keys, openNext, peopleOfTheFloor, queueUntil, signIn } from '../floor.js';
import { accessible, fits, gloved, picture } from '../look.js';
import { Server } from '../server.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../browser.js').Lang} Lang */
/** @typedef {(state: string) => Promise<void>} See */

/** Buttons that the stories press by their names. */
const NAMES = {
  en: {
    scrap: 'Scrap', rework: 'Rework', finish: 'Finish', help: 'Call for help', correct: 'Correct the last report', another: 'Another count', inspect: 'Inspect', anyway: 'Start all the same',
    letGo: 'Take it off', look: 'Look at it',
  },
  zh: {
    scrap: '报废', rework: '返工', finish: '完工', help: '呼叫', correct: '更正上一条报工', another: '改数量', inspect: '检验', anyway: '仍要开工', letGo: '取下卡片', look: '查看',
  },
};

/** A walk through the tablet's screens at one size, in one language. */
class Walk {
  /**
   * @param {Page} page
   * @param {Lang} lang
   * @param {keyof typeof TABLETS} size
   */
  constructor(page, lang, size) {
    this.page = page;
    this.lang = lang;
    this.size = size;
    this.names = NAMES[lang];
  }

  /** @type {See} */
  see = async state => {
    // What was asked for when the screen opened is there a moment later.
    await this.page.waitForTimeout(150);
    const told = `${state}, ${this.lang}, ${this.size}`;
    if (this.size !== 'portrait') await picture(this.page, `floor-${state}-${this.lang}-${this.size}`);
    await fits(this.page, told);
    await gloved(this.page, told);
    await accessible(this.page, told);
  };

  /** @param {string} name */
  act(name) {
    return this.page.locator('.do .acts').getByRole('button', { name, exact: true }).click();
  }

  /** The last of a question's buttons goes on, the first one leaves. */
  further = () => this.page.locator('dialog[open] footer .primary').click();
  leave = () => this.page.locator('dialog[open] footer button').first().click();

  /** @param {string} to */
  async go(to) {
    await this.page.evaluate(to => { location.hash = to; }, to);
  }

  /** Everything that may still be taken back counts from now on. */
  async laterOn() {
    await this.page.evaluate(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 9000;
      dispatchEvent(new Event('online'));
    });
  }

  /** Somebody comes in of whom no language is known. @param {string} who */
  async comesIn(who) {
    await signIn(this.page, who);
    await this.page.locator('.list article').first().waitFor();
    const lang = await this.page.evaluate(() => document.documentElement.lang);
    assert.equal(lang.slice(0, 2), this.lang, 'the tablet keeps its own language');
  }

  async signsIn() {
    await this.page.locator('.tile', { hasText: '李芳' }).click();
    await keys(this.page, '12');
    await this.see('pin');
    await this.leave();
    await this.comesIn('王小明');
    await this.see('list');
    await this.page.locator('header .scan').click();
    await this.page.locator('dialog .camera').waitFor();
    await this.see('scan');
    await this.page.locator('dialog .camera button').click();
  }

  /** A lead takes over from whoever is at work. */
  async takesOver() {
    await this.page.locator('header .who').click();
    await this.page.locator('.here').waitFor();
    await this.comesIn('李芳');
    await this.page.locator('header .who').click();
    await this.page.locator('.here').waitFor();
    await this.see('people');
    await this.page.locator('.here .tile', { hasText: '李芳' }).click();
    await this.page.locator('.list article').first().waitFor();
  }

  async blocked() {
    const row = this.page.locator('.rest article.notReady').first();
    while (await row.count() === 0) await this.page.locator('.list nav > button').last().click();
    await row.locator('button').click();
    await this.page.locator('.what .blocked').waitFor();
    await this.see('work-blocked');
    await this.act(this.names.anyway);
    await this.see('anyway-who');
    await this.page.locator('dialog .tile', { hasText: '李芳' }).click();
    await keys(this.page, PIN);
    await this.see('anyway-pin');
    await this.page.locator('.pin .primary').click();
    await this.page.locator('dialog .grid .tile').first().waitFor();
    await this.see('anyway-why');
    await this.leave();
    await this.go('/');
  }

  async works() {
    const { page, names } = this;
    await openNext(page);
    await this.see('work-ready');
    await page.locator('.do .acts .primary').click();
    await page.locator('.place .bar').waitFor();
    await this.see('take-back');
    await page.locator('.do .acts .primary').click();
    await keys(page, '7');
    await this.see('count');
    await keys(page, '77');
    await this.further();
    await this.see('over-quantity');
    await page.locator('dialog[open] .actions button').first().click();
    await this.leave();
    for (const what of /** @type {const} */ (['scrap', 'rework'])) {
      await this.act(names[what]);
      await keys(page, '2');
      await this.see(`${what}-count`);
      await this.further();
      await this.see(`${what}-why`);
      await this.leave();
    }
    await this.act(names.finish);
    await keys(page, '3');
    await this.see('finish');
    await this.further();
    await page.locator('dialog[open] .actions').waitFor();
    await this.see('finish-short');
    await page.locator('dialog[open] .actions button').first().click();
    await page.waitForFunction(() => document.querySelector('dialog') === null);
    await page.locator('.do .acts .pause').click();
    await this.see('pause');
    await this.leave();
    await this.act(names.help);
    await this.see('call');
    await this.leave();
    await this.laterOn();
    await this.act(names.correct);
    await this.see('correct');
    await page.locator('dialog').getByRole('button', { name: names.another }).click();
    await keys(page, '4');
    await this.see('correct-count');
    await this.leave();
    await this.go('/');
    await page.locator('.pinned').waitFor();
    await this.see('list-running');
  }

  async inspects() {
    const { work_centres } = await this.page.evaluate(async () => (await fetch('/api/v1/floor/list?all=true')).json());
    const bench = work_centres.find((/** @type {any} */ centre) => centre.code === 'INS-2');
    const { work_order, operation } = bench.rows.find((/** @type {any} */ row) => row.status === 'waiting');
    await this.go(`#/work/${work_order}/${operation}`);
    await this.act(this.names.inspect);
    await keys(this.page, '3');
    await this.page.locator('.parts .scrap').click();
    await keys(this.page, '1');
    await this.see('inspect');
    await this.further();
    await this.page.locator('dialog .tile').first().click();
    await this.see('inspect-why');
    await this.leave();
  }

  async leads() {
    const { page } = this;
    const open = async (/** @type {string} */ part) => {
      await this.go(`/lead/${part}`);
      await page.locator('main .head h1').waitFor();
      await page.waitForTimeout(350);
      await this.see(`lead-${part || 'all'}`);
    };
    await open('');
    await open('stocktake');
    await page.locator('.grid .tile').first().click();
    await page.locator('.route .tile').first().waitFor();
    await this.see('lead-stocktake-route');
    await page.locator('.route li button').nth(1).click();
    await keys(page, '6');
    await this.see('lead-stocktake-count');
    await this.leave();
    await open('shift');
    await page.locator('.grid .tile').first().click();
    await page.locator('main ul li').first().waitFor();
    await this.see('lead-shift-rows');
    await page.locator('main ul li').first().locator('button').first().click();
    await keys(page, '4');
    await this.see('lead-shift-count');
    await this.further();
    await this.see('lead-shift-entered');
    await open('unconfirmed');
    await open('sequence');
  }

  /** @param {Server} server */
  async refused(server) {
    const { page } = this;
    await this.go('/');
    const { work_order } = await openNext(page);
    await page.locator('.do .acts .primary').click();
    await page.locator('.do .mark .running').waitFor();
    await (await server.session('admin')).ask('POST', `/work-orders/${work_order}/cancel`, { reason: 'the customer gave it up' });
    await this.laterOn();
    await queueUntil(page, entries => entries.some(entry => entry.stand === 'refused'));
    await this.go('/');
    await page.locator('.banner.late button').waitFor();
    await this.see('list-refused');
    await page.locator('.banner.late button').click();
    await page.locator('.card.late').waitFor();
    await this.see('refused');
    await page.locator('.card.late').getByRole('button', { name: this.names.letGo }).click();
    await this.see('refused-let-go');
  }

  async isAway() {
    const { page } = this;
    await page.reload();
    await page.locator('.list article, .screen .card').first().waitFor();
    await this.go('/');
    await page.route('**/api/v1/**', route => route.abort());
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.locator('header.off').waitFor();
    await this.see('list-offline');
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  }
}

for (const lang of /** @type {const} */ (['en', 'zh'])) {
  // Each walk begins and gives up work, so that each language has a shop of its own.
  describe(`every screen of the tablet (${lang})`, () => {
    /** @type {Server} */
    let server;
    before(async () => {
      server = await Server.start('full');
      peopleOfTheFloor(server);
    });
    after(() => server.stop());

    for (const size of /** @type {(keyof typeof TABLETS)[]} */ (Object.keys(TABLETS))) {
      test(size, async () => {
        const page = await (await context({ viewport: TABLETS[size], lang })).newPage();
        page.setDefaultTimeout(15_000);
        const name = `S-${lang}-${size}`;
        const walk = new Walk(page, lang, size);
        await enrol(page, invite(server, name, ['TUR-2']), name, walk.see);
        await walk.see('door');
        await walk.signsIn();
        await walk.blocked();
        await walk.takesOver();
        await walk.works();
        await walk.inspects();
        await walk.leads();
        await walk.refused(server);
        await walk.isAway();
        await (await server.session('admin')).ask('PUT', `/devices/${name}/revoked`);
        await page.locator('.enrol .kept').waitFor();
        await walk.see('revoked');
        await page.context().close();
      });
    }
  });
}
