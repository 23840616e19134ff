import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import { anAccount, anIntegration } from '../harness/fixtures.ts';
import type { Receiver } from '../harness/receiver.ts';
import { aReceiver } from '../harness/receiver.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
let there: Receiver;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openBrowserFixture({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
  there = await aReceiver(404);
  const { id } = await anAccount(stage.platform, 'north');
  const { client_id } = await anIntegration(stage.platform, 'north', { redirectUri: `${there.origin}/callback` });
  context = await stage.visitor();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 429')) complaints.push(message.text());
  });
  await page.goto(`${stage.url}/console/accounts/${id}/integrations/${client_id}`);
  await signIn(page, 'admin@north.test');
});
afterAll(async () => {
  await context.close();
  await there.close();
  await stage.close();
});

const part = () => page.getByRole('region', { name: 'Address check' });
const press = () => part().getByRole('button', { name: 'Check the addresses' }).click();

test('the address check shows for each address whether it answers, and what that means', async () => {
  await press();
  const row = part()
    .getByRole('listitem')
    .filter({ hasText: `${there.origin}/callback` });
  await row.getByText('answers', { exact: true }).waitFor();
  await row.getByText('Answered 404. Any status below 500 is fine here').waitFor();
  expect(await auditor(page).all()).toEqual([]);
});

const save = async (address: string) => {
  await page.getByLabel('Redirect URI').fill(address);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
};

test('saving changed addresses replaces the results of the address check with new ones', async () => {
  there.answers(503);
  await save(`${there.origin}/other`);
  const row = part()
    .getByRole('listitem')
    .filter({ hasText: `${there.origin}/other` });
  await row.getByText('Answered 503').waitFor();
  await part().getByRole('status').getByText('1 address does not work.').waitFor();
  expect(await part().getByText(`${there.origin}/callback`).count()).toBe(0);
});

test('the address check says what to do about an address that fails', async () => {
  there.answers(503);
  await press();
  await part().getByText('does not work', { exact: true }).waitFor();
  await part().getByText('Answered 503: an error on your server. Check its log.').waitFor();
});

test('the page with the address check passes axe, fits into 320 px, and says when the limit of checks is reached', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await auditor(page).all(), colorScheme).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 700 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  for (let presses = 3; presses < 10; presses++) {
    const answered = page.waitForResponse((response) => response.url().endsWith('/address-check'));
    await press();
    await answered;
  }
  await press();
  await part()
    .getByRole('alert')
    .getByText(/^Too many attempts\. Try again in \d+ minutes?\.$/)
    .waitFor();
});

test('addresses saved beyond the limit of checks are stored, and the page says that they were not checked', async () => {
  await save(`${there.origin}/callback`);
  await part()
    .getByRole('status')
    .getByText('Your changes are saved. The addresses could not be checked now')
    .waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await part().getByText(`${there.origin}/callback`).waitFor();
  expect(complaints).toEqual([]);
});
