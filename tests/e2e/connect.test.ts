import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anAccount, aUser } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { allow, openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
beforeAll(async () => {
  stage = await openBrowserFixture();
  await anAccount(stage.platform, 'berth');
  await anAccount(stage.platform, 'north', true);
  for (const language of ['en', 'ru'] as const) {
    await aUser(stage.platform, `${language}@north.test`, { north: 'admin' }, language);
  }
});
afterAll(async () => stage.close());

const words = {
  ru: { connect: 'Connect Gull Shop', deny: /^Отказать|^Не разрешать|^Запретить/ },
  en: { connect: 'Connect Gull Shop', deny: /^Deny|^Don.t allow|^Refuse/ },
} as const;

async function openPopup(page: Page, which: '#popup' | '#post-message'): Promise<Page> {
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.locator(which).getByRole('button', { name: 'Connect Gull Shop' }).click(),
  ]);
  return popup;
}

describe.concurrent.each(['en', 'ru'] as const)('in %s', { timeout: 60_000 }, (language) => {
  test('after Allow in popup mode the window closes, and the site has working tokens', async () => {
    const { site } = await stage.shop({ account: 'berth' });
    const context = await stage.visitor({ language });
    const page = await context.newPage();
    await page.goto(site);
    const popup = await openPopup(page, '#popup');
    await signIn(popup, `${language}@north.test`);
    await popup.getByText('shop.localhost').first().waitFor();
    expect(await popup.locator('html').getAttribute('lang')).toBe(language);
    await Promise.all([popup.waitForEvent('close'), allow(popup)]);
    await page.getByRole('heading', { name: 'Connected to Account north' }).waitFor();
    await page.getByRole('button', { name: 'Refresh the tokens' }).click();
    await page.getByText('Refreshed 1 times.').waitFor();
    await context.close();
  });

  test('after Allow in post_message mode the window returns to the site, which closes it', async () => {
    const { site } = await stage.shop({ account: 'berth' });
    const context = await stage.visitor({ language });
    const page = await context.newPage();
    await page.goto(site);
    const popup = await openPopup(page, '#post-message');
    await signIn(popup, `${language}@north.test`);
    await Promise.all([popup.waitForEvent('close'), allow(popup)]);
    await page.getByRole('heading', { name: 'Connected to Account north' }).waitFor();
    await context.close();
  });

  test('Deny grants nothing, and the site’s page gets the error', async () => {
    const { site, keys } = await stage.shop({ account: 'berth' });
    const context = await stage.visitor({ language });
    const page = await context.newPage();
    await page.goto(site);
    const popup = await openPopup(page, '#popup');
    await signIn(popup, `${language}@north.test`);
    await Promise.all([popup.waitForEvent('close'), popup.getByRole('button', { name: words[language].deny }).click()]);
    await page.getByText('Access was refused: access_denied.').waitFor();
    expect(await grantsOf(keys.client_id)).toBe(0);
    await context.close();
  });
});

test('a consent page opened by a link sends its own window back to the integrator’s site', async () => {
  const { site } = await stage.shop({ account: 'berth' });
  const context = await stage.visitor();
  const page = await context.newPage();
  await page.goto(site);
  await page.getByRole('link', { name: 'Connect in this window' }).click();
  await signIn(page, 'admin@north.test');
  await allow(page);
  await page.getByRole('heading', { name: 'Connected to Account north' }).waitFor();
  await context.close();
});

test('a person with several accounts chooses one on the consent page, and can change the choice', async () => {
  await aUser(stage.platform, 'both@people.test', { north: 'admin', berth: 'admin' });
  const { site } = await stage.shop({ account: 'berth' });
  const context = await stage.visitor();
  const page = await context.newPage();
  await page.goto(site);
  await page.getByRole('link', { name: 'Connect in this window' }).click();
  await signIn(page, 'both@people.test');
  await page.getByRole('radio', { name: /Account berth/ }).check();
  await page.getByRole('button', { name: /continue/i }).click();
  await page.getByRole('heading', { name: /Account berth/ }).waitFor();
  await page.getByRole('button', { name: /another account|change/i }).click();
  await page.getByRole('radio', { name: /Account north/ }).check();
  await page.getByRole('button', { name: /continue/i }).click();
  await allow(page);
  await page.getByRole('heading', { name: 'Connected to Account north' }).waitFor();
  await context.close();
});

