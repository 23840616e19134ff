import { storeSecretUses } from '@pristan/flows';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import { rotateNewestSecret } from '../harness/newest-secret.ts';
import type { Integration } from '../harness/fixtures.ts';
import { anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let integration: Integration;
let northId: number;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openBrowserFixture();
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

const working = () => page.getByRole('region', { name: 'Active keys' }).getByRole('listitem');

test('the keys page of a new integration shows its only key as never used', async () => {
  await working().getByText('current', { exact: true }).waitFor();
  expect(await working().count()).toBe(1);
  expect(await working().getByText('not yet').count()).toBe(2);
});

test.each([0, 600])(
  'a triple click on the button that rotates a key rotates it once, with responses after %d ms',
  async (latencyMs) => {
    const own = await anIntegration(stage.platform, 'north', { name: `Slow ${latencyMs}` });
    const tab = await context.newPage();
    const asked: string[] = [];
    await tab.route('**/secret/rotation', async (route) => {
      asked.push((await route.request().headerValue('idempotency-key')) ?? '');
      await new Promise((resolve) => setTimeout(resolve, latencyMs));
      await route.continue();
    });
    await tab.goto(page.url().replace(integration.client_id, own.client_id));
    // All three clicks come before anything is rendered, so that disabling the button cannot help.
    await tab.getByRole('button', { name: 'Rotate the secret key' }).evaluate((pressed: HTMLElement) => {
      for (let time = 0; time < 3; time++) pressed.click();
    });
    await tab.getByText('rotated, still works').waitFor();
    expect(asked).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
    const works = await stage.platform.inject({
      method: 'POST',
      url: '/oauth2/access_token',
      payload: { ...own, grant_type: 'authorization_code', code: 'none', redirect_uri: own.redirectUri },
    });
    expect(works.json()).not.toMatchObject({ error: 'invalid_client' });
    await tab.close();
  },
);

test('a secret key rotated in another tab is not rotated again, and the page shows the current keys', async () => {
  const own = await anIntegration(stage.platform, 'north', { name: 'Two admins' });
  const tab = await context.newPage();
  await tab.goto(page.url().replace(integration.client_id, own.client_id));
  await tab.getByText('current', { exact: true }).waitFor();
  const about = { accountId: northId, integrationId: own.client_id, by: 'operator' } as const;
  await rotateNewestSecret(stage.platform.world, about, { overlapHours: 24, revokeNow: false });
  await tab.getByRole('button', { name: 'Rotate the secret key' }).click();
  await tab.getByRole('alert').getByText('The key was already rotated').waitFor();
  await tab.getByText('rotated, still works').waitFor();
  await tab.close();
});

test.each([
  ['Space, which presses on release', ' '],
  ['Enter, which repeats while held', 'Enter'],
])('holding down %s on the button rotates the secret key once', async (_, key) => {
  const own = await anIntegration(stage.platform, 'north', { name: 'Held key' });
  const tab = await context.newPage();
  const asked: string[] = [];
  tab.on('request', (request) => {
    if (request.url().endsWith('/secret/rotation')) asked.push(request.method());
  });
  await tab.goto(page.url().replace(integration.client_id, own.client_id));
  await tab.getByRole('button', { name: 'Rotate the secret key' }).focus();
  for (let repeat = 0; repeat < 4; repeat += 1) await tab.keyboard.down(key);
  await tab.keyboard.up(key);
  await tab.getByText('rotated, still works').waitFor();
  expect(asked).toEqual(['POST']);
  await tab.close();
});

test('after a rotation both secret keys are shown, with the last use of each', async () => {
  await page.getByRole('button', { name: 'Rotate the secret key' }).click();
  await working().getByText('rotated, still works').waitFor();
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

const overlap = () => page.getByLabel('When the old key expires');
const dialog = () => page.getByRole('dialog', { name: 'Rotate the secret key?' });
const replace = () => page.getByRole('button', { name: 'Rotate the secret key' }).click();

test('a rotation that ends a secret key at once asks first, and cancelling changes nothing', async () => {
  await replace();
  await dialog().getByText('The key that was rotated earlier stops working immediately.').waitFor();
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
  await overlap().selectOption('Expire now');
  await replace();
  await dialog()
    .getByText('The old key stops working immediately: your server gets no tokens until it has the new')
    .waitFor();
  expect(await auditor(page).all()).toEqual([]);
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await dialog().waitFor({ state: 'hidden' });
  expect(await working().count()).toBe(2);
});

test('after a rotation that ends the old key, the new key has the focus and is the only active one', async () => {
  await replace();
  await dialog().getByRole('button', { name: 'Rotate the secret key' }).click();
  await page.getByText('Rotated. The old key no longer works.').waitFor();
  await expect.poll(() => working().count()).toBe(1);
  const field = page.getByRole('textbox', { name: 'Secret key' });
  await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
  expect(await field.inputValue()).toMatch(/^[A-Za-z0-9]{64}$/);
});

test('after a leak, a confirmed press revokes the key with everything issued under it, and shows a new key', async () => {
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
  const name = 'Revoke all keys and tokens';
  await page.reload();
  await page.getByRole('button', { name }).click();
  const asked = page.getByRole('dialog', { name: `${name}?` });
  await asked.getByText('The integration is enabled in 1 account').waitFor();
  await asked.getByText('People’s consent remains.').waitFor();
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

test('the keys page passes axe in both themes, and nothing overflows at 320 px', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await auditor(page).all(), colorScheme).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 700 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  expect(complaints).toEqual([]);
});
