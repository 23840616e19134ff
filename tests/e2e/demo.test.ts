import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../browser/chromium.mjs';
import type { ServerProcess } from '../harness/server-process.ts';
import { startServer } from '../harness/server-process.ts';
import { aBrowser, allow, freePort, untilPressable } from './stage.ts';

/** What `npm start` is, for somebody who just cloned: nothing is known but what it prints. */
let folder: string;
let server: ServerProcess;
let browser: Browser;
let page: Page;
let shop: string;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pristan-demo-'));
  const port = await freePort();
  server = await startServer({ PRISTAN_DATA_DIR: folder, PRISTAN_PORT: String(port) }, ['tools/start.mjs']);
  [, url = ''] = /ready at (\S+)/.exec(server.output()) ?? [];
  [, shop = ''] = /Example shop +(\S+)/.exec(server.output()) ?? [];
  browser = await launchChromium();
  page = await (await aBrowser(browser)).newPage();
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The person and password that were printed. */
function printed(who: string): { email: string; password: string } {
  const [, email = '', password = ''] = new RegExp(`(${who}\\S+) +(\\S+)`).exec(server.output()) ?? [];
  return { email, password };
}

/** Olga reads Russian, as her pages do from then on. */
async function signIn(to: Page, who: string): Promise<void> {
  const { email, password } = printed(who);
  await to.getByLabel(/e-mail/i).fill(email);
  await to.getByLabel(/^password/i).fill(password);
  await to.getByRole('button', { name: /^sign in/i }).click();
}

const heard = (what: string) => page.getByRole('row').filter({ hasText: what });

test('the shop and the platform answer at the printed addresses, on the port that was asked for', async () => {
  expect(url).toBe(`http://localhost:${server.port}`);
  await page.goto(shop);
  await page.getByRole('heading', { name: 'Gull Shop' }).waitFor();
});

test('the kiosk’s button makes an integration: its keys come before the visitor does', async () => {
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

test('an admin installs the shop’s widget from the account’s page, and sees that its code was used', async () => {
  const admin = await (await aBrowser(browser)).newPage();
  await admin.goto(`${url}/sign-in`);
  await signIn(admin, 'olga');
  await admin.getByRole('link', { name: 'Причал' }).click();
  await admin.getByRole('link', { name: 'Gull Shop' }).first().click();
  await admin.getByRole('link', { name: /^установить/i }).click();
  await untilPressable(admin);
  await admin.getByRole('button', { name: /^установить/i }).click();
  await admin.waitForURL(/\?done=/);
  await expect
    .poll(async () => {
      await admin.reload();
      return admin.getByRole('listitem').filter({ hasText: 'Gull Shop' }).first().innerText();
    })
    .toMatch(/код обменян/);
  // The shop notes it a moment after the platform has given the tokens.
  await expect
    .poll(async () => {
      await page.goto(shop);
      return heard('A widget was installed').filter({ hasText: 'yes' }).count();
    })
    .toBe(1);
  await page.getByText(/Причал \(\d+\)/).waitFor();
});

test('the delivery log shows what the shop answered, and disabling tells the shop', async () => {
  const admin = await (await aBrowser(browser)).newPage();
  await admin.goto(`${url}/sign-in`);
  await signIn(admin, 'olga');
  await admin.getByRole('link', { name: 'Причал' }).click();
  const account = admin.url();
  await admin
    .getByRole('link', { name: /^отключить/i })
    .first()
    .click();
  await untilPressable(admin);
  await admin.getByRole('button', { name: /^отключить/i }).click();
  await admin.waitForURL(/\?done=/);
  await expect
    .poll(async () => {
      await page.goto(shop);
      return heard('Disconnected').filter({ hasText: 'yes' }).count();
    })
    .toBe(1);
  await admin.goto(account);
  await admin.getByRole('link', { name: 'Gull Shop' }).last().click();
  await admin.getByRole('link', { name: 'Доставки' }).click();
  const rows = admin.getByRole('listitem').filter({ hasText: 'ответ 200' });
  await expect.poll(() => rows.count()).toBe(2);
  await admin.getByRole('link', { name: 'Хук установки' }).click();
  await admin.getByText('Запрос', { exact: true }).click();
  await admin.getByText(/from_widget=1/).waitFor();
  expect(await admin.getByRole('region', { name: 'Запрос' }).innerText()).toContain('code=***');
});
