import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Visitor } from '../harness/browser-session.ts';
import { aVisitor } from '../harness/browser-session.ts';
import { anAccount, anIntegration } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

/** A person edits an integration in the console while another admin edits it by the API. */
let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let northId: number;
let clientId: string;
let other: Visitor;
beforeAll(async () => {
  stage = await openBrowserFixture();
  northId = (await anAccount(stage.platform, 'north')).id;
  context = await stage.visitor();
  page = await context.newPage();
  await page.goto(`${stage.url}/console/accounts/${northId}/installed`);
  await signIn(page, 'admin@north.test');
  await page.getByRole('heading', { level: 1 }).waitFor();
  other = aVisitor(stage.platform);
  await other.signIn('admin@north.test');
});
beforeEach(async () => {
  clientId = (await anIntegration(stage.platform, 'north', { name: 'Harbour Mail', kind: 'unmoderated' })).client_id;
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

const api = () => `/api/platform/accounts/${northId}/integrations/${clientId}`;
const open = async (part = '') => {
  await page.goto(`${stage.url}/console/accounts/${northId}/integrations/${clientId}${part}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
};
const stored = async () => (await other.get(api())).json<Record<string, unknown> & { version: number }>();
const editedByOther = async (edit: object) => {
  const { version } = await stored();
  const answer = await stage.platform.inject({
    method: 'PATCH',
    url: api(),
    headers: {
      cookie: [...other.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      origin: stage.url,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
    },
    payload: JSON.stringify({ version, ...edit }),
  });
  expect(answer.statusCode).toBe(200);
};
/** Makes the page believe that the person returns to its tab from another one. */
const comeBack = async () => {
  const asked = page.waitForResponse((response) => response.url().endsWith(api()));
  await page.evaluate(() => {
    const since = performance.now();
    return new Promise<void>((resolve) => {
      const look = () => {
        if (performance.now() - since < 1_100) return void requestAnimationFrame(look);
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
        resolve();
      };
      look();
    });
  });
  await asked;
};
const save = () => page.getByRole('button', { name: 'Save' }).click();

describe('concurrent edits', () => {
  test('two admins’ edits in different fields are both kept', async () => {
    await open();
    await page.getByLabel('Disconnect hook').fill('https://shop.test/bye');
    await editedByOther({ name: 'Harbour Post' });
    await comeBack();
    await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('Harbour Post');
    expect(await page.getByLabel('Disconnect hook').inputValue()).toBe('https://shop.test/bye');
    await save();
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect(await stored()).toMatchObject({ name: 'Harbour Post', disconnect_uri: 'https://shop.test/bye' });
  });

  test('a save over another admin’s edit of the same field is refused, and the person may keep the typed value', async () => {
    await open();
    await page.getByLabel('Name').fill('Gull Mail');
    await editedByOther({ name: 'Harbour Post' });
    await save();
    await page.getByRole('alert').getByText('Somebody else has changed these fields in the meantime: Name.').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Gull Mail');
    expect(await stored()).toMatchObject({ name: 'Harbour Post' });
    await page.getByRole('button', { name: 'Keep what I typed' }).click();
    await save();
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect(await stored()).toMatchObject({ name: 'Gull Mail' });
  });

  test('after another admin’s edit of the same field the person may take the stored value', async () => {
    await open();
    await page.getByLabel('Name').fill('Gull Mail');
    await editedByOther({ name: 'Harbour Post' });
    await save();
    await page.getByRole('button', { name: 'Show what is stored now' }).click();
    await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('Harbour Post');
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

describe('unsaved input', () => {
  test('a dialog asks whether to keep or discard unsaved input before the page is left', async () => {
    await open();
    await page.getByLabel('Name').fill('Gull Mail');
    await page.getByRole('link', { name: 'Keys', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
    await dialog.getByRole('button', { name: 'Stay here' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.getByLabel('Name').inputValue()).toBe('Gull Mail');
    await page.getByRole('link', { name: 'Keys', exact: true }).click();
    await dialog.getByRole('button', { name: 'Leave the page' }).click();
    await page.getByRole('heading', { level: 2, name: 'Rotate the secret key' }).waitFor();
    expect(await stored()).toMatchObject({ name: 'Harbour Mail' });
  });

  test('an unsaved text in one language stays while another is edited, and the URL names the language', async () => {
    await open('/texts');
    const choose = async (language: string) => {
      await page.getByLabel('Language', { exact: true }).selectOption(language);
      await expect.poll(() => page.getByLabel('Summary').getAttribute('lang')).toBe(language);
    };
    await choose('en');
    await page.getByLabel('Summary').fill('Letters become deals.');
    await choose('es');
    await page.getByLabel('Summary').fill('Las cartas');
    expect(new URL(page.url()).search).toBe('?language=es');
    await choose('en');
    expect(await page.getByLabel('Summary').inputValue()).toBe('Letters become deals.');
    await page.getByRole('button', { name: 'Save the text' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    await choose('es');
    expect(await page.getByLabel('Summary').inputValue()).toBe('Las cartas');
  });

  test('options of the button are still there after a visit to another page', async () => {
    await open('/button');
    await page.getByLabel('Text', { exact: true }).fill('Connect the harbour');
    await page.getByRole('link', { name: 'Keys', exact: true }).click();
    await page.getByRole('heading', { level: 2, name: 'Rotate the secret key' }).waitFor();
    await page.getByRole('link', { name: 'Button', exact: true }).click();
    await expect.poll(() => page.getByLabel('Text', { exact: true }).inputValue()).toBe('Connect the harbour');
  });

  test('input is not lost when the network fails: the page says so, and a second press saves it', async () => {
    await open();
    await page.getByLabel('Name').fill('Gull Mail');
    await context.setOffline(true);
    await save();
    await page.getByRole('alert').getByText('The platform did not answer.').waitFor();
    await context.setOffline(false);
    await save();
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect(await stored()).toMatchObject({ name: 'Gull Mail' });
  });
});

test('a shown secret key never appears on another integration’s page', async () => {
  const second = (await anIntegration(stage.platform, 'north', { name: 'Tide Table' })).client_id;
  await open('/keys');
  await page.getByRole('link', { name: 'My integrations' }).first().click();
  await page.getByRole('link', { name: 'Tide Table' }).first().click();
  await page.getByRole('link', { name: 'Keys', exact: true }).click();
  await expect.poll(() => page.title()).toMatch(/^Keys · Tide Table/);
  await page.getByRole('button', { name: 'Show the secret key' }).click();
  await page.getByRole('textbox', { name: 'Secret key' }).waitFor();
  expect(await page.getByRole('textbox', { name: 'Integration ID' }).inputValue()).toBe(second);
  await page.evaluate(() => history.go(-3));
  await expect.poll(() => page.title()).toMatch(/^Keys · Harbour Mail/);
  expect(await page.getByRole('textbox', { name: 'Integration ID' }).inputValue()).toBe(clientId);
  expect(await page.getByRole('textbox', { name: 'Secret key' }).count()).toBe(0);
});

test('a secret key that arrives late does not take the focus from a field in use', async () => {
  await open('/guide');
  let answer = (): void => undefined;
  await page.route('**/secret', async (route) => {
    await new Promise<void>((resolve) => (answer = resolve));
    await route.continue();
  });
  await page.getByRole('button', { name: 'Show the secret key' }).click();
  const code = page.getByRole('textbox', { name: 'Code', exact: true });
  await code.pressSequentially('abc');
  answer();
  await page.getByRole('textbox', { name: 'Secret key' }).waitFor();
  await page.keyboard.type('def');
  expect(await code.inputValue()).toBe('abcdef');
  await page.unroute('**/secret');
});

test('a page of the console that loads slowly says that it is loading', async () => {
  await open();
  let answer = (): void => undefined;
  await page.route('**/secrets', async (route) => {
    await new Promise<void>((resolve) => (answer = resolve));
    await route.continue();
  });
  await page.getByRole('link', { name: 'Keys', exact: true }).click();
  await page.getByRole('progressbar', { name: 'The page is loading' }).waitFor();
  expect(await page.getByRole('main').getAttribute('aria-busy')).toBe('true');
  answer();
  await page.getByRole('heading', { level: 2, name: 'Rotate the secret key' }).waitFor();
  expect(await page.getByRole('progressbar').count()).toBe(0);
  await page.unroute('**/secrets');
});
