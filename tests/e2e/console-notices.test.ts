import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAccount, anIntegration } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let accountId: number;
beforeAll(async () => {
  stage = await openBrowserFixture();
  accountId = (await anAccount(stage.platform, 'north')).id;
  context = await stage.visitor();
  page = await context.newPage();
  const { client_id: clientId } = await anIntegration(stage.platform, 'north', { name: 'Harbour Mail' });
  await page.goto(`${stage.url}/console/accounts/${accountId}/integrations/${clientId}/keys`);
  await signIn(page, 'admin@north.test');
  await page.getByRole('heading', { level: 1, name: 'Harbour Mail' }).waitFor();
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

test('notifications are counted on every page, and read and dismissed on their own page', async () => {
  await page.getByRole('link', { name: 'Notifications', exact: true }).waitFor();
  const { db, random, clock } = stage.platform.world;
  const facts = JSON.stringify({ integration: 'Harbour Mail', host: 'shop.test', failingSince: 0, failure: 'timeout' });
  await db
    .insertInto('notices')
    .values({ id: random.uuid(), account_id: accountId, kind: 'receiver_failing', facts, created_at: clock.now() })
    .execute();
  await page.reload();
  await page.getByRole('link', { name: '1 notification' }).click();
  await page.getByRole('heading', { level: 1, name: 'Notifications' }).waitFor();
  const note = page.getByRole('note').filter({ hasText: 'Harbour Mail' });
  await note.getByRole('button', { name: /^Dismiss: / }).click();
  await page.getByText('You’re all caught up.').waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Notifications');
  await page.getByRole('link', { name: 'Notifications', exact: true }).waitFor();
});

test('a person chooses by keyboard which notifications are mailed, and the choice is stored', async () => {
  await page.goto(`${stage.url}/console/notices`);
  await page.getByRole('link', { name: 'Choose what you get by email' }).click();
  await page.getByRole('heading', { level: 1, name: 'My settings' }).waitFor();
  const shown = page.getByRole('checkbox', { name: 'A secret key was shown' });
  expect(await shown.isChecked()).toBe(true);
  await shown.focus();
  await page.keyboard.press('Space');
  await page
    .getByRole('status')
    .filter({ hasText: 'Saved. You no longer get an email for: A secret key was shown.' })
    .waitFor();
  await page.reload();
  expect(await shown.isChecked()).toBe(false);
  expect(await page.getByRole('checkbox', { name: 'A secret key was rotated' }).isChecked()).toBe(true);
});

test('a person chooses the language of their pages and mails', async () => {
  await page.goto(`${stage.url}/console/me`);
  await page.getByRole('combobox', { name: 'Language of pages and emails' }).selectOption('ru');
  await page.getByRole('button', { name: 'Change the language' }).click();
  await page.getByRole('heading', { level: 1, name: 'Мои настройки' }).waitFor();
});
