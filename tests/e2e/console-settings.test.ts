import type { BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import type { Integration } from '../harness/fixtures.ts';
import { anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let integration: Integration;
let accessToken: string;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openBrowserFixture();
  const { id } = await anAccount(stage.platform, 'berth');
  await anAccount(stage.platform, 'north');
  integration = await anIntegration(stage.platform, 'berth', { name: 'Tide Table' });
  await tokens(stage.platform, integration, { account: 'berth', email: 'admin@berth.test' });
  accessToken = (await tokens(stage.platform, integration, { account: 'north', email: 'admin@north.test' }))
    .access_token;
  context = await stage.visitor();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${stage.url}/console/accounts/${id}/integrations/${integration.client_id}`);
  await signIn(page, 'admin@berth.test');
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

/** Status of a call to the account's API with this token. */
const worksFor = async (token: string) =>
  (
    await stage.platform.inject({
      url: '/api/v4/account',
      host: `north.${new URL(stage.url).host}`,
      headers: { authorization: `Bearer ${token}` },
    })
  ).statusCode;

test('the dialog that pauses an integration says how many accounts it affects, and cancelling changes nothing', async () => {
  await page.getByRole('button', { name: 'Pause the integration' }).click();
  const dialog = page.getByRole('dialog', { name: 'Pause Tide Table?' });
  await dialog.getByText('The integration is enabled in 2 accounts and stops in all of them immediately').waitFor();
  await dialog.getByText('You can resume the integration.').waitFor();
  expect(await auditor(page).all()).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await worksFor(accessToken)).toBe(200);
});

test('a paused integration is refused in every account, and works again once resumed', async () => {
  await page.getByRole('button', { name: 'Pause the integration' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pause the integration' }).click();
  const on = page.getByRole('button', { name: 'Resume the integration' });
  await on.waitFor();
  await expect.poll(() => on.evaluate((button) => button === document.activeElement)).toBe(true);
  expect(await worksFor(accessToken)).toBe(401);
  await on.click();
  await page.getByText('live', { exact: true }).waitFor();
  expect(await worksFor(accessToken)).toBe(200);
});

const logo = () => page.getByRole('region', { name: 'Logo' });
const hasKeyboard = () =>
  logo()
    .getByRole('heading', { level: 2 })
    .evaluate((one) => one === document.activeElement);

async function chooseLogo(width: number, height: number): Promise<void> {
  const asking = page.waitForEvent('filechooser');
  await logo()
    .getByRole('button', { name: /^Choose/ })
    .click();
  const buffer = await sharp({ create: { width, height, channels: 3, background: '#0f5a73' } })
    .png()
    .toBuffer();
  await (await asking).setFiles({ name: 'tide.png', mimeType: 'image/png', buffer });
}

test('a chosen logo is previewed as it will look, before anybody else sees it', async () => {
  await chooseLogo(900, 100);
  const next = logo().getByRole('img', { name: 'tide.png as a logo' });
  await expect.poll(() => next.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBe(900);
  expect(await next.evaluate((one) => [one.clientWidth, one.clientHeight, getComputedStyle(one).objectFit])).toEqual([
    400,
    272,
    'contain',
  ]);
  expect(await auditor(page).all()).toEqual([]);
  await logo().getByText('There is no logo').waitFor();
  await logo().getByRole('button', { name: 'Cancel' }).click();
  await next.waitFor({ state: 'hidden' });
  await expect.poll(hasKeyboard).toBe(true);
});

test('a stored logo is shown until it is removed', async () => {
  await chooseLogo(900, 100);
  await logo().getByRole('button', { name: 'Use this logo' }).click();
  const now = logo().getByRole('img', { name: 'Logo of Tide Table' });
  await expect.poll(() => now.evaluate((one) => (one as HTMLImageElement).naturalHeight)).toBe(272);
  await expect.poll(hasKeyboard).toBe(true);
  await logo().getByRole('button', { name: 'Remove the logo' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove the logo?' });
  await dialog.getByText('To restore the logo you need the file.').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await now.waitFor();
  await logo().getByRole('button', { name: 'Remove the logo' }).click();
  await dialog.getByRole('button', { name: 'Remove the logo' }).click();
  await now.waitFor({ state: 'hidden' });
  await expect.poll(hasKeyboard).toBe(true);
});

const disappears = () => page.getByRole('dialog', { name: 'Delete Tide Table?' });

test('the dialog that deletes an integration says what ends, and requires its name', async () => {
  await page.getByRole('button', { name: 'Delete the integration' }).click();
  await disappears().getByText('The integration is enabled in 2 accounts.').waitFor();
  await disappears().getByText('no disconnect hooks are sent').waitFor();
  const name = disappears().getByLabel('To delete the integration, type its name');
  await name.fill('Tide');
  await disappears().getByRole('button', { name: 'Delete the integration' }).click();
  await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true');
  await disappears().getByText('The name does not match. Type it exactly as above.').waitFor();
  expect(await auditor(page).all()).toEqual([]);
  await page.keyboard.press('Escape');
  await disappears().waitFor({ state: 'hidden' });
  expect(await worksFor(accessToken)).toBe(200);
});

test('a deleted integration is gone from the list, which says so, and its token gets 401', async () => {
  await page.getByRole('button', { name: 'Delete the integration' }).click();
  await disappears().getByLabel('To delete the integration, type its name').fill('Tide Table');
  await disappears().getByRole('button', { name: 'Delete the integration' }).click();
  await page.getByRole('heading', { level: 1, name: 'My integrations' }).waitFor();
  await page.getByRole('status').getByText('“Tide Table” has been deleted.').waitFor();
  expect(await page.getByRole('link', { name: 'Tide Table' }).count()).toBe(0);
  expect(await worksFor(accessToken)).toBe(401);
});

test('the settings page does not violate its Content-Security-Policy', () => {
  expect(complaints).toEqual([]);
});
