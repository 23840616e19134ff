import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import { anAccount } from '../harness/fixtures.ts';
import { shell } from '../harness/shell.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn, untilClickable } from './browser-fixture.ts';

const execute = promisify(execFile);
let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let folder: string;
let accountId: number;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openBrowserFixture();
  folder = await mkdtemp(join(tmpdir(), 'pristan-guide-'));
  accountId = (await anAccount(stage.platform, 'north')).id;
  context = await stage.visitor();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${stage.url}/console/accounts/${accountId}/integrations/new`);
  await signIn(page, 'admin@north.test');
});
afterAll(async () => {
  await context.close();
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

const titles = ['Get a code', 'Exchange the code', 'Call the API', 'Get new tokens'] as const;
const step = (title: (typeof titles)[number] | 'Your integration') =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name: title }) });
/** Numbers of the guide’s steps that the page shows as done. */
const green = async () => {
  const done = await Promise.all(titles.map((title) => step(title).getByText('done', { exact: true }).count()));
  return titles.filter((_, at) => done[at] === 1);
};
/** Waits long enough for the guide, which asks for progress every two seconds. */
const patiently = { timeout: 10_000 };
const codes = (where: Locator) => where.locator('figure.code');
const textOf = (block: Locator) => block.locator('pre').innerText();

/** Carries out a step of the guide: writes its files, then runs its shell command. */
async function run(title: (typeof titles)[number]): Promise<string> {
  let last = '';
  for (const block of await codes(step(title)).all()) {
    const name = await block.locator('figcaption p').innerText();
    if (name === 'shell') last = await shell(await textOf(block), folder);
    else await writeFile(join(folder, name), await textOf(block));
  }
  return last;
}

/** Issues an authorization code on the server’s page for it, as the guide says. */
async function freshCode(): Promise<string> {
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Open the page with the code' }).click();
  const there = await opened;
  await untilClickable(there);
  await there.getByRole('button', { name: /code/i }).click();
  const code = await there.locator('#code-value').inputValue();
  await there.close();
  return code;
}

const language = (name: string) => page.getByText(name, { exact: true }).first().click();

describe('the guide', () => {
  test('the guide opens after an integration is created; its commands contain the ID and, after a press, the secret key', async () => {
    await page.getByLabel('Name').fill('Harbour Mail');
    // The URI has characters that shells and programming languages interpret.
    await page.getByLabel('Redirect URI').fill(`${stage.url}/back?a='b'&c=$HOME`);
    await page.getByRole('button', { name: 'Create an integration' }).click();
    await page.getByRole('heading', { level: 2, name: 'Get a code' }).waitFor();
    expect(page.url()).toMatch(/\/integrations\/[0-9a-f-]{36}\/guide$/);
    const clientId = /integrations\/([^/]+)/.exec(page.url())?.[1] ?? '';
    expect(await green()).toEqual([]);
    const exchange = codes(step('Exchange the code'));
    expect(await textOf(exchange)).toContain(`"client_id": "${clientId}"`);
    expect(await textOf(exchange)).toContain('"client_secret": "CLIENT_SECRET"');
    await page.getByText('The secret key is missing here').first().waitFor();
    await page.getByRole('button', { name: 'Show the secret key' }).click();
    const field = page.getByRole('textbox', { name: 'Secret key' });
    await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true);
    await expect.poll(() => textOf(exchange)).toMatch(/"client_secret": "[A-Za-z0-9]{64}"/);
    const revealed = await stage.platform.world.db
      .selectFrom('audit')
      .select('kind')
      .where('account_id', '=', accountId)
      .where('kind', '=', 'secret_revealed')
      .execute();
    expect(revealed).toHaveLength(1);
  });

  test('the guide’s curl commands work as shown, and each step turns green once it is done', async () => {
    const code = await freshCode();
    await expect.poll(green, patiently).toEqual(['Get a code']);
    await page.getByRole('textbox', { name: 'Code', exact: true }).fill(code);
    expect(JSON.parse(await run('Exchange the code'))).toMatchObject({ token_type: 'Bearer' });
    await expect.poll(green, patiently).toEqual(['Get a code', 'Exchange the code']);
    expect(JSON.parse(await run('Call the API'))).toMatchObject({ subdomain: 'north' });
    await expect.poll(green, patiently).toEqual(['Get a code', 'Exchange the code', 'Call the API']);
    await page.getByRole('status').filter({ hasText: 'The API was called.' }).waitFor({ state: 'attached' });
    expect(JSON.parse(await run('Get new tokens'))).toMatchObject({ token_type: 'Bearer' });
    await expect.poll(green, patiently).toEqual([...titles]);
    expect(JSON.parse(await readFile(join(folder, 'refreshed.json'), 'utf8')).refresh_token).not.toBe(
      JSON.parse(await readFile(join(folder, 'tokens.json'), 'utf8')).refresh_token,
    );
  });

  test('the guide explains a refused code exchange beside its step', async () => {
    expect(JSON.parse(await run('Exchange the code'))).toMatchObject({ hint: 'Authorization code has been revoked' });
    const note = page.getByRole('note').filter({ hasText: 'The last exchange was refused' });
    await note.getByText('The code was exchanged before; each works once.').waitFor();
  });

  test('the guide’s Node code works as shown with a new authorization code, and the URL names the language', async () => {
    await language('Node');
    await page.waitForURL(/\?lang=node$/);
    // The guide’s field also accepts the whole URL that contains the code.
    const code = await freshCode();
    await page
      .getByRole('textbox', { name: 'Code', exact: true })
      .fill(`https://shop.example/back?code=${encodeURIComponent(code)}&state=guide`);
    await expect.poll(() => textOf(codes(step('Exchange the code')).first())).toContain(`code: '${code}'`);
    expect(await run('Exchange the code')).toMatch(/^200 \{/);
    expect(await run('Call the API')).toContain("subdomain: 'north'");
    expect(await run('Get new tokens')).toMatch(/^200 \{/);
    await expect.poll(() => page.getByRole('note').count(), patiently).toBe(0);
    expect(page.url()).not.toContain(code);
  });

  test('the guide’s PHP code sets this platform’s host and protocol in the official library, with valid syntax', async () => {
    await language('PHP');
    await page.waitForURL(/\?lang=php$/);
    const client = await textOf(codes(step('Your integration')).last());
    expect(client).toContain(`->setAccountBaseDomain('${new URL(stage.url).host}');`);
    expect(client).toContain("->setProtocol('http://');");
    expect(client).toContain(String.raw`/back?a=\'b\'&c=$HOME'`);
    const files = await Promise.all(
      ['Exchange the code', 'Call the API', 'Get new tokens'].map((title) =>
        textOf(codes(step(title as (typeof titles)[number])).first()),
      ),
    );
    const php = await execute('php', ['-v']).catch(() => undefined);
    if (php === undefined) return;
    for (const text of [client, ...files]) {
      await writeFile(join(folder, 'look.php'), text);
      await execute('php', ['-l', join(folder, 'look.php')]);
    }
  });

  test('the guide of an account that does not exist is shown as not found', async () => {
    const answer = await page.request.get(
      `${stage.url}/api/platform/accounts/39999999/integrations/${/integrations\/([^/]+)/.exec(page.url())?.[1]}/first-token`,
    );
    expect(answer.status()).toBe(404);
  });

  test('the guide passes axe in both themes, and fits into a phone’s width', async () => {
    for (const [width, colorScheme] of [
      [1200, 'light'],
      [320, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      expect(await auditor(page).all(), `${width} ${colorScheme}`).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    expect(complaints).toEqual([]);
  });
});
