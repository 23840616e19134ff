import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMember } from '../../apps/server/src/cli/accounts.ts';
import { seedScale } from '../../apps/server/src/cli/scale.ts';
import { auditor } from '../gallery/audit.ts';
import { aUser } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let accountId: number;
const complaints: string[] = [];
const sizes = { integrations: 120, accounts: 3, deliveries: 5, entries: 60, people: 60 };
beforeAll(async () => {
  stage = await openBrowserFixture();
  const { world } = stage.platform;
  await seedScale(world, { force: false, sizes }, () => undefined);
  accountId = (await world.store.accounts.accountByName('scale'))?.accountId ?? 0;
  await aUser(stage.platform, 'harbour@master.test');
  for (const account of ['scale', 'scale-makers'])
    await addMember(world, { account, email: 'harbour@master.test', role: 'admin' });
  context = await stage.visitor();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 404')) complaints.push(message.text());
  });
  await page.goto(at('/installed'));
  await signIn(page, 'harbour@master.test');
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

const at = (path: string) => `${stage.url}/console/accounts/${accountId}${path}`;
const rows = () => page.locator('.rows > li');

describe('long lists', () => {
  test('a long list loads more rows below, and the focus moves to the first new row', async () => {
    await rows().first().waitFor();
    expect(await rows().count()).toBe(50);
    const more = page.getByRole('button', { name: 'Show more' });
    await more.focus();
    const top = await page.evaluate(() => window.scrollY);
    await page.keyboard.press('Enter');
    await expect.poll(() => rows().count()).toBe(100);
    expect(
      await page.evaluate(() =>
        [...document.querySelectorAll('.rows > li')].indexOf(document.activeElement as Element),
      ),
    ).toBe(50);
    expect(await page.evaluate(() => window.scrollY)).toBe(top);
    await more.click();
    await expect.poll(() => rows().count()).toBe(121);
    expect(await more.count()).toBe(0);
  });

  test.each(['/installed', '/integrations'])(
    'the list at %s is searched by name, and the URL keeps the search',
    async (path) => {
      const maker = (await stage.platform.world.store.accounts.accountByName('scale-makers'))?.accountId ?? 0;
      await page.goto(`${stage.url}/console/accounts/${path === '/installed' ? accountId : maker}${path}`);
      await page.getByLabel('Find by name').fill('lightHOUSE');
      await page.getByRole('button', { name: 'Find', exact: true }).click();
      await expect.poll(() => rows().count()).toBe(1);
      expect(page.url()).toContain('q=lightHOUSE');
      await page.reload();
      await page.getByRole('link', { name: 'Lighthouse' }).waitFor();
      expect(await page.getByLabel('Find by name').inputValue()).toBe('lightHOUSE');
      await page.getByLabel('Find by name').fill('nowhere');
      await page.keyboard.press('Enter');
      await page.getByText('No name contains “nowhere”.').waitFor();
      expect(await auditor(page).all()).toEqual([]);
      await page.getByRole('button', { name: 'Clear the search' }).click();
      await expect.poll(() => rows().count()).toBe(50);
    },
  );

  test('a long list of grants loads page by page on the installation’s page', async () => {
    await page.goto(at('/installed?q=Lighthouse'));
    await page.getByText('60 grants').waitFor();
    await page.getByRole('link', { name: 'Lighthouse' }).click();
    await page.getByText('50 are shown, 60 grants in all.').waitFor();
    await page.getByRole('region', { name: 'Grants' }).getByRole('button', { name: 'Show more' }).click();
    const revocable = page.getByRole('region', { name: 'Grants' }).getByRole('link', { name: /^Revoke/ });
    await expect.poll(() => revocable.count()).toBe(60);
  });
});

describe('the activity filter', () => {
  test('the activity filter finds one of many integrations by a substring, and the URL keeps the filter', async () => {
    await page.goto(at('/activity'));
    const choice = page.getByRole('combobox', { name: 'Integration' });
    await choice.click();
    await choice.fill('tide sync 41');
    await page.getByRole('option', { name: 'Tide Sync 41' }).waitFor();
    await expect.poll(() => page.getByRole('listbox').getByRole('option').count()).toBe(1);
    expect(await auditor(page).all()).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForURL(/client=/);
    await page.reload();
    await expect.poll(() => page.getByRole('combobox', { name: 'Integration' }).inputValue()).toBe('Tide Sync 41');
    await page.getByRole('button', { name: 'Clear: Integration' }).click();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect.poll(() => page.url()).not.toContain('client=');
  });

  test('the activity filter finds a person by email address, at 320 px too', async () => {
    const small = await stage.visitor({ narrow: true, dark: true, signedIn: await context.storageState() });
    const there = await small.newPage();
    await there.setViewportSize({ width: 320, height: 700 });
    await there.goto(at('/activity'));
    await there.getByText('Filters', { exact: true }).click();
    const choice = there.getByRole('combobox', { name: 'Person' });
    await choice.click();
    await choice.fill('person7@scale');
    await there.getByRole('option', { name: /person7@scale/ }).click();
    expect(await choice.inputValue()).toContain('person7@scale.pristan.example');
    expect(await there.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(await auditor(there).all()).toEqual([]);
    await there.getByRole('button', { name: 'Show', exact: true }).click();
    await there.waitForURL(/person=/);
    await small.close();
  });
});

test('no page with a long list violates its Content-Security-Policy', () => {
  expect(complaints).toEqual([]);
});

test.each([
  ['installed', 'installations'],
  ['integrations', 'integrations'],
  ['people', 'members'],
  ['activity', 'activity'],
])('the page /%s shows its list even if its URL has unknown parameters', async (name, list) => {
  const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname.endsWith(`/${accountId}/${list}`));
  await page.goto(at(`/${name}?utm_source=mail&unsent`));
  expect((await answered).status()).toBe(200);
});
