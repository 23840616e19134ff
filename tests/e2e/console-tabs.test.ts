import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let northId: number;
let clientId: string;
beforeAll(async () => {
  stage = await openBrowserFixture();
  await anAccount(stage.platform, 'berth');
  northId = (await anAccount(stage.platform, 'north')).id;
  clientId = (await anIntegration(stage.platform, 'north', { name: 'Harbour Mail' })).client_id;
  context = await stage.visitor();
  page = await context.newPage();
  await page.goto(at('/installed'));
  await signIn(page, 'admin@north.test');
  await page.getByText('Nothing is connected').waitFor();
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

const at = (path: string) => `${stage.url}/console/accounts/${northId}${path}`;

describe('tabs', () => {
  test('a browser tab is titled with its page, integration and account', async () => {
    await expect.poll(() => page.title()).toBe('Installed · Account north · Pristan');
    await page.getByRole('link', { name: 'My integrations', exact: true }).click();
    await expect.poll(() => page.title()).toBe('My integrations · Account north · Pristan');
    await page.getByRole('link', { name: 'Harbour Mail' }).click();
    await page.getByRole('link', { name: 'Keys', exact: true }).click();
    await expect.poll(() => page.title()).toBe('Keys · Harbour Mail · Account north · Pristan');
    await page.goto(at('/integrations/0197f0c0-0000-7000-8000-000000000001'));
    await expect.poll(() => page.title()).toBe('Page not found · Account north · Pristan');
  });

  test('a list shows changes made in another tab once its own tab is visited again', async () => {
    await page.getByRole('link', { name: 'Installed', exact: true }).click();
    await page.getByText('Nothing is connected').waitFor();
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    const theirs = await anIntegration(stage.platform, 'berth', { name: 'Tide Table' });
    await tokens(stage.platform, theirs, { account: 'north', email: 'admin@north.test' });
    // A list counts as fresh for a second, and is not read again before.
    await page.waitForFunction(
      (since) => performance.now() - since > 1_000,
      await page.evaluate(() => performance.now()),
    );
    await page.getByRole('link', { name: 'Installed', exact: true }).click();
    await page.getByRole('link', { name: 'Tide Table' }).waitFor();
  });
});

test('a phone’s menu closes with Escape and returns the focus', async () => {
  await page.setViewportSize({ width: 380, height: 800 });
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('link', { name: 'Activity', exact: true }).focus();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('button', { name: 'Menu' }).getAttribute('aria-expanded')).toBe('false');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Menu');
  await page.setViewportSize({ width: 1200, height: 900 });
});

describe('an ended session', () => {
  test('a save after the session has ended keeps the input, and succeeds after signing in in another tab', async () => {
    await page.goto(at(`/integrations/${clientId}`));
    await page.getByLabel('Name').fill('Harbour Post');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('You are signed out. What you typed is still here').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Harbour Post');
    const [again] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Sign in in a new tab' }).click(),
    ]);
    await signIn(again, 'admin@north.test');
    await again.getByRole('heading', { level: 1 }).waitFor();
    await again.close();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    await page.getByRole('heading', { level: 1, name: 'Harbour Post' }).waitFor();
  });

  test('a person who returns to a page after their session ended is told so until they have signed in', async () => {
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    await context.clearCookies();
    const comeBack = () =>
      page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
    await page.waitForFunction(
      (since) => performance.now() - since > 1_100,
      await page.evaluate(() => performance.now()),
    );
    await comeBack();
    const note = page.getByRole('alert').getByText('You are signed out.');
    await note.waitFor();
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    const [again] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Sign in in a new tab' }).click(),
    ]);
    await signIn(again, 'admin@north.test');
    await again.getByRole('heading', { level: 1 }).waitFor();
    await again.close();
    await comeBack();
    await note.waitFor({ state: 'hidden' });
  });

  test('a person whose session has ended signs in when opening the next page, and gets that page', async () => {
    await context.clearCookies();
    await page.getByRole('link', { name: 'Activity', exact: true }).click();
    await signIn(page, 'admin@north.test');
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    expect(page.url()).toBe(at('/activity'));
  });
});
