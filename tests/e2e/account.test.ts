import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAccount, anIntegration, tokens } from '../harness/people.ts';
import type { Stage } from './stage.ts';
import { openStage, signIn, untilPressable } from './stage.ts';

let stage: Stage;
let context: BrowserContext;
let page: Page;
let northId: number;
beforeAll(async () => {
  stage = await openStage();
  await anAccount(stage.platform, 'berth');
  const north = await anAccount(stage.platform, 'north', true);
  northId = north.id;
  context = await stage.visitor();
  page = await context.newPage();
  await page.goto(`${stage.url}/sign-in`);
  await signIn(page, 'admin@north.test');
  await page.waitForURL(`${stage.url}/`);
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

async function connected(name: string) {
  const integration = await anIntegration(stage.platform, 'berth', { name });
  const pair = await tokens(stage.platform, integration, { account: 'north', email: 'admin@north.test' });
  return { integration, pair };
}

async function apiStatus(accessToken: string): Promise<number> {
  const response = await fetch(`${stage.url}/api/v4/account`, { headers: { Authorization: `Bearer ${accessToken}` } });
  return response.status;
}

test('an admin disables an integration, and its token is refused with the next request', async () => {
  const { pair } = await connected('Harbour Mail');
  expect(await apiStatus(pair.access_token)).toBe(200);
  await page.goto(`${stage.url}/accounts/${northId}`);
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Harbour Mail' })
    .getByRole('link', { name: /disable/i })
    .first()
    .click();
  await page.getByRole('heading', { name: /Harbour Mail/ }).waitFor();
  await untilPressable(page);
  await page.getByRole('button', { name: /disable/i }).click();
  await page
    .getByText(/Harbour Mail/)
    .first()
    .waitFor();
  await page.waitForURL(new RegExp(`/accounts/${northId}\\?done=`));
  expect(await apiStatus(pair.access_token)).toBe(401);
});

test('an admin revokes one grant', async () => {
  const { pair } = await connected('Tide Tables');
  await page.goto(`${stage.url}/accounts/${northId}`);
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Tide Tables' })
    .getByRole('link', { name: /revoke/i })
    .first()
    .click();
  await untilPressable(page);
  await page.getByRole('button', { name: /revoke/i }).click();
  await page.waitForURL(new RegExp(`/accounts/${northId}\\?done=`));
  expect(await apiStatus(pair.access_token)).toBe(401);
});

test("an integration's own code is copied from its page and exchanged", async () => {
  const integration = await anIntegration(stage.platform, 'north', { kind: 'private', name: 'Own script' });
  await page.goto(`${stage.url}/accounts/${northId}/integrations/${integration.client_id}`);
  await untilPressable(page);
  await page.getByRole('button', { name: /issue/i }).click();
  await page
    .getByText(/minutes/)
    .first()
    .waitFor();
  const code = await page.locator('#code-value').inputValue();
  const response = await fetch(`${stage.url}/oauth2/access_token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'authorization_code',
      client_id: integration.client_id,
      client_secret: integration.client_secret,
      redirect_uri: integration.redirectUri,
      code,
    }),
  });
  expect(response.status).toBe(200);
  await page.reload();
  await page
    .getByText(/exchanged/)
    .first()
    .waitFor();
});

test('a member sees the account but can neither disable nor open its integrations', async () => {
  const { integration } = await connected('Signal Flags');
  const own = await anIntegration(stage.platform, 'north', { kind: 'private', name: 'Keys of north' });
  const member = await stage.visitor();
  const view = await member.newPage();
  await view.goto(`${stage.url}/sign-in`);
  await signIn(view, 'member@north.test');
  await view.waitForURL(`${stage.url}/`);
  await view.goto(`${stage.url}/accounts/${northId}`);
  await view.getByText('Signal Flags').first().waitFor();
  expect(await view.getByRole('link', { name: /disable/i }).count()).toBe(0);
  const disable = await view.goto(`${stage.url}/accounts/${northId}/installations/${integration.client_id}/disable`);
  expect(disable?.status()).toBe(403);
  const keys = await view.goto(`${stage.url}/accounts/${northId}/integrations/${own.client_id}`);
  expect(keys?.status()).toBe(404);
  await member.close();
});

test('axe finds nothing on the pages of a signed-in person', async () => {
  const own = await anIntegration(stage.platform, 'north', { kind: 'private', name: 'Audited' });
  for (const path of [
    '/',
    '/sessions',
    `/accounts/${northId}`,
    `/accounts/${northId}/members`,
    `/accounts/${northId}/integrations/${own.client_id}`,
  ]) {
    await page.goto(`${stage.url}${path}`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((violation) => `${path}: ${violation.id}`)).toEqual([]);
  }
});
