// Letting tablets and operators in from the page of floor leads.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open, signIn } from '../browser.js';
import { accessible, fits, picture } from '../look.js';
import { Server } from '../server.js';

describe('tablets and operators', () => {
  /** @type {Server} */
  let server;
  before(async () => { server = await Server.start('full'); });
  after(() => server.stop());

  /** @param {Parameters<typeof open>[1] & { name?: string }} [how] */
  async function tablets(how = {}) {
    const page = await open(server, how);
    await signIn(page, how.name ?? 'admin');
    await page.locator('#tablets').click();
    await page.locator('#floor h1').waitFor();
    return page;
  }

  test('a code enrols one tablet, which is seen when it has come, and can be revoked', async () => {
    const page = await tablets();
    await page.locator('#tablet').fill('saw-left');
    await page.locator('#centres input[value="SAW-1"]').check();
    await page.locator('#invite button[type=submit]').click();
    const url = await page.locator('#code code').innerText();
    assert.match(url, new RegExp(`^${server.origin}/floor/#enrol=.+`));
    assert.match(await page.locator('#code').innerText(), /Good for (10:00|9:5\d)/);
    await accessible(page, 'a code');
    await picture(page, 'tablets-code');
    // The tablet scans it.
    const enrolled = await page.evaluate(async code => (await fetch('/api/v1/floor/enrolment', {
      method: 'POST', credentials: 'omit', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ code }),
    })).status, url.split('=')[1]);
    assert.equal(enrolled, 201);
    await page.locator('#devices tr').waitFor();
    assert.match(await page.locator('#devices tr').innerText(), /saw-left\s+SAW-1/);
    await page.getByText('The tablet is enrolled.').waitFor();
    page.on('dialog', dialog => dialog.accept());
    await page.locator('#devices button').click();
    await page.locator('#devices tr.is-over').waitFor();
    // Another tablet in its place: the name was there before, and its code is still for somebody to scan.
    await page.locator('#tablet').fill('saw-left');
    await page.locator('#invite button[type=submit]').click();
    await page.getByText(/^Good for (10:00|9:5\d)/).waitFor();
    const again = await page.locator('#code code').innerText();
    await page.waitForTimeout(3500);
    assert.equal(await page.locator('#code code').innerText(), again, 'nobody has used it yet');
    await page.evaluate(async code => fetch('/api/v1/floor/enrolment', {
      method: 'POST', credentials: 'omit', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ code }),
    }), again.split('=')[1]);
    await page.getByText('The tablet is enrolled.').waitFor();
    await page.context().close();
  });

  test('an operator is added with a PIN, gets a badge, and is let in no more', async () => {
    const page = await tablets({ lang: 'zh' });
    await page.locator('#operator').fill('1042');
    await page.locator('#called').fill('周敏');
    await page.locator('#pin').fill('1111');
    await page.locator('#lead').check();
    await page.locator('#person button[type=submit]').click();
    // A PIN that everybody tries first is refused in words, and the form keeps what was typed.
    await page.locator('#person-wrong').waitFor();
    assert.match(await page.locator('#person-wrong').innerText(), /密码须为 4 至 8 位数字/);
    await page.locator('#pin').fill('5824');
    await page.locator('#person button[type=submit]').click();
    const row = page.locator('#people tr', { hasText: '1042' });
    await row.waitFor();
    assert.match(await row.innerText(), /周敏[\s\S]*班组长[\s\S]*密码/);
    await row.getByRole('button', { name: '制作工牌' }).click();
    await page.locator('#badge img').waitFor();
    await accessible(page, 'a badge');
    await picture(page, 'tablets-badge');
    await row.getByRole('button', { name: '停止登录' }).click();
    await page.locator('#people tr.is-over', { hasText: '1042' }).waitFor();
    await page.context().close();
  });

  test('it fits a phone, in the dark too', async () => {
    const page = await tablets({ size: 'phone', dark: true });
    await accessible(page, 'tablets on a phone');
    await fits(page, 'tablets on a phone');
    await picture(page, 'tablets-phone');
    await page.context().close();
  });

  test('whoever may not, or is not signed in, is told so', async () => {
    const page = await open(server);
    await page.goto(`${server.origin}/tablets`);
    await page.getByText('Sign in on the board, then come back.').waitFor();
    await page.goto(server.origin);
    await signIn(page, 'chen');
    await page.locator('#rows tr').first().waitFor();
    assert.equal(await page.locator('#tablets').isVisible(), false);
    await page.goto(`${server.origin}/tablets`);
    await page.getByText('Your role does not include this').waitFor();
    await page.context().close();
  });
});
