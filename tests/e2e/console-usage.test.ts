import { storeGrantUses } from '@pristan/flows';
import type { BrowserContext, Page } from 'playwright-core';
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
let address: string;
let token: string;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openBrowserFixture();
  const { id } = await anAccount(stage.platform, 'north');
  integration = await anIntegration(stage.platform, 'north', { name: 'Tide Table' });
  token = (await tokens(stage.platform, integration, { account: 'north', email: 'admin@north.test' })).access_token;
  address = `${stage.url}/console/accounts/${id}/installed/${integration.client_id}`;
  context = await stage.visitor();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(address);
  await signIn(page, 'admin@north.test');
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

test('a grant not used yet says so, and when its tokens expire', async () => {
  await page.getByText('not used yet').waitFor();
  await page.getByText(/expires in (3 months|90 days)/).waitFor();
});

test('a used grant shows its last call, and a chart of 30 days that screen readers can read', async () => {
  for (const _ of [1, 2]) {
    const { status } = await fetch(`${stage.url}/api/v4/account`, { headers: { authorization: `Bearer ${token}` } });
    expect(status).toBe(200);
  }
  await storeGrantUses(stage.platform.world);
  await page.reload();
  await page.getByText('last used just now').waitFor();
  const chart = page.getByRole('figure').filter({ hasText: /2 calls in 30 days; \d on .* · days in UTC$/ });
  await chart.waitFor();
  const today = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
  const days = await chart.locator('title').allTextContents();
  expect([days.length, days.at(0)?.split(': ')[1]]).toEqual([30, '0']);
  // Just before midnight the two calls may fall on two days.
  const told = await chart.getByRole('listitem').allTextContents();
  expect(days.filter((day) => !day.endsWith(': 0'))).toEqual(told);
  if (told.length === 1) expect(told).toEqual([`${today.format(stage.platform.clock.now())}: 2`]);
});

test('relative times on an open page stay current', async () => {
  await page.clock.install();
  await page.goto(address);
  await page.getByText('last used just now').waitFor();
  await page.clock.fastForward('05:00');
  await page.getByText(/last used [56] minutes ago/).waitFor();
});

test('the page with a grant’s usage passes axe in both themes', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await auditor(page).all(), colorScheme).toEqual([]);
  }
});

test('the console’s navigation links to the API page', async () => {
  await page.getByRole('link', { name: 'API reference' }).click();
  await page.getByRole('heading', { level: 1, name: 'Platform API' }).waitFor();
  // The gallery runs axe on a short sample of the API page; only the whole page can have duplicate ids.
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
  expect(ids.length).toBeGreaterThan(50);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(complaints).toEqual([]);
});
