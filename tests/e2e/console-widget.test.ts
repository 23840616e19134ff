import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import { anAccount, anIntegration } from '../harness/fixtures.ts';
import { manifest, png, widgetZip } from '../harness/widget.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let address: string;
let first: Buffer;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openBrowserFixture();
  const berth = await anAccount(stage.platform, 'berth');
  const integration = await anIntegration(stage.platform, 'berth', { name: 'Tide Table' });
  address = `${stage.url}/console/accounts/${berth.id}/integrations/${integration.client_id}`;
  context = await stage.visitor();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4(01|22)/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(address);
  await signIn(page, 'admin@berth.test');
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

async function choose(buffer: Buffer): Promise<void> {
  const asking = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose widget.zip' }).click();
  await (await asking).setFiles({ name: 'widget.zip', mimeType: 'application/zip', buffer });
}

const version = (number: number) => page.getByRole('listitem').filter({ hasText: `Version ${number}` });

test('the widget page without versions says what to do', async () => {
  await page.getByRole('link', { name: 'Widget', exact: true }).click();
  await page.getByText('Versions of the widget appear here.').waitFor();
});

test('the upload of a faulty archive lists every problem by file and place, and stores nothing', async () => {
  const broken = { ...manifest, widget: { ...manifest.widget, version: '1\u0000' } };
  await choose(await widgetZip({ 'manifest.json': broken, 'images/logo_main.png': 'none' }));
  const report = page.getByRole('alert');
  await report.getByText('2 problems in the archive').waitFor();
  const problems = report.getByRole('listitem');
  expect(await problems.filter({ hasText: 'manifest.json' }).innerText()).toMatch(/widget\.version\n.+/);
  expect(await problems.filter({ hasText: 'images/logo_main.png' }).count()).toBe(1);
  await page.getByText('Versions of the widget appear here.').waitFor();
  expect(await auditor(page).all()).toEqual([]);
});

test('a corrected archive becomes an unpublished version of the widget', async () => {
  first = await widgetZip();
  await choose(first);
  await page.getByText('Version 1 is uploaded. It is not published yet.').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.getByText('No version is published').waitFor();
  await version(1).getByText('1.0.0').waitFor();
});

test('a dialog says what accounts get before a widget version is published', async () => {
  await choose(await widgetZip({ 'manifest.json': { ...manifest, widget: { ...manifest.widget, version: '1.1.0' } } }));
  await version(2).waitFor();
  await page.getByRole('button', { name: 'Publish version 1' }).click();
  const first = page.getByRole('dialog', { name: 'Publish version 1?' });
  await first.getByText('Accounts where the integration is enabled get it immediately').waitFor();
  await first.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('Accounts get version 1.').waitFor();
  await page.getByRole('button', { name: 'Publish version 2' }).click();
  const second = page.getByRole('dialog', { name: 'Publish version 2?' });
  await second.getByText('Accounts get version 2 instead of version 1 immediately.').waitFor();
  await second.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('Accounts get version 2.').waitFor();
  expect(await page.getByText('published', { exact: true }).count()).toBe(1);
});

test('a refusal in the dialog that publishes a version disappears with it, and the press can be repeated', async () => {
  const cookies = await context.cookies();
  await context.clearCookies();
  await page.getByRole('button', { name: 'Publish version 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish version 1?' });
  const act = dialog.getByRole('button', { name: 'Publish' });
  await act.click();
  await dialog.getByRole('alert').waitFor();
  await expect.poll(() => act.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.getByRole('button', { name: 'Publish version 1' }).click();
  await act.waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.keyboard.press('Escape');
  await context.addCookies(cookies);
});

test('the widget is unpublished after a dialog that says what ends', async () => {
  await page.getByRole('button', { name: 'Unpublish' }).click();
  const dialog = page.getByRole('dialog', { name: 'Unpublish the widget?' });
  await dialog.getByText('no longer get it').waitFor();
  expect(await auditor(page).all()).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Accounts get version 2.').waitFor();
  await page.getByRole('button', { name: 'Unpublish' }).click();
  await dialog.getByRole('button', { name: 'Unpublish' }).click();
  await page.getByText('No version is published').waitFor();
});

test('a widget version is downloaded exactly as it was uploaded', async () => {
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download version 1' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('widget.zip');
  expect((await readFile(await download.path())).equals(first)).toBe(true);
});

test('what a widget’s publication still needs is shown after the upload and on the version’s page', async () => {
  await choose(
    await widgetZip({ 'manifest.json': { ...manifest, tour: null, extra: 1 }, 'images/logo.png': await png(128, 128) }),
  );
  await page.getByText('Version 3 is uploaded. It is not published yet.').waitFor();
  const needed = page.getByRole('list', { name: '2 things needed before publication' });
  await needed.getByText('Expected 130×100, found 128×128.').waitFor();
  expect(await needed.getByRole('listitem').count()).toBe(2);
  await version(3).getByRole('link', { name: '2 things needed before publication' }).click();
  await page.getByRole('heading', { name: 'Version 3' }).waitFor();
  await needed.getByText('images/logo.png').waitFor();
  await page
    .getByRole('list', { name: /worth a look/ })
    .getByText('extra')
    .first()
    .waitFor();
  expect(await auditor(page).all()).toEqual([]);
  await page.getByRole('link', { name: 'Versions', exact: true }).click();
  await version(3).waitFor();
});

test('the widget page passes axe in both themes and does not violate its Content-Security-Policy', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await auditor(page).all()).toEqual([]);
  }
  expect(complaints).toEqual([]);
});
