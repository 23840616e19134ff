import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import { anAccount, anIntegration } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';
import { prose } from '../harness/checked-text.ts';

const attack = `<p>Letters become deals.</p><script>window.ran = 1</script><img src="https://evil.test/a.png" onerror="window.ran = 1">
  <svg onload="window.ran = 1"></svg><style>@import "https://evil.test/b.css"</style><iframe src="https://evil.test/c"></iframe>
  <p style="background: url(https://evil.test/d.png)" onclick="window.ran = 1">After.</p><a href="javascript:window.ran = 1">Press</a>`;

let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let clientId: string;
let address: string;
const complaints: string[] = [];
const foreign: string[] = [];
beforeAll(async () => {
  stage = await openBrowserFixture();
  const { id } = await anAccount(stage.platform, 'berth');
  clientId = (await anIntegration(stage.platform, 'berth', { name: 'Tide Table' })).client_id;
  address = `${stage.url}/console/accounts/${id}/integrations/${clientId}/texts`;
  context = await stage.visitor();
  page = await context.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith(stage.url) && !request.url().startsWith('data:')) foreign.push(request.url());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 422/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(address);
  await signIn(page, 'admin@berth.test');
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

const language = () => page.getByRole('combobox', { name: 'Language', exact: true });
const summary = () => page.getByRole('textbox', { name: 'Summary' });
const description = () => page.getByRole('textbox', { name: 'Description' });
const press = async (name: string) => page.getByRole('button', { name, exact: true }).click();
const nothingRan = async () => {
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(foreign).toEqual([]);
};

test('the descriptions page starts with the main language, and marks languages without a description', async () => {
  await language().waitFor();
  expect(await language().locator('option').allTextContents()).toEqual([
    'Russian, the main one',
    'English, no text yet',
    'Spanish, no text yet',
    'Portuguese, no text yet',
    'Turkish, no text yet',
    'Kazakh, no text yet',
    'Uzbek, no text yet',
  ]);
  expect(await page.getByRole('button', { name: 'Remove the text' }).count()).toBe(0);
});

test('an invalid description is marked at its field, and the input stays', async () => {
  await language().selectOption('en');
  await summary().fill('x'.repeat(301));
  await press('Save the text');
  await expect.poll(() => summary().getAttribute('aria-invalid')).toBe('true');
  expect((await summary().inputValue()).length).toBe(301);
});

test('the preview shows the description as it will be stored; nothing in it runs or loads', async () => {
  await summary().fill('Mail in your CRM');
  await description().fill(attack);
  await press('Show the preview');
  const preview = page.getByRole('region', { name: 'As the consent page shows it' });
  await preview.getByText('Mail in your CRM').waitFor();
  await preview.getByText('Letters become deals.').waitFor();
  await preview.getByText('After.').click();
  await preview.getByText('Press').click();
  const tags = await preview
    .locator('.foreign *')
    .evaluateAll((all) =>
      all.map(({ tagName, attributes }) => `${tagName} ${[...attributes].map(({ name }) => name).join()}`),
    );
  expect(tags).toEqual(['P ', 'P ', 'A rel,target']);
  await nothingRan();
  expect(await auditor(page).all()).toEqual([]);
});

test('the description is stored as previewed, and its language is no longer marked', async () => {
  await press('Save the text');
  await page.getByText('Saved.', { exact: true }).waitFor();
  expect(await description().inputValue()).not.toContain('evil.test');
  expect(await language().locator('option').nth(1).textContent()).toBe('English');
  await page.reload();
  await language().selectOption('en');
  expect(await summary().inputValue()).toBe('Mail in your CRM');
});

test('the consent page shows the description in the reader’s language; nothing in it runs or loads', async () => {
  await page.goto(`${stage.url}/oauth?client_id=${clientId}&state=s`);
  await page.getByText('Mail in your CRM').waitFor();
  await page.getByText('Full description').click();
  await page.getByText('After.').click();
  await nothingRan();
});

test('even unsanitised markup in a description does not run or load on the consent page', async () => {
  await stage.platform.world.db
    .updateTable('integration_texts')
    .set({ description_html: prose(attack) })
    .where('integration_id', '=', clientId)
    .execute();
  complaints.length = 0;
  for (const path of [`/oauth?client_id=${clientId}&state=s`, `/integrations/${clientId}/description`]) {
    await page.goto(`${stage.url}${path}`);
    await page.getByText('Letters become deals.').waitFor({ state: 'attached' });
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
    expect(
      await page.evaluate(() =>
        [...document.images].filter(({ naturalWidth }) => naturalWidth > 0).map(({ src }) => src),
      ),
    ).toEqual([]);
  }
  expect(complaints.join()).toContain('Content Security Policy');
  complaints.length = 0;
  foreign.length = 0;
});

test('a description is removed after a dialog that says what its readers will see instead', async () => {
  await page.goto(address);
  await language().selectOption('en');
  await press('Remove the text');
  const dialog = page.getByRole('dialog', { name: 'Remove the text in English?' });
  await dialog.getByText('will see the main text, in Russian').waitFor();
  expect(await auditor(page).all()).toEqual([]);
  await dialog.getByRole('button', { name: 'Remove the text' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await expect.poll(() => language().locator('option').nth(1).textContent()).toBe('English, no text yet');
  expect(await summary().inputValue()).toBe('');
});

test('an integration’s main language can be changed', async () => {
  await page.getByRole('combobox', { name: 'Main language' }).selectOption('Kazakh');
  await press('Change the main language');
  await expect.poll(() => language().locator('option').nth(5).textContent()).toBe('Kazakh, the main one');
});

test('the descriptions page passes axe in both themes and does not violate its Content-Security-Policy', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await auditor(page).all()).toEqual([]);
  }
  expect(complaints).toEqual([]);
});
