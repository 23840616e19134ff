import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import { anAccount, anIntegration } from '../harness/people.ts';
import { manifest, widgetZip } from '../harness/widget.ts';
import type { Stage } from './stage.ts';
import { openStage, signIn } from './stage.ts';

let stage: Stage;
let context: BrowserContext;
let page: Page;
let address: string;
let first: Buffer;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openStage();
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

test('an empty list says what to do', async () => {
  await page.getByRole('link', { name: 'Widget', exact: true }).click();
  await page.getByText('Versions of the widget appear here.').waitFor();
});

test('a refused archive is answered with every problem, by file and place, and nothing is stored', async () => {
  const broken = { ...manifest, widget: { ...manifest.widget, installation: 'yes' } };
  await choose(await widgetZip({ 'manifest.json': broken, 'images/logo_main.png': undefined, 'script.js': undefined }));
  const report = page.getByRole('alert');
  await report.getByText('3 problems in the archive').waitFor();
  const problems = report.getByRole('listitem');
  expect(await problems.filter({ hasText: 'manifest.json' }).innerText()).toMatch(/widget\.installation\n.+/);
  expect(await problems.filter({ hasText: 'images/logo_main.png' }).count()).toBe(1);
  expect(await problems.filter({ hasText: 'script.js' }).count()).toBe(1);
  await page.getByText('Versions of the widget appear here.').waitFor();
  expect(await auditor(page).all()).toEqual([]);
});

test('the same file, mended, becomes a version that is not live', async () => {
  first = await widgetZip();
  await choose(first);
  await page.getByText('Version 1 is uploaded. It is not live yet.').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.getByText('No version is live').waitFor();
  await version(1).getByText('1.0.0').waitFor();
});

test('what accounts get changes after a press that says what they get, one version at a time', async () => {
  await choose(await widgetZip({ 'manifest.json': { ...manifest, widget: { ...manifest.widget, version: '1.1.0' } } }));
  await version(2).waitFor();
  await page.getByRole('button', { name: 'Make version 1 live' }).click();
  const first = page.getByRole('dialog', { name: 'Make version 1 live?' });
  await first.getByText('Accounts where the integration is enabled get it at once').waitFor();
  await first.getByRole('button', { name: 'Make live' }).click();
  await page.getByText('Accounts get version 1.').waitFor();
  await page.getByRole('button', { name: 'Make version 2 live' }).click();
  const second = page.getByRole('dialog', { name: 'Make version 2 live?' });
  await second.getByText('Accounts get version 2 in place of version 1 at once.').waitFor();
  await second.getByRole('button', { name: 'Make live' }).click();
  await page.getByText('Accounts get version 2.').waitFor();
  expect(await page.getByText('live', { exact: true }).count()).toBe(1);
});

test('a refusal is gone with the dialog that showed it, and the press can be repeated in it', async () => {
  const cookies = await context.cookies();
  await context.clearCookies();
  await page.getByRole('button', { name: 'Make version 1 live' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make version 1 live?' });
  const act = dialog.getByRole('button', { name: 'Make live' });
  await act.click();
  await dialog.getByRole('alert').waitFor();
  await expect.poll(() => act.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.getByRole('button', { name: 'Make version 1 live' }).click();
  await act.waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.keyboard.press('Escape');
  await context.addCookies(cookies);
});

test('the widget is taken away after a press that says what ends', async () => {
  await page.getByRole('button', { name: 'Take the widget down' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take the widget down?' });
  await dialog.getByText('no longer get it').waitFor();
  expect(await auditor(page).all()).toEqual([]);
  await dialog.getByRole('button', { name: 'Leave as it is' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Accounts get version 2.').waitFor();
  await page.getByRole('button', { name: 'Take the widget down' }).click();
  await dialog.getByRole('button', { name: 'Take the widget down' }).click();
  await page.getByText('No version is live').waitFor();
});

test('a version is downloaded as it was uploaded', async () => {
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download version 1' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('widget.zip');
  expect((await readFile(await download.path())).equals(first)).toBe(true);
});

test('the page passes axe in both themes, and keeps its policy', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await auditor(page).all()).toEqual([]);
  }
  expect(complaints).toEqual([]);
});
