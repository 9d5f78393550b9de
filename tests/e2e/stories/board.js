// The board and the explanation of a line: the same as the API says, in the plant's days, by mouse and by keys.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { board, nameOf, open, signIn, written } from '../browser.js';
import { PASSWORD, Server, boardWithOdds } from '../server.js';

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
    told = await boardWithOdds(await server.session('lin'));
  });
  after(() => server.stop());

  test('shows every line with the dates of the API, the promises at risk first', async () => {
    const page = await board(server);
    assert.equal(await page.locator('#rows tr').count(), told.items.length);
    assert.match(await page.locator('#board-title').innerText(), new RegExp(`^${told.odds.unlikely} promises will probably be missed`));
    for (const [place, item] of [...told.items.entries()].slice(0, 40)) {
      const row = page.locator('#rows tr').nth(place);
      assert.equal(await row.locator('.open').innerText(), nameOf(item));
      const day = item.basis === 'arrival' ? item.arrival_day : item.ship_day;
      assert.equal(await row.locator('.planned span').innerText(), written(day));
      assert.equal(await row.locator('.promise').innerText(), item.promise_date ? written(item.promise_date) : '–');
    }
    assert.match(await page.locator('#now').innerText(), /9 March 2026 at 08:00 plant time \(Asia\/Shanghai\)/);
    await page.context().close();
  });

  test('says how sure each date is: the odds lead, the plan comes second', async () => {
    const page = await board(server);
    assert.equal(told.odds.futures, 200);
    const tones = { missed: 'is-late', unlikely: 'is-late', 'at-risk': 'is-risky', likely: 'is-kept' };
    for (const item of told.items) {
      const name = nameOf(item);
      const cell = page.locator(`#rows tr[data-name="${name}"] .against`);
      const [said, below] = [await cell.locator('b').innerText(), await cell.locator('small').innerText()];
      const { standing } = item.odds;
      assert.equal(Boolean(standing), Boolean(item.promise_date), name);
      if (!standing) {
        assert.deepEqual([said, below], ['no promise', `95\u00a0% by ${written(item.odds.p95).replaceAll(' ', '\u00a0')}`], name);
        continue;
      }
      // What is told of a promise follows from its own odds and what its tier asks for, and from nothing else.
      const { on_time: chance, enough } = item.odds;
      const means = item.promise_date < '2026-03-09' ? 'missed' : chance < .5 ? 'unlikely' : chance < enough ? 'at-risk' : 'likely';
      assert.equal(standing, means, name);
      if (standing === 'missed') assert.equal(said, 'missed', name);
      else assert.match(said, /^(<\s1|>\s99|[0-9]+)\s%$/, name);
      assert.match(below, /^plan: ([0-9]+ d (late|early)|on the day)$/, name);
      assert.match(await cell.getAttribute('class') ?? '', new RegExp(/** @type {any} */ (tones)[standing]), name);
      assert.ok(item.odds.p50 <= item.odds.p80 && item.odds.p80 <= item.odds.p95, name);
    }
    const first = told.items[0];
    await page.locator(`#rows tr[data-name="${nameOf(first)}"] .open`).click();
    await page.locator('#why .odds').waitFor();
    const days = await page.locator('#why .odds dd').allInnerTexts();
    assert.deepEqual(days, [first.odds.p50, first.odds.p80, first.odds.p95].map(day => written(day)));
    await page.context().close();
  });

  test('counts by the odds, says what they add up to, and what the plan alone would say', async () => {
    const page = await board(server);
    const { odds, summary } = told;
    const promised = told.items.filter((/** @type {any} */ item) => item.promise_date);
    const stands = (/** @type {string} */ which) => promised.filter((/** @type {any} */ item) => item.odds.standing === which).length;
    assert.deepEqual([odds.promised, odds.missed, odds.unlikely, odds.at_risk],
      [promised.length, stands('missed'), stands('unlikely'), stands('at-risk')]);
    const sum = promised.reduce((/** @type {number} */ all, /** @type {any} */ item) => all + 1 - item.odds.on_time, 0);
    assert.ok(Math.abs(sum - odds.expected_misses) < 1, `${sum} ${odds.expected_misses}`);
    const counts = await page.locator('#sums button b').allInnerTexts();
    assert.deepEqual(counts.map(Number), [summary.lines, odds.missed, odds.unlikely, odds.at_risk, summary.lines - summary.promised]);
    const behind = await page.locator('#behind').innerText();
    assert.ok(behind.includes(`about ${Math.round(odds.expected_misses)} of ${odds.promised} promises missed`), behind);
    assert.ok(behind.includes(`it would be ${summary.late}.`), behind);
    await page.context().close();
  });

  test('shows the lines of a count when it is pressed, by keys too, and remembers it in the address', async () => {
    const page = await board(server);
    const session = await server.session('lin');
    const rows = () => page.locator('#rows .open').allInnerTexts();
    for (const [label, which] of [['missed', 'missed'], ['probably missed', 'unlikely'], ['at risk', 'at-risk'], ['without a promise', 'none']]) {
      const known = await session.ask('GET', `/board?limit=1000&promise=${which}`);
      const button = page.locator('#sums').getByRole('button', { name: new RegExp(`^[0-9]+ ?${label}$`) });
      await button.focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(url => url.searchParams.get('show') === which);
      await page.waitForFunction(count => document.querySelectorAll('#rows tr').length === count, known.items.length);
      assert.deepEqual(await rows(), known.items.map(nameOf), 'the same lines as the API, in its order');
      assert.equal(await button.locator('b').innerText(), String(known.items.length), 'as many as it counts');
      assert.equal(await button.getAttribute('aria-pressed'), 'true');
      assert.equal(await page.locator('#sums [aria-pressed=true]').count(), 1);
      assert.equal(await page.evaluate(() => document.activeElement?.closest('#sums') !== null), true, 'the focus stays');
      assert.notEqual(await page.locator('#meaning').innerText(), '');
    }
    await page.locator('#sums [data-show=at-risk]').click();
    assert.match(await page.locator('#meaning').innerText(), /A\s95\s%, B\s90\s%, C\s80\s%/);
    await page.waitForFunction(count => document.querySelectorAll('#rows tr').length === count, told.odds.at_risk);
    await page.reload();
    await page.locator('#rows tr').first().waitFor();
    assert.equal(await page.locator('#rows tr').count(), told.odds.at_risk);
    assert.equal(await page.locator('#sums [data-show=at-risk]').getAttribute('aria-pressed'), 'true');
    await page.locator('#sums [data-show=""]').click();
    await page.waitForURL(url => url.search === '');
    await page.waitForFunction(count => document.querySelectorAll('#rows tr').length === count, told.items.length);
    await page.context().close();
  });

  test('says what would help a late line, what it gains and whom it costs', async () => {
    const page = await board(server);
    const session = await server.session('lin');
    const item = told.items.find((/** @type {any} */ found) => found.order === 'SO-4227' && found.schedule === '2');
    const name = nameOf(item);
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
      const name = nameOf(item);
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
    const item = told.items.find((/** @type {any} */ found) => found.odds.standing === 'unlikely');
    await page.locator('#find').fill(item.order);
    await page.locator('#sums [data-show=unlikely]').click();
    await page.waitForURL(url => url.searchParams.get('show') === 'unlikely');
    await page.reload();
    await page.locator('#rows tr').first().waitFor();
    assert.equal(await page.locator('#find').inputValue(), item.order);
    const found = told.items.filter((/** @type {any} */ line) => line.order === item.order && line.odds.standing === 'unlikely');
    assert.equal(await page.locator('#rows tr').count(), found.length);
    await page.locator('#find').fill('');
    await page.locator('#sums [data-show=""]').click();
    await page.waitForURL(url => url.search === '');
    await page.context().close();
  });

  test('shows the order that the link of a mail names, and all again once something else is looked for', async () => {
    const page = await open(server);
    const item = told.items[told.items.length - 1];
    await page.goto(`${server.origin}/?order=${item.order}`);
    await signIn(page, 'lin');
    await page.locator('#rows tr').first().waitFor();
    const lines = told.items.filter((/** @type {any} */ line) => line.order === item.order);
    assert.equal(await page.locator('#rows tr').count(), lines.length);
    assert.equal(await page.locator('#find').inputValue(), item.order);
    await page.locator('#find').fill('');
    await page.waitForURL(url => url.search === '');
    await page.locator('#rows tr').nth(told.items.length - 1).waitFor();
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
    await page.context().close();
  });

  test('changes its language at once, also in an open explanation, and keeps it', async () => {
    const page = await board(server);
    await page.locator('#rows .open').first().click();
    await page.locator('#why .end').waitFor();
    await page.locator('#lang').click();
    await page.locator('#why .end b', { hasText: '发货' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
    assert.match(await page.locator('#board-title').innerText(), /个承诺很可能延误/);
    await page.locator('#why .answer', { hasText: '预计' }).first().waitFor();
    await page.reload();
    await page.locator('#rows tr').first().waitFor();
    assert.match(await page.locator('#board-title').innerText(), /个承诺很可能延误/);
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
