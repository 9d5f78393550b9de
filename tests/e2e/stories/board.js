// The board and the explanation of a line: the same as the API says, in the plant's days, by mouse and by keys.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { board, open, signIn, written } from '../browser.js';
import { PASSWORD, Server } from '../server.js';

const DAY = 86_400;
/** All futures are played again for each remedy that is tried. */
const PATIENCE = 180_000;

/** The plant's day of an instant, reckoned another way than the page does. @param {number} seconds */
const shanghaiDay = seconds => new Date((seconds + 8 * 3600) * 1000).toISOString().slice(0, 10);

describe('the board', () => {
  /** @type {Server} */
  let server;
  /** @type {any} */
  let told;
  before(async () => {
    server = await Server.start('full');
    told = await (await server.session('lin')).ask('GET', '/board?limit=1000');
  });
  after(() => server.stop());

  test('shows every line with the dates of the API, most late first', async () => {
    const page = await board(server);
    assert.equal(await page.locator('#rows tr').count(), told.items.length);
    assert.match(await page.locator('#board-title').innerText(), new RegExp(`^${told.summary.late} promises`));
    for (const [place, item] of [...told.items.entries()].slice(0, 40)) {
      const row = page.locator('#rows tr').nth(place);
      assert.equal(await row.locator('.open').innerText(), [item.order, item.line, item.schedule].filter(Boolean).join('/'));
      const day = item.basis === 'arrival' ? item.arrival_day : item.ship_day;
      assert.equal(await row.locator('.planned span').innerText(), written(day));
      assert.equal(await row.locator('.promise').innerText(), item.promise_date ? written(item.promise_date) : '–');
    }
    assert.match(await page.locator('#now').innerText(), /9 March 2026 at 08:00 plant time \(Asia\/Shanghai\)/);
    await page.context().close();
  });

  test('says how sure each date is, as soon as its futures are played', async () => {
    const page = await board(server);
    const session = await server.session('lin');
    const odds = page.locator('#rows .sure');
    await odds.first().waitFor();
    const known = await session.ask('GET', '/board?limit=1000');
    assert.equal(known.odds.futures, 200);
    assert.equal(await page.locator('#sums div', { hasText: 'at risk' }).locator('dd').innerText(), String(known.odds.at_risk));
    for (const item of known.items.slice(0, 40)) {
      const name = [item.order, item.line, item.schedule].filter(Boolean).join('/');
      const said = await page.locator(`#rows tr[data-name="${name}"] .sure`).innerText();
      const open = item.promise_date && item.promise_date >= '2026-03-09';
      if (!open) assert.equal(said, `95 % by ${written(item.odds.p95)}`, name);
      else assert.match(said, /^kept with (< 1|> 99|[0-9]+) %$/, name);
      assert.ok(item.odds.p50 <= item.odds.p80 && item.odds.p80 <= item.odds.p95, name);
    }
    const first = known.items[0];
    await page.locator(`#rows tr[data-name="${first.order}/${first.line}"] .open`).click();
    await page.locator('#why .odds').waitFor();
    const days = await page.locator('#why .odds dd').allInnerTexts();
    assert.deepEqual(days, [first.odds.p50, first.odds.p80, first.odds.p95].map(day => written(day)));
    await page.context().close();
  });

  test('says what would help a late line, what it gains and whom it costs', async () => {
    const page = await board(server);
    const session = await server.session('lin');
    const item = told.items.find((/** @type {any} */ found) => found.order === 'SO-4227' && found.schedule === '2');
    const name = `${item.order}/${item.line}/${item.schedule}`;
    await page.locator(`#rows tr[data-name="${name}"] .open`).click();
    const part = page.locator('#why .help');
    await part.waitFor();
    assert.equal(await part.locator('.remedy').count(), 0, 'nothing is tried unasked');
    await part.locator('button').click();
    await part.locator('.remedies').waitFor({ timeout: PATIENCE });
    const known = await session.ask('GET', `/sales-orders/${item.order}/lines/${item.line}.${item.schedule}/remedies`);
    assert.equal(await part.locator('p[role=status]').innerText(), known.answer);
    assert.deepEqual(await part.locator('.remedy > b').allInnerTexts(), known.items.map((/** @type {any} */ found) => found.text));
    assert.ok(known.items.length > 0, `${name}: something helps a line that queues`);
    for (const [place, found] of known.items.entries()) {
      const entry = part.locator('.remedy').nth(place);
      const days = await entry.locator('dd').allInnerTexts();
      for (const [nth, key] of ['p50', 'p80', 'p95'].entries()) assert.ok(days[nth].endsWith(written(found.after[key])), `${days[nth]} ${key}`);
      const others = await entry.locator('> ul > li').allInnerTexts();
      assert.equal(others.length, Math.max(1, found.falls.length) + found.gains.length);
      const hurt = found.falls.filter((/** @type {any} */ fall) => fall.hurt).map((/** @type {any} */ fall) => fall.line);
      for (const line of hurt) assert.ok(others.some(text => text.startsWith(`hurts ${line}:`)), `${line} in ${others}`);
    }
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'What would help', 'the reader stands at the answer');
    // Another line has nothing of it.
    await page.locator('#rows .open').nth(3).click();
    await page.locator('#why .help button', { hasText: 'Try it out' }).waitFor();
    await page.context().close();
  });

  test('the stretches of an explanation follow each other and add up to the date shown', async () => {
    const page = await board(server);
    const session = await server.session('lin');
    const arrival = told.items.find((/** @type {any} */ item) => item.basis === 'arrival');
    for (const item of [told.items[0], arrival, told.items.at(-1)]) {
      const name = [item.order, item.line, item.schedule].filter(Boolean).join('/');
      const schedule = item.schedule ? `?schedule=${item.schedule}` : '';
      const why = await session.ask('GET', `/sales-orders/${item.order}/lines/${item.line}/explanation${schedule}`);
      await page.locator(`#rows tr[data-name="${name}"] .open`).click();
      await page.locator('#why .end').waitFor();
      const seconds = await page.locator('#why .step').evaluateAll(steps => steps.map(step => Number(/** @type {HTMLElement} */ (step).dataset.seconds)));
      const days = await page.locator('#why .step time').allInnerTexts();
      let at = Date.parse(why.stages[0].from) / 1000;
      // The stage in which the plan begins is told in two: what is behind, and what is ahead from now on.
      const now = Date.parse(why.as_of.at) / 1000;
      const cut = why.stages.some((/** @type {any} */ stage) => Date.parse(stage.from) / 1000 < now && now < Date.parse(stage.to) / 1000);
      const pieces = why.stages.length + (cut ? 1 : 0);
      const begins = await page.locator('#why h3', { hasText: 'From now on' }).evaluate(head => head.nextElementSibling?.querySelector('time')?.textContent);
      assert.equal(begins, written(shanghaiDay(now)), `${name}: from now on begins now`);
      for (const [place, length] of seconds.entries()) {
        // The way to the customer is counted in days, from the day on which it ships.
        const day = place < pieces ? shanghaiDay(at) : item.ship_day;
        assert.ok(days[place].startsWith(written(day)), `${name}: stretch ${place} begins ${days[place]}, not ${written(day)}`);
        at += length;
      }
      const end = item.basis === 'arrival' ? item.arrival_day : item.ship_day;
      assert.equal(shanghaiDay(at), end, `${name}: the lengths add up to its day`);
      assert.ok((await page.locator('#why .end time').innerText()).startsWith(written(end)));
      assert.equal(await page.locator('#why .whose').innerText().then(text => text.startsWith(item.customer_name)), true);
      const ofApi = why.stages.reduce((/** @type {number} */ sum, /** @type {any} */ stage) => sum + stage.seconds, 0);
      const way = seconds.length > pieces ? Number(seconds.at(-1)) : 0;
      const served = await page.locator('#why .serves li').count();
      assert.equal(served, why.supplies.filter((/** @type {any} */ supply) => supply.depth === 0).length);
      const tones = await page.locator('#why .bar i').evaluateAll(parts => [...new Set(parts.map(part => part.className))]);
      const explained = await page.locator('#why .legend i').evaluateAll(parts => parts.map(part => part.className));
      assert.deepEqual(explained, tones, `${name}: every colour of the bar is explained, and no other`);
      assert.match(await page.locator('#why .facts').innerText(), / 2026/, 'a date at the head of the panel has its year');
      assert.equal(seconds.reduce((sum, length) => sum + length, 0) - way, ofApi);
      assert.equal(way % DAY, 0);
    }
    await page.context().close();
  });

  test('keeps every column beside an explanation on a small laptop', async () => {
    for (const width of [1241, 1366]) {
      const page = await board(server);
      await page.setViewportSize({ width, height: 768 });
      await page.locator('#rows .open').first().click();
      await page.locator('#why .end').waitFor();
      const hidden = await page.locator('#table').evaluate(table => [...table.querySelectorAll('th, td')].filter(cell => !cell.getClientRects().length).length);
      assert.equal(hidden, 0, `at ${width}`);
      const list = await page.locator('#table').boundingBox();
      const panel = await page.locator('#why').boundingBox();
      assert.ok(list && panel && list.x + list.width <= panel.x, `at ${width} the list ends before the explanation begins`);
      await page.context().close();
    }
  });

  test('says with which line of its order another leaves', async () => {
    const page = await board(server);
    const item = told.items.find((/** @type {any} */ found) => found.leaves_with);
    const row = page.locator(`#rows tr[data-name="${item.order}/${item.line}"]`);
    assert.match(await row.locator('.waits').innerText(), new RegExp(`leaves with ${item.order}/${item.leaves_with.line}`));
    await page.context().close();
  });

  test('remembers what was looked for when it is loaded again', async () => {
    const page = await board(server);
    const item = told.items.find((/** @type {any} */ found) => found.late_days > 0);
    await page.locator('#find').fill(item.order);
    await page.locator('#late').check();
    await page.waitForURL(url => url.searchParams.get('late') === 'true');
    await page.reload();
    await page.locator('#rows tr').first().waitFor();
    assert.equal(await page.locator('#find').inputValue(), item.order);
    assert.ok(await page.locator('#late').isChecked());
    const late = told.items.filter((/** @type {any} */ found) => found.order === item.order && found.late_days > 0);
    assert.equal(await page.locator('#rows tr').count(), late.length);
    await page.locator('#find').fill('');
    await page.locator('#late').uncheck();
    await page.waitForURL(url => url.search === '');
    await page.context().close();
  });

  test('finds by order, customer and item, and says when nothing fits', async () => {
    const page = await board(server);
    const item = told.items[5];
    for (const sought of [item.order, item.customer_name, item.item]) {
      await page.locator('#find').fill(sought);
      const names = await page.locator('#rows tr').allInnerTexts();
      assert.ok(names.length > 0 && names.every(text => text.includes(sought)), `${sought}: ${names}`);
    }
    await page.locator('#find').fill('no such thing');
    await page.locator('#state button').click();
    assert.equal(await page.locator('#rows tr').count(), told.items.length);
    await page.locator('#late').check();
    await page.waitForFunction(count => document.querySelectorAll('#rows tr').length === count, told.summary.late);
    await page.context().close();
  });

  test('changes its language at once, also in an open explanation, and keeps it', async () => {
    const page = await board(server);
    await page.locator('#rows .open').first().click();
    await page.locator('#why .end').waitFor();
    await page.locator('#lang').click();
    await page.locator('#why .end b', { hasText: '发货' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
    assert.match(await page.locator('#board-title').innerText(), /承诺将会延误/);
    await page.locator('#why .answer', { hasText: '预计' }).first().waitFor();
    await page.reload();
    await page.locator('#rows tr').first().waitFor();
    assert.match(await page.locator('#board-title').innerText(), /承诺将会延误/);
    await page.context().close();
  });

  test('can be used with keys alone', async () => {
    const page = await open(server);
    await page.locator('#name').waitFor();
    // Whoever comes stands in the first field.
    await page.keyboard.type('lin');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.locator('#rows tr').first().waitFor();
    const held = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);
    for (let presses = 0; presses < 12 && !(await held())?.startsWith('SO-'); presses += 1) await page.keyboard.press('Tab');
    const names = await page.locator('#rows .open').allInnerTexts();
    assert.equal(await held(), names[0]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    assert.equal(await held(), names[1]);
    await page.keyboard.press('Enter');
    await page.locator('#why .end').waitFor();
    assert.equal(await held(), 'why-title', 'the reader stands in the explanation');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#why').isVisible(), false);
    assert.equal(await held(), names[1], 'and is back on the line');
    await page.context().close();
  });

  test('an order of many lines can be read on a phone', async () => {
    const page = await board(server, { size: 'phone' });
    const row = page.locator('#rows tr').nth(6);
    await row.scrollIntoViewIfNeeded();
    await row.locator('.open').click();
    await page.locator('#why .end').waitFor();
    const panel = await page.locator('#why').boundingBox();
    const line = await row.boundingBox();
    assert.ok(panel && line && line.y >= 0 && line.y < panel.y, 'the line stays in sight above its explanation');
    await page.locator('#why button', { hasText: 'Close' }).click();
    assert.equal(await page.locator('#why').isVisible(), false);
    await page.context().close();
  });

  test('a role of each kind that may read orders sees the board', async () => {
    for (const name of ['chen', 'admin']) {
      const page = await open(server);
      await signIn(page, name);
      await page.locator('#rows tr').first().waitFor();
      await page.context().close();
    }
  });
});
