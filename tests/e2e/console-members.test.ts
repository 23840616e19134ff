import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMember } from '../../apps/server/src/cli/accounts.ts';
import { auditor } from '../gallery/audit.ts';
import { aCode, anAccount, anIntegration, aUser } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let northId: number;
/** Errors in the browser's console: violations of the Content-Security-Policy, and exceptions. */
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openBrowserFixture();
  northId = (await anAccount(stage.platform, 'north', true)).id;
  await aUser(stage.platform, 'vera@north.test', { north: 'member' });
  await aUser(stage.platform, 'pavel@north.test', { north: 'member' });
  context = await stage.visitor();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (409|422)/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(at('/people'));
  await signIn(page, 'admin@north.test');
  await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

const at = (path: string) => `${stage.url}/console/accounts/${northId}${path}`;
const rowOf = (email: string) => page.getByRole('listitem').filter({ hasText: email });

describe('the people page', () => {
  test('an admin invites a person; an invalid address is marked at its field, and no input is lost', async () => {
    await page.getByRole('button', { name: 'Invite a person' }).click();
    await page.getByLabel(/^Email/).fill('nobody');
    await page.getByLabel('Name').fill('Olga');
    await page.getByRole('radio', { name: /^Admin/ }).check();
    await page.getByLabel('Language of the email').selectOption('ru');
    await page.getByRole('button', { name: 'Send the invitation', exact: true }).click();
    await expect.poll(() => page.getByLabel(/^Email/).getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('Name').inputValue()).toBe('Olga');
    await page.getByLabel(/^Email/).fill('olga@north.test');
    await page.getByRole('button', { name: 'Send the invitation', exact: true }).click();
    await page.getByRole('status').getByText('An invitation is on its way to olga@north.test').waitFor();
    await rowOf('olga@north.test').getByText('admin', { exact: false }).first().waitFor();
  });

  test('an admin is told that an invited person already belongs to the account', async () => {
    await page.getByLabel(/^Email/).fill('vera@north.test');
    await page.getByRole('button', { name: 'Send the invitation', exact: true }).click();
    await page.getByRole('alert').getByText('This person belongs to the account').waitFor();
    expect(await page.getByLabel(/^Email/).inputValue()).toBe('vera@north.test');
  });

  test('an admin revokes an invitation', async () => {
    await page.getByRole('button', { name: 'Revoke the invitation for olga@north.test' }).click();
    await page.getByRole('status').getByText('the link in the email no longer works').waitFor();
    await expect.poll(() => rowOf('olga@north.test').count()).toBe(0);
    expect(await stage.platform.world.store.accounts.openInvitations(northId, Date.now())).toEqual([]);
  });

  test('a dialog says which integrations lose access before an admin deactivates a person', async () => {
    for (const [name, role] of [
      ['Tide Table', 'admin'],
      ['Acme Mail', 'member'],
      ['Gull Shop', 'member'],
    ] as const) {
      await addMember(stage.platform.world, { account: 'north', email: 'vera@north.test', role });
      const made = await anIntegration(stage.platform, 'north', { name });
      // A member may consent only after an admin has.
      if (role === 'member') await aCode(stage.platform, made, { account: 'north', email: 'admin@north.test' });
      await aCode(stage.platform, made, { account: 'north', email: 'vera@north.test' });
    }
    const dialog = page.getByRole('dialog', { name: 'Deactivate vera' });
    const listed = (words: string) =>
      dialog.getByRole('listitem').filter({ hasText: words }).getByRole('listitem').allInnerTexts();
    await page.getByRole('button', { name: 'Deactivate vera' }).click();
    await dialog.waitFor();
    expect(await listed('These integrations lose the access that vera gave with their own rights')).toEqual([
      'Gull Shop',
      'Acme Mail',
    ]);
    expect(await listed('These integrations keep the full access that vera gave as an admin')).toEqual(['Tide Table']);
    const writes: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') writes.push(request.url());
    });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Deactivate vera' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await auditor(page).all()).toEqual([]);
    }
    expect(writes).toEqual([]);
    await dialog.getByRole('button', { name: 'Deactivate vera' }).click();
    await rowOf('vera@north.test').getByText('deactivated', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Reactivate vera' }).click();
    await page.getByRole('status').getByText('vera is active again').waitFor();
  });

  test('a dialog says that deactivating a person without grants ends no access', async () => {
    await page.getByRole('button', { name: 'Deactivate vera' }).click();
    await page.getByRole('dialog').getByText('No integration loses access: vera has given none').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Deactivate pavel' }).click();
    await page
      .getByRole('dialog')
      .getByText('pavel has given no integration access, so no integration loses access.')
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  test('an admin changes a person’s role to admin and back', async () => {
    await page.getByRole('button', { name: 'Make vera an admin' }).click();
    await page.getByRole('status').getByText('vera is an admin now').waitFor();
    await page.getByRole('button', { name: 'Make vera a member' }).click();
    await page.getByRole('status').getByText('vera is a member now').waitFor();
  });

  test('the row of the last admin has no buttons, and says why', async () => {
    const row = rowOf('admin@north.test');
    await row.getByText('This is the only admin. Make another person an admin first.').waitFor();
    expect(await row.getByRole('button').count()).toBe(0);
  });

  test('an admin sends an invitation again, or gets a link that is shown once', async () => {
    await page.reload();
    await page.getByRole('button', { name: 'Invite a person' }).click();
    await page.getByLabel(/^Email/).fill('again@north.test');
    await page.getByRole('button', { name: 'Send the invitation', exact: true }).click();
    await page.getByRole('button', { name: 'Send the invitation for again@north.test again' }).click();
    await page.getByRole('status').getByText('The invitation for again@north.test is sent again.').waitFor();
    await page.getByText('expires in 14 days').first().waitFor();
    await page.getByRole('button', { name: 'Copy a new link for again@north.test' }).click();
    const link = page.getByRole('textbox', { name: 'Link for again@north.test' });
    expect(await link.inputValue()).toMatch(/\/invitations\/[\w-]{43}$/);
    await page.reload();
    await page.getByRole('button', { name: 'Copy a new link for again@north.test' }).waitFor();
    expect(await link.count()).toBe(0);
  });
});

