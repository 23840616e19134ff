import { storeSecretUses } from '@pristan/flows';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import { rotateNewestSecret } from '../harness/newest-secret.ts';
import type { Integration } from '../harness/people.ts';
import { anAccount, anIntegration, tokens } from '../harness/people.ts';
import type { Stage } from './stage.ts';
import { openStage, signIn } from './stage.ts';

let stage: Stage;
let context: BrowserContext;
let page: Page;
let integration: Integration;
let northId: number;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openStage();
  const { id } = await anAccount(stage.platform, 'north');
  northId = id;
  integration = await anIntegration(stage.platform, 'north', { name: 'Tide Table' });
  context = await stage.visitor();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${stage.url}/console/accounts/${id}/integrations/${integration.client_id}/keys`);
  await signIn(page, 'admin@north.test');
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

const working = () => page.getByRole('region', { name: 'Keys that work' }).getByRole('listitem');

test('the keys page shows the only key that works, and that nothing came with it yet', async () => {
  await working().getByText('current', { exact: true }).waitFor();
  expect(await working().count()).toBe(1);
  expect(await working().getByText('not yet').count()).toBe(2);
});

test.each([0, 600])('a triple click on Replace replaces once, when answers take %d ms', async (latencyMs) => {
  const own = await anIntegration(stage.platform, 'north', { name: `Slow ${latencyMs}` });
  const tab = await context.newPage();
  const asked: string[] = [];
  await tab.route('**/secret/rotation', async (route) => {
    asked.push((await route.request().headerValue('idempotency-key')) ?? '');
    await new Promise((resolve) => setTimeout(resolve, latencyMs));
    await route.continue();
  });
  await tab.goto(page.url().replace(integration.client_id, own.client_id));
  // All three before anything is rendered: what a disabled button cannot stop.
  await tab.getByRole('button', { name: 'Replace the secret key' }).evaluate((pressed: HTMLElement) => {
    for (let time = 0; time < 3; time++) pressed.click();
  });
  await tab.getByText('replaced, still works').waitFor();
  expect(asked).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
  const works = await stage.platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    payload: { ...own, grant_type: 'authorization_code', code: 'none', redirect_uri: own.redirectUri },
  });
  expect(works.json()).not.toMatchObject({ error: 'invalid_client' });
  await tab.close();
});

test('a key that was replaced elsewhere meanwhile is not replaced again, and the page shows what works now', async () => {
  const own = await anIntegration(stage.platform, 'north', { name: 'Two admins' });
  const tab = await context.newPage();
  await tab.goto(page.url().replace(integration.client_id, own.client_id));
  await tab.getByText('current', { exact: true }).waitFor();
  const about = { accountId: northId, integrationId: own.client_id, by: 'operator' } as const;
  await rotateNewestSecret(stage.platform.world, about, { overlapHours: 24, revokeNow: false });
  await tab.getByRole('button', { name: 'Replace the secret key' }).click();
  await tab.getByRole('alert').getByText('The key was replaced already').waitFor();
  await tab.getByText('replaced, still works').waitFor();
  await tab.close();
});

test.each([
  ['Space, which presses when it is let go', ' '],
  ['Enter, which presses while it is held', 'Enter'],
])('a key that is held down replaces once: %s', async (_, key) => {
  const own = await anIntegration(stage.platform, 'north', { name: 'Held key' });
  const tab = await context.newPage();
  const asked: string[] = [];
  tab.on('request', (request) => {
    if (request.url().endsWith('/secret/rotation')) asked.push(request.method());
  });
  await tab.goto(page.url().replace(integration.client_id, own.client_id));
  await tab.getByRole('button', { name: 'Replace the secret key' }).focus();
  for (let repeat = 0; repeat < 4; repeat += 1) await tab.keyboard.down(key);
  await tab.keyboard.up(key);
  await tab.getByText('replaced, still works').waitFor();
  expect(asked).toEqual(['POST']);
  await tab.close();
});

test('after a replacement it shows both at once, and after tokens which of them brought some', async () => {
  await page.getByRole('button', { name: 'Replace the secret key' }).click();
  await working().getByText('replaced, still works').waitFor();
  expect(await working().count()).toBe(2);
  await tokens(stage.platform, integration, { account: 'north', email: 'admin@north.test' });
  await storeSecretUses(stage.platform.world);
  await page.reload();
  const [newest, replaced] = [working().nth(0), working().nth(1)];
  await replaced.getByText('just now').first().waitFor();
  expect(await replaced.getByText('not yet').count()).toBe(0);
  expect(await newest.getByText('not yet').count()).toBe(2);
  await replaced.getByText('in 1 day').or(replaced.getByText('in 24 hours')).first().waitFor();
});

const overlap = () => page.getByLabel('How long the old key goes on working');
const dialog = () => page.getByRole('dialog', { name: 'Replace the secret key?' });
const replace = () => page.getByRole('button', { name: 'Replace the secret key' }).click();

test('a replacement that stops a key this moment says so first, and stops nothing when it is left', async () => {
  await replace();
  await dialog().getByText('The key that was replaced earlier stops this moment.').waitFor();
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
  await overlap().selectOption('not at all');
  await replace();
  await dialog().getByText('The old key stops this moment: your server gets no tokens until it has the new').waitFor();
  expect(await auditor(page).all()).toEqual([]);
  await dialog().getByRole('button', { name: 'Leave as it is' }).click();
  await dialog().waitFor({ state: 'hidden' });
  expect(await working().count()).toBe(2);
});

test('the new key is shown, has the keyboard, and is the only one that works', async () => {
  await replace();
  await dialog().getByRole('button', { name: 'Replace the secret key' }).click();
  await page.getByText('Replaced. The old key no longer works.').waitFor();
  await expect.poll(() => working().count()).toBe(1);
  const field = page.getByRole('textbox', { name: 'Secret key' });
  await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
  expect(await field.inputValue()).toMatch(/^[A-Za-z0-9]{64}$/);
});

test('after a leak the key ends with everything it bought, once the press was confirmed, and the new key is shown', async () => {
  const secret = await page.getByRole('textbox', { name: 'Secret key' }).inputValue();
  const pair = await tokens(
    stage.platform,
    { ...integration, client_secret: secret },
    { account: 'north', email: 'admin@north.test' },
  );
  const status = async () =>
    (
      await stage.platform.inject({
        url: '/api/v4/account',
        host: `north.${new URL(stage.url).host}`,
        headers: { authorization: `Bearer ${pair.access_token}` },
      })
    ).statusCode;
  const name = 'End the old key and everything issued with it';
  await page.reload();
  await page.getByRole('button', { name }).click();
  const asked = page.getByRole('dialog', { name: `${name}?` });
  await asked.getByText('It is enabled in 1 account').waitFor();
  await asked.getByText('What people allowed stays allowed.').waitFor();
  expect(await auditor(page).all()).toEqual([]);
  await page.keyboard.press('Escape');
  await asked.waitFor({ state: 'hidden' });
  expect(await status()).toBe(200);
  await page.getByRole('button', { name }).click();
  await asked.getByRole('button', { name }).click();
  const field = page.getByRole('textbox', { name: 'Secret key' });
  await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
  expect(await field.inputValue()).not.toBe(secret);
  expect(await status()).toBe(401);
  expect(await working().count()).toBe(1);
});

test('the page passes axe in both themes, and nothing sticks out at 320 px', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await auditor(page).all(), colorScheme).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 700 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  expect(complaints).toEqual([]);
});
