import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAccount, anIntegration } from '../harness/people.ts';
import type { Stage } from './stage.ts';
import { openStage, signIn } from './stage.ts';

let stage: Stage;
let context: BrowserContext;
let page: Page;
let accountId: number;
beforeAll(async () => {
  stage = await openStage();
  accountId = (await anAccount(stage.platform, 'north')).id;
  context = await stage.visitor();
  page = await context.newPage();
  const { client_id: clientId } = await anIntegration(stage.platform, 'north', { name: 'Harbour Mail' });
  await page.goto(`${stage.url}/console/accounts/${accountId}/integrations/${clientId}/keys`);
  await signIn(page, 'admin@north.test');
  await page.getByRole('heading', { level: 1, name: 'Harbour Mail' }).waitFor();
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

test('what an admin should know is counted on every page, read on one, and dismissed', async () => {
  await page.getByRole('link', { name: 'Notices', exact: true }).waitFor();
  const { db, random, clock } = stage.platform.world;
  const facts = JSON.stringify({ integration: 'Harbour Mail', host: 'shop.test', failingSince: 0, failure: 'timeout' });
  await db
    .insertInto('notices')
    .values({ id: random.uuid(), account_id: accountId, kind: 'receiver_failing', facts, created_at: clock.now() })
    .execute();
  await page.reload();
  await page.getByRole('link', { name: '1 notice' }).click();
  await page.getByRole('heading', { level: 1, name: 'What you should know' }).waitFor();
  const note = page.getByRole('note').filter({ hasText: 'Harbour Mail' });
  await note.getByRole('button', { name: /^Dismiss: / }).click();
  await page.getByText('Nothing waits.').waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('What you should know');
  await page.getByRole('link', { name: 'Notices', exact: true }).waitFor();
});
