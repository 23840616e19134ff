import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Integration } from '../harness/people.ts';
import { aCode, anAccount, anIntegration, tokens } from '../harness/people.ts';
import type { Stage } from './stage.ts';
import { openStage, signIn, untilPressable } from './stage.ts';

const place = { account: 'north', email: 'admin@north.test' };
let stage: Stage;
let context: BrowserContext;
let page: Page;
let integration: Integration;
let account: string;
let there: string;
beforeAll(async () => {
  stage = await openStage();
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

const sides = () => page.getByRole('region', { name: 'Both sides' });

test('an admin sees that the other side has not taken its keys yet, and then that it has', async () => {
  await sides().getByText('A code was issued and is not exchanged yet:').waitFor();
  await sides().getByText('It has not called the API yet.').waitFor();
  await tokens(stage.platform, integration, place);
  await page.reload();
  await sides().getByText('The code was exchanged for tokens').waitFor();
});

test('a disabled integration is enabled again on the consent page, where a person presses', async () => {
  await page.getByRole('link', { name: 'Disable Tide Table' }).click();
  await page.getByRole('link', { name: 'Keep it enabled' }).click();
  await page.waitForURL(there);
  await page.getByRole('link', { name: 'Disable Tide Table' }).click();
  await untilPressable(page);
  await page.getByRole('button', { name: /disable/i }).click();
  await page.waitForURL(`${there}?done=disabled`);
  await page.getByRole('status').filter({ hasText: 'The integration is disabled here.' }).waitFor();
  await sides().getByText('Its tokens and codes do not work here any more.').waitFor();
  await page.getByRole('link', { name: 'Enable on the consent page' }).click();
  await page.getByRole('button', { name: /^Allow/ }).waitFor();
  expect(new URL(page.url()).searchParams.get('client_id')).toBe(integration.client_id);
});

test('a page of the server tells instants in the zone of the browser that was in the console', async () => {
  await page.goto(account);
  const told = await page.getByRole('main').getByRole('time').first().getAttribute('data-exact');
  expect(told).toMatch(/^\d+ \w+ \d{4} at \d\d:\d\d GMT\+9$/);
});

test('the account’s page leads to the form for an integration of one’s own', async () => {
  await page.goto(account);
  await page.getByText('Integrations that this account develops will appear here.').waitFor();
  await page.getByRole('link', { name: 'Create an integration' }).click();
  await page.getByRole('heading', { level: 1, name: 'New integration' }).waitFor();
});