test('a member cannot install, but can join with their own rights once an admin has connected it', async () => {
  const { site, keys } = await stage.shop({ account: 'berth' });
  const member = await stage.visitor();
  const page = await member.newPage();
  await page.goto(site);
  await page.getByRole('link', { name: 'Connect in this window' }).click();
  await signIn(page, 'member@north.test');
  await page.getByText(/admin/i).first().waitFor();
  expect(await page.getByRole('button', { name: /^allow/i }).count()).toBe(0);

  const admin = await stage.visitor();
  const adminPage = await admin.newPage();
  await adminPage.goto(site);
  await adminPage.getByRole('link', { name: 'Connect in this window' }).click();
  await signIn(adminPage, 'admin@north.test');
  await allow(adminPage);
  await adminPage.getByRole('heading', { name: 'Connected to Account north' }).waitFor();

  await page.goto(site);
  await page.getByRole('link', { name: 'Connect in this window' }).click();
  await allow(page);
  await page.getByRole('heading', { name: 'Connected to Account north' }).waitFor();
  const grants = await stage.platform.world.db
    .selectFrom('grants')
    .select('full_access')
    .where('integration_id', '=', keys.client_id)
    .orderBy('created_at')
    .execute();
  expect(grants).toEqual([{ full_access: true }, { full_access: false }]);
  await member.close();
  await admin.close();
});

test('a private integration cannot get access to another account, and the consent page says why', async () => {
  const { site, keys } = await stage.shop({ account: 'berth', kind: 'private', name: 'Private tool' });
  const context = await stage.visitor();
  const page = await context.newPage();
  await page.goto(site);
  await page.getByRole('link', { name: 'Connect in this window' }).click();
  await signIn(page, 'admin@north.test');
  await page.getByText('Account north', { exact: true }).waitFor();
  await page
    .getByText(/private/i)
    .first()
    .waitFor();
  expect(await page.getByRole('button', { name: /^allow/i }).count()).toBe(0);
  expect(await grantsOf(keys.client_id)).toBe(0);
  await context.close();
});

test('an expired consent page says so, grants nothing and does not redirect', async () => {
  const { site, keys } = await stage.shop({ account: 'berth' });
  const context = await stage.visitor();
  const page = await context.newPage();
  await page.goto(site);
  await page.getByRole('link', { name: 'Connect in this window' }).click();
  await signIn(page, 'admin@north.test');
  await page.getByRole('button', { name: /^allow/i }).waitFor();
  stage.platform.clock.advance(2 * 3600 * 1000);
  await allow(page);
  await page.getByText(/Nothing was granted/i).waitFor();
  expect(new URL(page.url()).origin).toBe(stage.url);
  expect(await grantsOf(keys.client_id)).toBe(0);
  await context.close();
});

test('Allow pressed twice gives one grant and the same answer', async () => {
  const { site, keys } = await stage.shop({ account: 'berth' });
  const context = await stage.visitor();
  const page = await context.newPage();
  await page.goto(site);
  await page.getByRole('link', { name: 'Connect in this window' }).click();
  await signIn(page, 'admin@north.test');
  await page.getByRole('button', { name: /^allow/i }).waitFor();
  const copy = await page.content();
  await allow(page);
  await page.getByRole('heading', { name: 'Connected to Account north' }).waitFor();
  const [, request = ''] = /name="request" value="([^"]+)"/.exec(copy) ?? [];
  const [, press = ''] = /name="press" value="([^"]+)"/.exec(copy) ?? [];
  const [, accountId = ''] = /name="account_id" value="([^"]+)"/.exec(copy) ?? [];
  const again = await context.request.post(`${stage.url}/oauth/allow`, {
    form: { request, press, account_id: accountId },
    headers: {
      Origin: stage.url,
      'Sec-Fetch-User': '?1',
      'Sec-Fetch-Mode': 'navigate',
      'Sec-Fetch-Site': 'same-origin',
    },
    maxRedirects: 0,
  });
  expect(again.status()).toBe(303);
  expect(again.headers()['location']).toMatch(/^\/oauth\/leave\//);
  expect(await grantsOf(keys.client_id)).toBe(1);
  await context.close();
});

async function grantsOf(clientId: string): Promise<number> {
  const rows = await stage.platform.world.db
    .selectFrom('grants')
    .select('id')
    .where('integration_id', '=', clientId)
    .execute();
  return rows.length;
}
