import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dispatcher } from '../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../apps/server/src/workers/deliver.ts';
import { auditor } from '../gallery/audit.ts';
import type { Integration } from '../harness/fixtures.ts';
import { anAccount } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
let dispatcher: Dispatcher;
let context: BrowserContext;
let page: Page;
let site: string;
let address: (integration: Pick<Integration, 'client_id'>) => string;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openBrowserFixture({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
  dispatcher = startDispatcher(stage.platform.world);
  const { id } = await anAccount(stage.platform, 'north');
  const shop = await stage.shop({ account: 'north' });
  site = shop.site;
  address = ({ client_id }) => `${stage.url}/console/accounts/${id}/integrations/${client_id}/deliveries`;
  context = await stage.visitor();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(address(shop.keys));
  await signIn(page, 'admin@north.test');
});
afterAll(async () => {
  await context.close();
  await dispatcher.stop();
  await stage.close();
});

test('a test hook without an address says why it cannot be sent, and links to the setting', async () => {
  const part = page.getByRole('region', { name: 'Send a test hook' });
  await part.getByText('The integration has no disconnect hook.').waitFor();
  expect(await part.getByRole('button', { name: 'Send a test disconnect hook' }).isDisabled()).toBe(true);
  expect(await auditor(page).all()).toEqual([]);
  await part.getByRole('link', { name: 'Enter the hook’s address' }).click();
  await page.getByLabel('Disconnect hook').fill(`${site}/disconnect`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
});

test.each([
  ['disconnect', 'Disconnect hook'],
  ['install', 'Install hook'],
])('a press sends a test %s hook and opens its delivery’s page, which follows it to the end', async (hook, title) => {
  await page.getByRole('link', { name: 'Deliveries', exact: true }).click();
  await page.getByRole('button', { name: `Send a test ${hook} hook` }).click();
  await page.getByRole('heading', { level: 2, name: title }).waitFor();
  await page.getByText('test', { exact: true }).waitFor();
  await page.getByRole('status').getByText('delivered').waitFor();
  await page.getByText('answered 200').waitFor();
  // The mouse leaves the place of the button: a time may now be there, whose tooltip lies outside the page.
  await page.mouse.move(0, 0);
  expect(await auditor(page).all()).toEqual([]);
});

test('the example shop recognizes both test hooks, and acts on no account', async () => {
  const shop = await context.newPage();
  await shop.goto(site);
  expect(await shop.getByText('yes: a test, nothing was done').count()).toBe(2);
  expect(await shop.getByText('Nobody yet').count()).toBe(1);
  await shop.close();
});

test('test hooks are marked in the delivery log, which passes axe in both themes and fits into 320 px', async () => {
  await page.getByRole('link', { name: 'Deliveries', exact: true }).click();
  await expect.poll(() => page.getByText('about a test account').count()).toBe(2);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await auditor(page).all(), colorScheme).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 700 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  expect(complaints).toEqual([]);
});