test('people of a large account load page by page', async () => {
  for (const number of Array.from({ length: 50 }).keys())
    await aUser(stage.platform, `crew${number}@north.test`, { north: 'member' });
  await page.reload();
  await page.getByText('50 of 54 people are shown.').waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await rowOf('crew49@north.test').waitFor();
  expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
});

test('people are found by a substring of their name; the URL keeps the search, and one press clears it', async () => {
  const find = page.getByRole('searchbox', { name: 'Find by name' });
  await page.reload();
  await find.fill('REW4');
  await page.keyboard.press('Enter');
  await rowOf('crew4@north.test').waitFor();
  await rowOf('crew49@north.test').waitFor();
  await expect.poll(() => rowOf('admin@north.test').count()).toBe(0);
  expect(new URL(page.url()).search).toBe('?q=REW4');
  await page.reload();
  await rowOf('crew49@north.test').waitFor();
  expect(await find.inputValue()).toBe('REW4');
  expect(await rowOf('admin@north.test').count()).toBe(0);
  await find.fill('nobody');
  await page.keyboard.press('Enter');
  await page.getByText('No name contains “nobody”.').waitFor();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await rowOf('admin@north.test').waitFor();
  await find.and(page.locator(':focus')).waitFor();
  expect(await find.inputValue()).toBe('');
});

