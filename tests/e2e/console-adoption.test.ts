import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveDueAdoptions } from '../../apps/server/src/workers/adopt.ts';
import { auditor } from '../gallery/audit.ts';
import { apiCaller } from '../harness/api-caller.ts';
import { aClone } from '../harness/clones.ts';
import { aCode, anAccount, anIntegration } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

const sevenDaysMs = 604_800_000;

let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let address: string;
let north: Awaited<ReturnType<typeof anAccount>>;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openBrowserFixture();
  const { id } = await anAccount(stage.platform, 'gulls');
  north = await anAccount(stage.platform, 'north');
  const { client_id } = await anIntegration(stage.platform, 'gulls', {
    redirectUri: 'https://gulls.test/callback',
    name: 'Gull Shop',
  });
  address = `${stage.url}/console/accounts/${id}/integrations/${client_id}`;
  context = await stage.visitor();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(address);
  await signIn(page, 'admin@gulls.test');
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

const part = () => page.getByRole('region', { name: 'Replace external integrations' });
const fact = (name: string) => part().getByRole('term').filter({ hasText: name }).locator('+ dd');

async function connected(subdomain: string) {
  const account = subdomain === 'north' ? north : await anAccount(stage.platform, subdomain);
  const clone = await aClone(stage.platform, account);
  await aCode(stage.platform, clone, { account: subdomain, email: account.admin.email });
  return account;
}

test('the settings page of an integration without clones does not mention adoption', async () => {
  await page.getByRole('heading', { level: 2, name: 'Deletion' }).waitFor();
  expect(await part().count()).toBe(0);
});

test('clones are counted, and a dialog explains their replacement before any account is notified', async () => {
  await connected('north');
  await connected('south');
  await page.reload();
  await fact('External integrations').getByText('2', { exact: true }).waitFor();
  expect(await fact('In accounts').innerText()).toBe('2');
  await part().getByRole('button', { name: 'Replace the external integrations' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replace the external integrations?' });
  await dialog.getByText('The admins of 2 accounts are notified immediately').waitFor();
  await dialog.getByText('the replacement can’t be stopped').waitFor();
  expect(await auditor(page).all()).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await part().getByText('planned', { exact: true }).count()).toBe(0);
});

test('an announced adoption shows its date and refusals, and afterwards the number of replaced clones', async () => {
  await part().getByRole('button', { name: 'Replace the external integrations' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replace the external integrations' }).click();
  await part().getByText('The accounts have been notified.').waitFor();
  await part().getByText('planned', { exact: true }).waitFor();
  await part().getByText('in 7 days').waitFor();
  const heading = part().getByRole('heading', { level: 2 });
  await expect.poll(() => heading.evaluate((one) => one === document.activeElement)).toBe(true);
  const theirs = await apiCaller(stage.platform, north.admin);
  const [asked] = (await theirs('GET', `/accounts/${north.id}/adoptions`)).json<{
    adoptions: { adoption_id: string }[];
  }>().adoptions;
  await theirs('POST', `/accounts/${north.id}/adoptions/${asked?.adoption_id}/refusal`);
  await page.reload();
  expect(await fact('To be replaced').innerText()).toBe('1');
  expect(await fact('Kept by their accounts').innerText()).toBe('1');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await auditor(page).all(), colorScheme).toEqual([]);
  }
  stage.platform.clock.advance(sevenDaysMs);
  await moveDueAdoptions(stage.platform.world);
  await page.reload();
  await part().getByText('done', { exact: true }).waitFor();
  expect(await fact('Replaced').innerText()).toBe('1');
  expect(complaints).toEqual([]);
});
