import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import type { Integration } from '../harness/fixtures.ts';
import { anAccount, anIntegration } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let integration: Integration;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openBrowserFixture();
  const berth = await anAccount(stage.platform, 'berth');
  integration = await anIntegration(stage.platform, 'berth', { name: 'Tide Table' });
  context = await stage.visitor();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${stage.url}/console/accounts/${berth.id}/integrations/${integration.client_id}`);
  await signIn(page, 'admin@berth.test');
  await page.getByRole('link', { name: 'Button', exact: true }).click();
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

const preview = (name: string) =>
  page.getByRole('region', { name: 'Preview' }).getByRole('button', { name, exact: true });
/** Attributes of the button's tag, as a browser parses the text to copy. */
const tag = async (): Promise<Record<string, string>> =>
  page.getByRole('textbox', { name: 'Tag' }).evaluate((box) => {
    const parsed = new DOMParser().parseFromString((box as HTMLTextAreaElement).value, 'text/html');
    if (parsed.querySelectorAll('*').length !== 4) throw new Error('not one element, besides html, head and body');
    const { attributes } = parsed.querySelector('script') ?? parsed.body;
    return Object.fromEntries([...attributes].map(({ name, value }) => [name, value]));
  });

test('the preview shows the real connect button, and the tag names the integration', async () => {
  await preview('Connect with Pristan').waitFor();
  expect(await tag()).toEqual({
    class: 'pristan_oauth',
    src: `${stage.url}/auth/button.min.js`,
    'data-client-id': integration.client_id,
  });
});

test('an option of the button changes preview and tag together, and there is still one button', async () => {
  const title = `Join "us" <b>&amp; more`;
  await page.getByLabel('Text', { exact: true }).fill(title);
  await preview(title).waitFor();
  await page.getByLabel('Colour').selectOption('violet');
  await expect
    .poll(() => preview(title).evaluate((button) => getComputedStyle(button).backgroundColor))
    .toBe('rgb(106, 27, 154)');
  await page.getByLabel('Without text').check();
  await expect.poll(() => preview(title).innerText()).toBe('');
  expect(await page.getByRole('region', { name: 'Preview' }).getByRole('button').count()).toBe(1);
  expect(await tag()).toMatchObject({ 'data-title': title, 'data-color': 'violet', 'data-compact': 'true' });
});

test('the button’s tag contains every option exactly', async () => {
  await page.getByLabel('State', { exact: true }).fill('"><script>');
  await page.getByLabel('Error callback').fill('shop.onDenied');
  await page.getByLabel('After Allow').selectOption('post_message');
  await page.getByLabel('Class of the tag').selectOption('amocrm_oauth');
  expect(await tag()).toMatchObject({
    class: 'amocrm_oauth',
    'data-state': '"><script>',
    'data-error-callback': 'shop.onDenied',
    'data-mode': 'post_message',
  });
});

test('the page of a button with metadata lists what its tag still lacks', async () => {
  await page.getByLabel('A separate integration for each account').check();
  const needs = page.getByText('without them no button appears');
  await needs.waitFor();
  await page.getByRole('textbox', { name: 'Name' }).fill('Acme');
  await page.getByRole('textbox', { name: 'Description' }).fill('Letters');
  await page.getByLabel('Redirect URI').fill('https://acme.example/back');
  await page.getByLabel('Secrets URI').fill('https://acme.example/keys');
  await page.getByLabel('notifications', { exact: true }).check();
  await needs.waitFor({ state: 'hidden' });
  const described = await tag();
  expect(described).toMatchObject({
    'data-name': 'Acme',
    'data-description': 'Letters',
    'data-redirect_uri': 'https://acme.example/back',
    'data-secrets_uri': 'https://acme.example/keys',
    'data-scopes': 'crm,notifications',
  });
  expect(described).not.toHaveProperty('data-client-id');
});

test('a press on the previewed button opens no window, and the page says what it would do', async () => {
  await page.getByRole('region', { name: 'Preview' }).getByRole('button').click();
  await page.getByText('On your site, this opens the window').waitFor();
  expect(context.pages()).toHaveLength(1);
});

test('the button page passes axe in both themes and does not violate its Content-Security-Policy', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await auditor(page).all()).toEqual([]);
  }
  expect(complaints).toEqual([]);
});