describe('the activity log', () => {
  const heading = () => page.getByRole('heading', { level: 1, name: 'Activity' });
  const lines = () => page.getByRole('main').getByRole('listitem');

  test('the activity log shows what was done, newest first, page by page', async () => {
    await page.getByRole('link', { name: 'Activity' }).click();
    await heading().waitFor();
    await lines().first().getByText('A person was added').waitFor();
    await lines().first().getByText('crew49').waitFor();
    expect(await lines().count()).toBe(50);
    await page.getByRole('link', { name: 'Older' }).click();
    await lines().getByText('The account was created').waitFor();
    await page.getByRole('link', { name: 'Newest' }).click();
    await lines().first().getByText('crew49').waitFor();
  });

  test('the activity log is filtered by person and kind, and the URL keeps the filters', async () => {
    await page.getByRole('combobox', { name: 'Person' }).fill('admin@north');
    await page.getByRole('option', { name: 'admin (admin@north.test)' }).click();
    await page.getByLabel('What happened').selectOption('A person’s rights or access to the account were changed');
    await page.getByRole('button', { name: 'Show' }).click();
    await expect.poll(() => lines().count()).toBe(4);
    await lines().first().getByText('admin → member').waitFor();
    await lines()
      .first()
      .getByRole('paragraph')
      .filter({ hasText: /^admin → .*vera/ })
      .waitFor();
    expect(new URL(page.url()).searchParams.get('kind')).toBe('member_changed');
    await page.reload();
    await heading().waitFor();
    expect(await lines().count()).toBe(4);
    expect(await page.getByLabel('What happened').inputValue()).toBe('member_changed');
  });

  test('the activity log says how many entries the filters left, and keeps the focus', async () => {
    const count = (words: string) => page.getByRole('status').getByText(words, { exact: true });
    const show = page.getByRole('button', { name: 'Show' });
    await page.goto(at('/activity'));
    await count('50 entries are shown').waitFor();
    await page.getByRole('combobox', { name: 'Person' }).fill('pavel');
    await page.getByRole('option', { name: 'pavel (pavel@north.test)' }).click();
    await show.focus();
    await page.keyboard.press('Enter');
    await count('1 entry is shown').waitFor();
    expect(await show.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.getByRole('link', { name: 'Clear the filters' }).focus();
    await page.keyboard.press('Enter');
    await count('50 entries are shown').waitFor();
    await page.getByRole('status').filter({ hasText: 'entries' }).and(page.locator(':focus')).waitFor();
    expect(await page.getByRole('combobox', { name: 'Person' }).inputValue()).toBe('');
  });

  test('an activity entry links to all entries about its person or integration, and to the integration', async () => {
    const name = 'vera (vera@north.test)';
    await page.goto(at('/activity?kind=member_changed'));
    await lines().first().getByRole('link', { name: 'vera', exact: true }).click();
    await expect.poll(() => page.getByRole('combobox', { name: 'Person' }).inputValue()).toBe(name);
    await page.getByLabel('What happened').selectOption('anything');
    await page.getByRole('button', { name: 'Show' }).click();
    await lines().filter({ hasText: 'Access was given' }).filter({ hasText: 'Tide Table' }).waitFor();
    await lines().filter({ hasText: 'A person was added' }).first().waitFor();
    expect(await lines().filter({ hasText: 'crew' }).count()).toBe(0);
    await lines().getByRole('link', { name: 'Tide Table', exact: true }).first().click();
    await expect.poll(() => lines().filter({ hasText: 'A person was added' }).count()).toBe(0);
    const said = new URL(page.url()).searchParams;
    expect([said.has('person'), said.has('client'), said.has('kind')]).toEqual([true, true, false]);
    expect(await lines().getByRole('link', { name: 'Tide Table', exact: true }).count()).toBe(0);
    await lines().getByRole('link', { name: 'Open Tide Table' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Tide Table' }).waitFor();
    expect(page.url()).toContain('/installed/');
    await page.goBack();
    await page.getByRole('link', { name: 'Clear the filters' }).click();
    await lines().first().getByText('crew49').waitFor();
  });

  test('the activity log says when nothing matches, and clears the filters', async () => {
    await page.getByLabel('From').fill('2099-01-01');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('Nothing matches these filters.').waitFor();
    await page.getByRole('link', { name: 'Clear the filters' }).click();
    await lines().first().getByText('crew49').waitFor();
    expect(await page.getByLabel('From').inputValue()).toBe('');
  });
});

describe('the pages', () => {
  test.each(['/people', '/activity'])('the page %s passes axe in both themes, at a phone’s width', async (path) => {
    const look = await stage.visitor({ narrow: true, signedIn: await context.storageState() });
    const looking = await look.newPage();
    await looking.goto(at(path));
    await looking.getByRole('heading', { level: 1 }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await looking.emulateMedia({ colorScheme });
      expect(await auditor(looking).all()).toEqual([]);
    }
    expect(await looking.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await look.close();
  });

  test('the pages for people and activity do not violate their Content-Security-Policy', () => {
    expect(complaints).toEqual([]);
  });
});
