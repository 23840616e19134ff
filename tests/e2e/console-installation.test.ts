import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Integration } from '../harness/fixtures.ts';
import { aCode, anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn, untilClickable } from './browser-fixture.ts';

const place = { account: 'north', email: 'admin@north.test' };
let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let integration: Integration;
let account: string;
let there: string;
beforeAll(async () => {
  stage = await openBrowserFixture();
  await anAccount(stage.platform, 'berth');
  account = `${stage.url}/accounts/${(await anAccount(stage.platform, 'north')).id}`;
  integration = await anIntegration(stage.platform, 'berth', { name: 'Tide Table' });
  await aCode(stage.platform, integration, place);
  context = await stage.visitor({ zone: 'Asia/Tokyo' });
  page = await context.newPage();
  there = `${account.replace('/accounts', '/console/accounts')}/installed/${integration.client_id}`;
  await page.goto(there);
  await signIn(page, place.email);
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

const sides = () => page.getByRole('region', { name: 'Connection status' });

test('an admin sees whether the integrator has exchanged its authorization code', async () => {
  await sides().getByText('A code was issued and has not been exchanged yet:').waitFor();
  await sides().getByText('The integration has not called the API yet.').waitFor();
  await tokens(stage.platform, integration, place);
  await page.reload();
  await sides().getByText('The code was exchanged for tokens').waitFor();
});

test('a disabled integration links to the consent page to be enabled again', async () => {
  await page.getByRole('link', { name: 'Disable Tide Table' }).click();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.waitForURL(there);
  await page.getByRole('link', { name: 'Disable Tide Table' }).click();
  await untilClickable(page);
  await page.getByRole('button', { name: /disable/i }).click();
  await page.waitForURL(`${there}?done=disabled`);
  await page.getByRole('status').filter({ hasText: 'The integration is disabled here.' }).waitFor();
  await sides().getByText('The integration’s tokens and codes no longer work here.').waitFor();
  await page.getByRole('link', { name: 'Enable on the consent page' }).click();
  await page.getByRole('button', { name: /^Allow/ }).waitFor();
  expect(new URL(page.url()).searchParams.get('client_id')).toBe(integration.client_id);
});

test('the server’s pages show times in the time zone of a browser that has opened the console', async () => {
  const own = await anIntegration(stage.platform, 'north', { kind: 'private', name: 'Own script' });
  await page.goto(`${account}/integrations/${own.client_id}`);
  await untilClickable(page);
  await page.getByRole('button', { name: 'Issue an authorization code' }).click();
  await page.locator('#code-value').waitFor();
  stage.platform.clock.advance(21 * 60_000);
  await page.reload();
  const told = await page.getByRole('main').getByRole('time').first().getAttribute('data-exact');
  expect(told).toMatch(/^\d+ \w+ \d{4} at \d\d:\d\d GMT\+9$/);
});
