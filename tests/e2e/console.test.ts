import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import { anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import type { Receiver } from '../harness/receiver.ts';
import { aReceiver } from '../harness/receiver.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn, untilClickable } from './browser-fixture.ts';

let stage: BrowserFixture;
let there: Receiver;
let context: BrowserContext;
let page: Page;
let northId: number;
/** Errors in the browser's console: violations of the Content-Security-Policy, and exceptions. */
const complaints: string[] = [];
beforeAll(async () => {
  there = await aReceiver(200);
  stage = await openBrowserFixture({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
  await anAccount(stage.platform, 'berth');
  northId = (await anAccount(stage.platform, 'north', true)).id;
  context = await stage.visitor();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 422')) complaints.push(message.text());
  });
  await page.goto(`${stage.url}/console/accounts/${northId}/integrations`);
  await signIn(page, 'admin@north.test');
});
afterAll(async () => {
  await context.close();
  await stage.close();
  await there.close();
});

const at = (path: string) => `${stage.url}/console/accounts/${northId}${path}`;
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });

describe('a developer', () => {
  test('a person who signs in gets the page that they asked for', async () => {
    await heading('My integrations').waitFor();
    expect(page.url()).toBe(at('/integrations'));
    await page.getByText('Integrations that you develop appear here.').waitFor();
  });

  test('an integration is created in one short form, with errors at their fields and no input lost', async () => {
    await page.getByRole('link', { name: 'Create an integration' }).click();
    await page.getByLabel('Name').fill('Harbour Mail');
    await page.getByLabel('Redirect URI').fill('ftp://shop.example');
    await page.getByRole('button', { name: 'Create an integration' }).click();
    await expect.poll(() => page.getByLabel('Redirect URI').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('Name').inputValue()).toBe('Harbour Mail');
    await page.getByLabel('Redirect URI').fill(`${there.origin}/callback`);
    await page.getByRole('button', { name: 'Create an integration' }).click();
    await heading('Harbour Mail').waitFor();
    expect(page.url()).toMatch(/\/guide$/);
  });

  test('a developer sees the secret key after a press, and rotates it', async () => {
    await page.getByRole('link', { name: 'Keys', exact: true }).click();
    await page.getByRole('heading', { level: 2, name: 'Rotate the secret key' }).waitFor();
    await page.getByRole('button', { name: 'Show the secret key' }).click();
    const secret = await page.getByRole('textbox', { name: 'Secret key' }).inputValue();
    expect(secret).toMatch(/^[A-Za-z0-9]{64}$/);
    await page.getByLabel('When the old key expires').selectOption('168');
    await page.getByRole('button', { name: 'Rotate the secret key' }).click();
    await page.getByText('Rotated. The old key expires').waitFor();
    expect(await page.getByRole('textbox', { name: 'Secret key' }).inputValue()).not.toBe(secret);
  });

  test('a developer edits an integration’s settings; a refused value stays as typed', async () => {
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByLabel('Disconnect hook').fill(`${there.origin}/bye`);
    await page.getByLabel('Name').fill('ж'.repeat(256));
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => page.getByLabel('Name').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Name').fill('Harbour Mail');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    await page.reload();
    await expect.poll(() => page.getByLabel('Disconnect hook').inputValue()).toBe(`${there.origin}/bye`);
  });

  test('a developer pauses an integration and resumes it', async () => {
    await page.getByRole('button', { name: 'Pause the integration' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause the integration' }).click();
    await page.getByText('paused', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Resume the integration' }).click();
    await page.getByText('live', { exact: true }).waitFor();
  });
});

test('an admin sees who gave access, disables the integration on the server’s page, and reads why access ended', async () => {
  const integration = await anIntegration(stage.platform, 'berth', { name: 'Tide Table' });
  await tokens(stage.platform, integration, { account: 'north', email: 'admin@north.test' });
  await page.goto(at('/installed'));
  await page.getByRole('link', { name: 'Tide Table' }).click();
  await page.getByText('full access').waitFor();
  await page.getByRole('link', { name: 'Disable Tide Table' }).click();
  await untilClickable(page);
  await page.getByRole('button', { name: /disable/i }).click();
  await page.waitForURL(at(`/installed/${integration.client_id}?done=disabled`));
  await page.getByRole('status').filter({ hasText: 'The integration is disabled here.' }).waitFor();
  const refused = page.getByRole('region', { name: 'Refused tokens' });
  await refused.getByText('The integration was disabled here').waitFor();
  await refused.getByText('Enabling does not restore access').waitFor();
  await refused.getByRole('link', { name: 'Allow on the consent page' }).click();
  await page.waitForURL(`${stage.url}/oauth?client_id=${integration.client_id}`);
});

test('a member’s first page is their own access; an account that they are not in is shown as not found', async () => {
  const other = await stage.visitor();
  const theirs = await other.newPage();
  await theirs.goto(at('/integrations'));
  await signIn(theirs, 'member@north.test');
  await theirs.getByRole('heading', { level: 1, name: 'You are a member of Account north' }).waitFor();
  expect(await theirs.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'People' }).count()).toBe(
    0,
  );
  await theirs.getByRole('link', { name: 'Open My access' }).click();
  await theirs.getByRole('heading', { level: 1, name: 'My access' }).waitFor();
  const berth = (await stage.platform.world.store.accounts.accountByName('berth'))?.accountId;
  await theirs.goto(`${stage.url}/console/accounts/${berth}/installed`);
  await theirs.getByText('Page not found').waitFor();
  expect(await theirs.getByLabel('Account', { exact: true }).inputValue()).toBe('');
  await other.close();
});

describe('the first screen', () => {
  test('the console’s first screen loads less than 180 kB of script and 20 kB of style, in fewer than 25 requests', async () => {
    const looking = await (await stage.visitor({ signedIn: await context.storageState() })).newPage();
    const sent: { readonly path: string; readonly coding: string | undefined; readonly bytes: number }[] = [];
    looking.on('response', (response) => {
      const { 'content-encoding': coding, 'content-length': length } = response.headers();
      sent.push({ path: new URL(response.url()).pathname, coding, bytes: Number(length) });
    });
    await looking.goto(at('/installed'));
    await looking.getByRole('heading', { level: 1 }).waitFor();
    await looking.waitForLoadState('networkidle');
    for (const [ending, bytesMax] of [
      ['.js', 180_000],
      ['.css', 20_000],
    ] as const) {
      const files = sent.filter(({ path }) => path.endsWith(ending));
      expect(files.length).toBeGreaterThan(1);
      expect(new Set(files.map(({ coding }) => coding))).toEqual(new Set(['br']));
      expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(bytesMax);
    }
    expect(sent.length).toBeLessThan(25);
    await looking.context().close();
  });

  test.each([
    ['ru', true, 'Консоль открывается…'],
    ['en', false, 'The console is opening…'],
  ] as const)(
    'shows its frame before any script, in the reader’s language and colours: %s',
    async (language, dark, said) => {
      const visitor = await stage.visitor({ signedIn: await context.storageState(), dark, narrow: dark });
      const looking = await visitor.newPage();
      const broken: string[] = [];
      looking.on('console', (message) => {
        if (message.type() === 'error') broken.push(message.text());
      });
      await stage.platform.world.db
        .updateTable('users')
        .set({ language })
        .where('email', '=', 'admin@north.test')
        .execute();
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      await looking.route('**/*.js', async (route) => {
        await released;
        await route.continue();
      });
      await looking.goto(at('/installed'), { waitUntil: 'commit' });
      await looking.getByRole('status').filter({ hasText: said }).waitFor();
      // The placeholder’s text may arrive before the style sheet that hides it.
      await expect
        .poll(() => looking.evaluate(() => getComputedStyle(document.body).backgroundColor))
        .toBe(dark ? 'rgb(13, 23, 33)' : 'rgb(245, 247, 249)');
      expect(await looking.getByRole('banner').innerText()).toBe('Pristan');
      expect(await looking.locator('html').getAttribute('lang')).toBe(language);
      expect(await looking.locator('[aria-busy="true"]').getByRole('status').count()).toBe(1);
      // A page that takes long to load offers to try again; until then this offer is hidden, from screen readers too.
      expect(await looking.locator('.opening-late').isVisible()).toBe(false);
      await looking.evaluate(() => document.getAnimations().forEach((one) => one.finish()));
      expect(await looking.locator('.opening-late').getByRole('link').getAttribute('href')).toBe('');
      // The placeholder has no heading: a screen reader would read it out before the page’s own.
      const broke = await auditor(looking).all();
      expect(broke.filter((rule) => !rule.startsWith('page-has-heading-one'))).toEqual([]);

      release();
      await looking.getByRole('heading', { level: 1 }).waitFor();
      expect(await looking.locator('.opening').count()).toBe(0);
      expect(broken).toEqual([]);
      await visitor.close();
    },
  );

  test('the console without scripts says where to go, and shows no loading state', async () => {
    const without = await stage.browser.newContext({
      javaScriptEnabled: false,
      storageState: await context.storageState(),
    });
    const looking = await without.newPage();
    await looking.goto(at('/installed'));
    expect(await looking.locator('body').innerText()).toMatch(/The console needs JavaScript/);
    expect(await looking.locator('.opening').isVisible()).toBe(false);
    await without.close();
  });

  test('the console switches its language on a press, and cannot be read after signing out', async () => {
    const looking = await (await stage.visitor()).newPage();
    await looking.goto(at('/people'));
    await signIn(looking, 'admin@north.test');
    await looking.getByRole('button', { name: 'Русский' }).click();
    await looking.getByRole('heading', { level: 1, name: 'Люди' }).waitFor();
    expect(await looking.locator('html').getAttribute('lang')).toBe('ru');
    await looking.getByRole('button', { name: 'English' }).click();
    await looking.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    await looking.getByRole('button', { name: 'Sign out' }).click();
    await looking.waitForURL(`${stage.url}/sign-in`);
    await looking.goto(at('/people'));
    await looking.getByLabel(/^password/i).waitFor();
    await looking.context().close();
  });

  test('the console does not violate its Content-Security-Policy', () => {
    expect(complaints).toEqual([]);
  });
});
