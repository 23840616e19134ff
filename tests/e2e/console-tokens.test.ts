import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import type { Integration } from '../harness/fixtures.ts';
import { aCode, anAccount, anIntegration } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let address: (integration: Integration) => string;
let integration: Integration;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openBrowserFixture();
  const berth = await anAccount(stage.platform, 'berth');
  integration = await anIntegration(stage.platform, 'berth', { name: 'Nightly', kind: 'private' });
  address = ({ client_id }) => `${stage.url}/console/accounts/${berth.id}/integrations/${client_id}`;
  context = await stage.visitor();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4(09|22)/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${address(integration)}/tokens`);
  await signIn(page, 'admin@berth.test');
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

const mint = async (name: string) => {
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Create token' }).click();
};
const account = async (token: string) =>
  (
    await stage.platform.inject({
      url: '/api/v4/account',
      host: `berth.${new URL(stage.url).host}`,
      headers: { authorization: `Bearer ${token}` },
    })
  ).statusCode;
let token: string;

test('a long-lived token for an integration that is not installed is refused, and the input stays', async () => {
  await page.getByText('Long-lived tokens appear here.').waitFor();
  await mint('Report');
  await page.getByRole('alert').getByText('An admin of this account has to allow the integration first.').waitFor();
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Report');
});

test('a long-lived token’s missing name or last day is marked at its field', async () => {
  await aCode(stage.platform, integration, { account: 'berth', email: 'admin@berth.test' });
  await page.getByRole('textbox', { name: 'Name' }).fill('');
  await page.getByRole('button', { name: 'Create token' }).click();
  await expect.poll(() => page.getByRole('textbox', { name: 'Name' }).getAttribute('aria-invalid')).toBe('true');
  const day = page.getByLabel('Last day');
  await day.fill('');
  await mint('Report');
  await expect.poll(() => day.getAttribute('aria-invalid')).toBe('true');
});

const hasKeyboard = (where: Locator) => where.evaluate((one) => one === document.activeElement);
const heading = (name: string) => page.getByRole('heading', { level: 2, name });

test('a new long-lived token is shown once and works', async () => {
  await page.getByLabel('Last day').fill((await page.getByLabel('Last day').getAttribute('max')) ?? '');
  await mint('Report');
  const field = page.getByRole('textbox', { name: 'Token' });
  token = await field.inputValue();
  await expect.poll(() => hasKeyboard(field)).toBe(true);
  expect(await account(token)).toBe(200);
  await page.getByRole('listitem').filter({ hasText: 'Report' }).getByText('active', { exact: true }).waitFor();
  expect(await auditor(page).all()).toEqual([]);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Create token' }).waitFor();
  await expect.poll(() => hasKeyboard(heading('Create a long-lived token'))).toBe(true);
  await page.reload();
  await page.getByRole('listitem').filter({ hasText: 'Report' }).waitFor();
  expect(await page.content()).not.toContain(token);
});

test('a long-lived token is revoked after a dialog that says what ends', async () => {
  await page.getByRole('button', { name: 'Revoke Report' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revoke Report?' });
  await dialog.getByText('refused from its next request on').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await account(token)).toBe(200);
  await page.getByRole('button', { name: 'Revoke Report' }).click();
  expect(await auditor(page).all()).toEqual([]);
  await dialog.getByRole('button', { name: 'Revoke the token' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('listitem').getByText('revoked', { exact: true }).first().waitFor();
  expect(await account(token)).toBe(401);
  expect(await page.getByRole('button', { name: 'Revoke Report' }).count()).toBe(0);
  await expect.poll(() => hasKeyboard(heading('Tokens'))).toBe(true);
});

test('a public integration has no page for long-lived tokens', async () => {
  const shown = await anIntegration(stage.platform, 'berth', { name: 'Tide Table' });
  await page.goto(address(shown));
  await page.getByRole('link', { name: 'Widget', exact: true }).waitFor();
  expect(await page.getByRole('link', { name: 'Tokens', exact: true }).count()).toBe(0);
});

test('the long-lived tokens page passes axe in both themes and does not violate its Content-Security-Policy', async () => {
  await page.goto(`${address(integration)}/tokens`);
  await page.getByRole('listitem').filter({ hasText: 'Report' }).waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await auditor(page).all()).toEqual([]);
  }
  expect(complaints).toEqual([]);
});
