import { gzipSync } from 'node:zlib';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anAccount, anIntegration, tokens } from '../harness/people.ts';
import type { Receiver } from '../harness/receiver.ts';
import { aReceiver } from '../harness/receiver.ts';
import type { Stage } from './stage.ts';
import { openStage, signIn, untilPressable } from './stage.ts';

let stage: Stage;
let there: Receiver;
let context: BrowserContext;
let page: Page;
let northId: number;
/** What the browser complained of: a page that breaks its own policy, a script that threw. */
const complaints: string[] = [];
beforeAll(async () => {
  there = await aReceiver(200);
  stage = await openStage({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
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

describe('somebody who signs in', () => {
  test('gets the page they asked for', async () => {
    await heading('My integrations').waitFor();
    expect(page.url()).toBe(at('/integrations'));
    await page.getByText('Integrations that you develop appear here.').waitFor();
  });

  test('creates an integration in one short form, whose faults stand beside the fields and lose nothing', async () => {
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

  test('sees the secret key after a press, and replaces it', async () => {
    await page.getByRole('link', { name: 'Keys', exact: true }).click();
    await page.getByRole('heading', { level: 2, name: 'Replace the secret key' }).waitFor();
    await page.getByRole('button', { name: 'Show the secret key' }).click();
    const secret = await page.getByRole('textbox', { name: 'Secret key' }).inputValue();
    expect(secret).toMatch(/^[A-Za-z0-9]{64}$/);
    await page.getByLabel('How long the old key goes on working').selectOption('168');
    await page.getByRole('button', { name: 'Replace the secret key' }).click();
    await page.getByText('Replaced. The old key ends').waitFor();
    expect(await page.getByRole('textbox', { name: 'Secret key' }).inputValue()).not.toBe(secret);
  });

  test('edits its settings; a value that is refused stays as typed', async () => {
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

  test('switches it off and on again', async () => {
    await page.getByRole('button', { name: 'Switch the integration off' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Switch the integration off' }).click();
    await page.getByText('switched off', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Switch the integration on' }).click();
    await page.getByText('switched on', { exact: true }).waitFor();
  });
});

test('an admin sees who gave access, disables on the server’s own page, and reads why it ended', async () => {
  const integration = await anIntegration(stage.platform, 'berth', { name: 'Tide Table' });
  await tokens(stage.platform, integration, { account: 'north', email: 'admin@north.test' });
  await page.goto(at('/installed'));
  await page.getByRole('link', { name: 'Tide Table' }).click();
  await page.getByText('full access').waitFor();
  await page.getByRole('link', { name: 'Disable Tide Table' }).click();
  await untilPressable(page);
  await page.getByRole('button', { name: /disable/i }).click();
  await page.waitForURL(at(`/installed/${integration.client_id}?done=disabled`));
  await page.getByRole('status').filter({ hasText: 'The integration is disabled here.' }).waitFor();
  const refused = page.getByRole('region', { name: 'Refused tokens' });
  await refused.getByText('The integration was disabled here').waitFor();
  await refused.getByText('Enabling brings no former access back').waitFor();
  await refused.getByRole('link', { name: 'Allow on the consent page' }).click();
  await page.waitForURL(`${stage.url}/oauth?client_id=${integration.client_id}`);
});

test('a member is told that it is not theirs, and a stranger’s account looks as if it were not there', async () => {
  const other = await stage.visitor();
  const theirs = await other.newPage();
  await theirs.goto(at('/integrations'));
  await signIn(theirs, 'member@north.test');
  await theirs.getByRole('heading', { level: 1, name: 'You are a member of Account north' }).waitFor();
  expect(await theirs.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'People' }).count()).toBe(
    0,
  );
  await theirs.getByRole('link', { name: 'Open the account’s page' }).click();
  await theirs.waitForURL(`${stage.url}/accounts/${northId}`);
  const berth = (await stage.platform.world.store.accounts.accountByName('berth'))?.accountId;
  await theirs.goto(`${stage.url}/console/accounts/${berth}/installed`);
  await theirs.getByText('There is nothing here').waitFor();
  expect(await theirs.getByLabel('Account', { exact: true }).inputValue()).toBe('');
  await other.close();
});

describe('the application', () => {
  test('the first screen takes less than 200 kB of script, gzipped', async () => {
    const looking = await (await stage.visitor({ signedIn: await context.storageState() })).newPage();
    const scripts: Promise<Buffer>[] = [];
    looking.on('response', (response) => {
      if (response.url().endsWith('.js')) scripts.push(response.body());
    });
    await looking.goto(at('/installed'));
    await looking.getByRole('heading', { level: 1 }).waitFor();
    await looking.waitForLoadState('networkidle');
    const bytes = (await Promise.all(scripts)).map((script) => gzipSync(script).length);
    expect(bytes.length).toBeGreaterThan(1);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(200_000);
    await looking.context().close();
  });

  test('is there in the other language after a press, and no more after signing out', async () => {
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

  test('keeps the policy it is sent with', () => {
    expect(complaints).toEqual([]);
  });
});
