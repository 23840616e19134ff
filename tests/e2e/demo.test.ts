import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BorrowedChromium } from '../browser/borrow-chromium.ts';
import { borrowChromium } from '../browser/borrow-chromium.ts';
import { command } from '../harness/node-process.ts';
import type { ServerProcess } from '../harness/server-process.ts';
import { startServer } from '../harness/server-process.ts';
import { freePort } from '../harness/free-port.mjs';
import { aBrowser, allow, untilClickable } from './browser-fixture.ts';

/** Data folder of the demo that `npm start` runs for a newcomer, who knows only what it prints. */
let folder: string;
let server: ServerProcess;
let browser: BorrowedChromium;
let page: Page;
let shop: string;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pristan-demo-'));
  const port = await freePort();
  server = await startServer({ PRISTAN_DATA_DIR: folder, PRISTAN_PORT: String(port) }, ['tools/start.mjs']);
  [, url = ''] = /ready at (\S+)/.exec(server.output()) ?? [];
  [, shop = ''] = /Example shop +(\S+)/.exec(server.output()) ?? [];
  browser = await borrowChromium();
  page = await (await aBrowser(browser)).newPage();
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Reads a person’s login from what `npm start` printed. */
function printed(who: string): { email: string; password: string } {
  const [, email = '', password = ''] = new RegExp(`(${who}\\S+) +(\\S+)`).exec(server.output()) ?? [];
  return { email, password };
}

/** Signs a person in. Olga's pages are in Russian after that. */
async function signIn(to: Page, who: string): Promise<void> {
  const { email, password } = printed(who);
  await to.getByLabel(/^email/i).fill(email);
  await to.getByLabel(/^password/i).fill(password);
  await to.getByRole('button', { name: /^sign in/i }).click();
}

const heard = (what: string) => page.getByRole('row').filter({ hasText: what });

test('the demo’s shop and platform answer at the printed addresses, on the requested port', async () => {
  expect(url).toBe(`http://localhost:${server.port}`);
  await page.goto(shop);
  await page.getByRole('heading', { name: 'Gull Shop' }).waitFor();
});

test('a `pristan` command without a data folder uses the demo that is running, with its addresses', async () => {
  const asked = { NODE_ENV: 'development', PRISTAN_PORT: String(server.port) };
  const { accounts } = await command<{ accounts: readonly { domain: string }[] }>(asked, 'account', 'list');
  expect(accounts.length).toBeGreaterThan(0);
  for (const { domain } of accounts) expect(domain).toMatch(new RegExp(`\\.localhost:${server.port}$`));
});

test('the demo kiosk’s button creates an integration, and its keys arrive before the person does', async () => {
  await page.goto(shop);
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: 'Connect Gull Kiosk' }).click(),
  ]);
  await signIn(popup, 'ivan');
  await popup.getByText('A new integration will be created').waitFor();
  await allow(popup);
  await page.getByRole('heading', { name: 'Connected to North Wind' }).waitFor();
  await page.goto(shop);
  await heard('Keys of a new integration').filter({ hasText: 'yes' }).waitFor();
});

/**
 * Chooses the account that owns the shop, and waits for its page: until then every link leads into the other account.
 */
async function openBerth(admin: Page): Promise<void> {
  await admin.getByLabel('Аккаунт', { exact: true }).selectOption({ label: 'Причал' });
  await expect.poll(() => admin.title()).toContain(' · Причал · ');
}

test('an admin installs the demo shop’s widget, and sees that its code was exchanged', async () => {
  const admin = await (await aBrowser(browser)).newPage();
  await admin.goto(`${url}/sign-in`);
  await signIn(admin, 'olga');
  await openBerth(admin);
  await admin.getByRole('navigation').getByRole('link', { name: 'Мои интеграции' }).click();
  await admin.getByRole('link', { name: 'Gull Shop' }).click();
  await admin.getByRole('link', { name: 'Виджет' }).click();
  await admin.getByRole('link', { name: 'Установить в этом аккаунте' }).click();
  await untilClickable(admin);
  await admin.getByRole('button', { name: /^установить/i }).click();
  await admin.waitForURL(/\?done=installed$/);
  await expect
    .poll(async () => {
      await admin.reload();
      await admin.getByRole('region', { name: 'Отправленные коды' }).waitFor();
      return admin.getByRole('region', { name: 'Отправленные коды' }).innerText();
    })
    .toMatch(/код обменян/);
  // The shop records the connection a moment after it has got the tokens.
  await expect
    .poll(async () => {
      await page.goto(shop);
      return heard('A widget was installed').filter({ hasText: 'yes' }).count();
    })
    .toBe(1);
  await page.getByText(/Причал \(\d+\)/).waitFor();
});

test('the delivery log shows the demo shop’s response, and disabling the integration notifies the shop', async () => {
  const admin = await (await aBrowser(browser)).newPage();
  await admin.goto(`${url}/sign-in`);
  await signIn(admin, 'olga');
  await openBerth(admin);
  await admin.getByRole('link', { name: 'Gull Shop' }).click();
  await admin.getByRole('link', { name: 'Отключить Gull Shop' }).click();
  await untilClickable(admin);
  await admin.getByRole('button', { name: /^отключить/i }).click();
  await admin.waitForURL(/\?done=/);
  await expect
    .poll(async () => {
      await page.goto(shop);
      return heard('Disconnected').filter({ hasText: 'yes' }).count();
    })
    .toBe(1);
  await admin.getByRole('navigation').getByRole('link', { name: 'Мои интеграции' }).click();
  await admin.getByRole('link', { name: 'Gull Shop' }).click();
  await admin.getByRole('link', { name: 'Доставки' }).click();
  const rows = admin.getByRole('main').getByRole('listitem').filter({ hasText: 'ответ 200' });
  await expect.poll(() => rows.count()).toBe(2);
  await admin.getByRole('link', { name: 'Вебхук установки' }).click();
  await admin
    .getByText(/from_widget=1/)
    .first()
    .waitFor();
  expect(await admin.getByRole('region', { name: /^Запрос/ }).innerText()).toContain('code=***');
});
