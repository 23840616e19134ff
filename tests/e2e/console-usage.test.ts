import { storeUses } from '@pristan/flows';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import type { Integration } from '../harness/people.ts';
import { anAccount, anIntegration, tokens } from '../harness/people.ts';
import type { Stage } from './stage.ts';
import { openStage, signIn } from './stage.ts';

let stage: Stage;
let context: BrowserContext;
let page: Page;
let integration: Integration;
let address: string;
let token: string;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openStage();
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

test('a grant that no call came with says so, and when its tokens run out', async () => {
  await page.getByText('not used yet').waitFor();
  await page.getByText('expires in 3 months').waitFor();
});

test('after calls it says when the last one was, and shows 30 days as a chart that is told in words', async () => {
  for (const _ of [1, 2]) {
    const { status } = await fetch(`${stage.url}/api/v4/account`, { headers: { authorization: `Bearer ${token}` } });
    expect(status).toBe(200);
  }
  await storeUses(stage.platform.world);
  await page.reload();
  await page.getByText('last used just now').waitFor();
  const chart = page.getByRole('figure').filter({ hasText: /2 calls in 30 days; \d on .* · days in UTC$/ });
  await chart.waitFor();
  const today = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
  const days = await chart.locator('title').allTextContents();
  expect([days.length, days.at(0)?.split(': ')[1]]).toEqual([30, '0']);
  // Just before midnight the two calls are of two days.
  const told = await chart.getByRole('listitem').allTextContents();
  expect(days.filter((day) => !day.endsWith(': 0'))).toEqual(told);
  if (told.length === 1) expect(told).toEqual([`${today.format(stage.platform.clock.now())}: 2`]);
});

test('a page that stays open goes on telling how long ago it was', async () => {
  await page.clock.install();
  await page.goto(address);
  await page.getByText('last used just now').waitFor();
  await page.clock.fastForward('05:00');
  await page.getByText(/last used [56] minutes ago/).waitFor();
});

test('the page passes axe in both themes', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await auditor(page).all(), colorScheme).toEqual([]);
  }
});

test('the foot of the navigation leads to the API’s description', async () => {
  await page.getByRole('link', { name: 'API description' }).click();
  await page.getByRole('heading', { level: 1, name: 'Platform API' }).waitFor();
  // axe judges a short sample of this page in the gallery; what the whole one adds is names that may clash.
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
  expect(ids.length).toBeGreaterThan(50);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(complaints).toEqual([]);
});
