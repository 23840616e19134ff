import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn, untilClickable } from './browser-fixture.ts';

let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let northId: number;
beforeAll(async () => {
  stage = await openBrowserFixture();
  await anAccount(stage.platform, 'berth');
  const north = await anAccount(stage.platform, 'north', true);
  northId = north.id;
  context = await stage.visitor();
  page = await context.newPage();
  await page.goto(`${stage.url}/sign-in`);
  await signIn(page, 'admin@north.test');
  await page.waitForURL(`${stage.url}/console/**`);
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

test('an admin disables an integration, and its token gets 401 at the next request', async () => {
  const { pair } = await connected('Harbour Mail');
  expect(await apiStatus(pair.access_token)).toBe(200);
  await page.goto(`${stage.url}/accounts/${northId}`);
  await page.getByRole('link', { name: 'Harbour Mail' }).click();
  await page.getByRole('link', { name: 'Disable Harbour Mail' }).click();
  await page.getByRole('heading', { name: /Harbour Mail/ }).waitFor();
  await untilClickable(page);
  await page.getByRole('button', { name: /disable/i }).click();
  await page.waitForURL(/\/installed\/[^/]+\?done=disabled$/);
  expect(await apiStatus(pair.access_token)).toBe(401);
});

test('an admin revokes one grant, and its token gets 401', async () => {
  const { pair } = await connected('Tide Tables');
  await page.goto(`${stage.url}/accounts/${northId}`);
  await page.getByRole('link', { name: 'Tide Tables' }).click();
  await page.getByRole('link', { name: 'Revoke the access given by admin' }).click();
  await untilClickable(page);
  await page.getByRole('button', { name: /revoke/i }).click();
  await page.waitForURL(/\/installed\/[^/]+\?done=revoked$/);
  expect(await apiStatus(pair.access_token)).toBe(401);
});

test('an integration’s own code is copied from its page and exchanged', async () => {
  const integration = await anIntegration(stage.platform, 'north', { kind: 'private', name: 'Own script' });
  await page.goto(`${stage.url}/accounts/${northId}/integrations/${integration.client_id}`);
  await untilClickable(page);
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

test('a member sees what is connected, ends what they gave, and can neither disable nor open integrations', async () => {
  const { integration } = await connected('Signal Flags');
  const { pair: others } = await connected('Harbour Lights');
  const theirs = await tokens(stage.platform, integration, { account: 'north', email: 'member@north.test' });
  const own = await anIntegration(stage.platform, 'north', { kind: 'private', name: 'Keys of north' });
  const member = await stage.visitor();
  const view = await member.newPage();
  await view.goto(`${stage.url}/sign-in`);
  await signIn(view, 'member@north.test');
  await view.getByRole('heading', { level: 1, name: 'My access' }).waitFor();
  const given = view.getByRole('region', { name: 'Access you gave' });
  await given.getByText('Signal Flags').waitFor();
  await given.getByText('Other people have given this integration access, too.').waitFor();
  const also = view.getByRole('region', { name: 'Also connected' });
  await also
    .getByRole('listitem')
    .filter({ hasText: 'Harbour Lights' })
    .getByText('You have given this integration no access. Other people have, and their access works.')
    .waitFor();
  expect(await view.getByRole('link', { name: /disable/i }).count()).toBe(0);
  const { violations } = await new AxeBuilder({ page: view }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  await given.getByRole('link', { name: 'Revoke your access to Signal Flags' }).click();
  await view.getByRole('link', { name: 'Cancel' }).click();
  await view.getByRole('link', { name: 'Revoke your access to Signal Flags' }).click();
  await untilClickable(view);
  await view.getByRole('button', { name: /revoke/i }).click();
  await view.waitForURL(/\/my-access\?done=revoked$/);
  await view.getByRole('status').filter({ hasText: 'The access is revoked.' }).waitFor();
  await view.getByText('Access that you give an integration appears here.').waitFor();
  expect([await apiStatus(theirs.access_token), await apiStatus(others.access_token)]).toEqual([401, 200]);

  const disable = await view.goto(`${stage.url}/accounts/${northId}/installations/${integration.client_id}/disable`);
  expect(disable?.status()).toBe(403);
  const keys = await view.goto(`${stage.url}/accounts/${northId}/integrations/${own.client_id}`);
  expect(keys?.status()).toBe(404);
  await member.close();
});

test('a person sees their active sessions, signs out one, and then all others', async () => {
  const [there, elsewhere] = [await stage.visitor(), await stage.visitor()];
  for (const other of [there, elsewhere]) {
    const place = await other.newPage();
    await place.goto(`${stage.url}/sign-in`);
    await signIn(place, 'admin@north.test');
    await place.waitForURL(`${stage.url}/console/**`);
  }
  await page.goto(`${stage.url}/console/`);
  await page.getByRole('link', { name: 'My sessions' }).click();
  await page.getByRole('heading', { level: 1, name: 'Active sessions' }).waitFor();
  const rows = page.getByRole('main').getByRole('listitem');
  expect(await rows.first().getByText('this device').count()).toBe(1);
  const before = await rows.count();
  await rows
    .nth(1)
    .getByRole('button', { name: /^Sign out: / })
    .click();
  await page.getByRole('status').filter({ hasText: 'is signed out.' }).waitFor();
  expect(await rows.count()).toBe(before - 1);
  await page.getByRole('button', { name: 'Sign out all other devices' }).click();
  await page.getByRole('status').filter({ hasText: 'All other devices are signed out.' }).waitFor();
  expect(await rows.count()).toBe(1);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await there.close();
  await elsewhere.close();
});

test('the API page is readable without signing in, and its language can be changed there', async () => {
  const visitor = await stage.visitor();
  const view = await visitor.newPage();
  await view.goto(`${stage.url}/api/docs`);
  await view.getByRole('heading', { level: 1, name: 'Platform API' }).waitFor();
  await view.locator('a[href="#invite"]').first().click();
  await expect.poll(() => view.evaluate(() => window.scrollY)).toBeGreaterThan(500);
  await view.getByRole('button', { name: 'Русский' }).click();
  await view.getByRole('heading', { level: 1, name: 'API платформы' }).waitFor();
  await view.getByRole('link', { name: 'Открыть консоль' }).click();
  await view.getByLabel(/пароль/i).waitFor();
  await visitor.close();
});

test('an outdated form of an earlier release does nothing, and the console says so', async () => {
  await page.goto(`${stage.url}/nowhere`);
  await page.evaluate((action) => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action });
    document.body.append(form);
    form.submit();
  }, `/accounts/${northId}/members/invite`);
  await page.getByRole('alert').filter({ hasText: 'That form was from an older version of this page' }).waitFor();
  expect(page.url()).toContain(`/console/accounts/${northId}/people`);
  await page.getByRole('link', { name: 'Activity' }).click();
  await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('the page that shows a code to copy passes axe', async () => {
  const own = await anIntegration(stage.platform, 'north', { kind: 'private', name: 'Audited' });
  await page.goto(`${stage.url}/accounts/${northId}/integrations/${own.client_id}`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});
