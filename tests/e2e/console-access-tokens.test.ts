import { storeTokenUses } from '@pristan/flows';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import { anAccount, anIntegration, aUser } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let address: string;
let integrations: string;
let token: string;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openBrowserFixture();
  const { id } = await anAccount(stage.platform, 'berth', true);
  await aUser(stage.platform, 'second@berth.test', { berth: 'admin' });
  await anIntegration(stage.platform, 'berth', { name: 'Tide Table' });
  // The search field lists fewer integrations than these until something is typed.
  for (let made = 0; made < 20; made++) {
    stage.platform.clock.advance(1);
    await anIntegration(stage.platform, 'berth', { name: `Buoy ${made}`, kind: 'private' });
  }
  address = `${stage.url}/console/accounts/${id}/access-tokens`;
  integrations = `${stage.url}/api/platform/accounts/${id}/integrations`;
  context = await stage.visitor();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 422/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(address);
  await signIn(page, 'admin@berth.test');
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

const mint = async () => page.getByRole('button', { name: 'Create token' }).click();
const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });
const statusOf = async () => (await fetch(integrations, { headers: { authorization: `Bearer ${token}` } })).status;

test('the page without access tokens says what they are for, and missing values are marked at their fields', async () => {
  await page.getByText('Personal access tokens appear here.').waitFor();
  expect(await page.getByRole('link', { name: 'Access tokens', exact: true }).getAttribute('aria-current')).toBe(
    'page',
  );
  await mint();
  await expect.poll(() => page.getByRole('textbox', { name: 'Name' }).getAttribute('aria-invalid')).toBe('true');
  await expect.poll(() => page.getByText('Required.', { exact: true }).count()).toBe(2);
  expect(await auditor(page).all()).toEqual([]);
});

test('a new personal access token is shown once and works', async () => {
  await page.getByRole('textbox', { name: 'Name' }).fill('Build server');
  await page.getByRole('checkbox', { name: 'Read integrations, their texts and widgets' }).check();
  await page.getByRole('combobox', { name: 'Valid for' }).selectOption('30 days');
  await mint();
  token = await page.getByRole('textbox', { name: 'Token' }).inputValue();
  expect(token).toMatch(/^pristan_pat_/);
  await page.getByRole('button', { name: 'Copy' }).waitFor();
  expect(await auditor(page).all()).toEqual([]);
  expect(await statusOf()).toBe(200);
  await page.getByRole('button', { name: 'Done' }).click();
  await row('Build server').getByText('active', { exact: true }).waitFor();
  await storeTokenUses(stage.platform.world);
  await page.reload();
  await row('Build server').getByText('last used').waitFor();
  expect(await page.content()).not.toContain(token);
});

test('an access token for a single integration is listed with its name', async () => {
  await page.getByRole('textbox', { name: 'Name' }).fill('Only tides');
  await page.getByRole('checkbox', { name: 'Read deliveries' }).check();
  await page.getByRole('combobox', { name: 'For which integration' }).fill('tide');
  await page.getByRole('option', { name: 'Tide Table' }).click();
  await mint();
  await row('Only tides').getByText('only for Tide Table').waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
});

test('after a token for one integration, the form is for all integrations again', async () => {
  const field = page.getByRole('combobox', { name: 'For which integration' });
  expect(await field.inputValue()).toBe('');
  await page.getByRole('textbox', { name: 'Name' }).fill('Everything');
  await mint();
  await row('Everything').getByText('active', { exact: true }).waitFor();
  expect(await row('Everything').getByText('only for').count()).toBe(0);
  await page.getByRole('button', { name: 'Done' }).click();
});

test('a personal access token is revoked after a dialog that says what ends', async () => {
  await page.getByRole('button', { name: 'Revoke Build server' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revoke Build server?' });
  await dialog.getByText('refused from its next request on').waitFor();
  expect(await auditor(page).all()).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await statusOf()).toBe(200);
  await page.getByRole('button', { name: 'Revoke Build server' }).click();
  await dialog.getByRole('button', { name: 'Revoke the token' }).click();
  await row('Build server').getByText('revoked', { exact: true }).first().waitFor();
  expect(await statusOf()).toBe(401);
  expect(await page.getByRole('button', { name: 'Revoke Build server' }).count()).toBe(0);
});

test('another admin sees whose access token it is, also in the dialog that revokes it', async () => {
  const theirs = await stage.visitor();
  const other = await theirs.newPage();
  await other.goto(address);
  await signIn(other, 'second@berth.test');
  await other.getByRole('listitem').filter({ hasText: 'Only tides' }).getByText('admin', { exact: true }).waitFor();
  await other.getByRole('button', { name: 'Revoke Only tides' }).click();
  await other.getByRole('dialog').getByText('This token is admin’s.').waitFor();
  await theirs.close();
});

test('a member’s console has no section for access tokens', async () => {
  const theirs = await stage.visitor();
  const other = await theirs.newPage();
  await other.goto(`${stage.url}/console`);
  await signIn(other, 'member@berth.test');
  await other.getByRole('heading', { level: 1, name: 'My access' }).waitFor();
  expect(await other.getByRole('link', { name: 'Access tokens', exact: true }).count()).toBe(0);
  await theirs.close();
});

test('the access tokens page passes axe in both themes and does not violate its Content-Security-Policy', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await auditor(page).all()).toEqual([]);
  }
  expect(complaints).toEqual([]);
});
