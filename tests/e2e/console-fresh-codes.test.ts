import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import { apiCaller } from '../harness/api-caller.ts';
import type { Integration } from '../harness/people.ts';
import { anAccount, anIntegration, tokens } from '../harness/people.ts';
import { asksForNothing, widgetZip } from '../harness/widget.ts';
import type { Stage } from './stage.ts';
import { openStage, signIn } from './stage.ts';

const place = { account: 'berth', email: 'admin@berth.test' };
let stage: Stage;
let context: BrowserContext;
let page: Page;
let account: string;
let withWidget: Integration;
let without: Integration;
beforeAll(async () => {
  stage = await openStage();
  const berth = await anAccount(stage.platform, 'berth');
  account = `${stage.url}/console/accounts/${berth.id}`;
  withWidget = await anIntegration(stage.platform, 'berth', { kind: 'private', name: 'Tide Table' });
  without = await anIntegration(stage.platform, 'berth', { kind: 'private', name: 'Night Report' });
  const call = await apiCaller(stage.platform, berth.admin);
  const widgets = `/accounts/${berth.id}/integrations/${withWidget.client_id}/widgets`;
  await call('POST', widgets, await widgetZip(asksForNothing), { 'content-type': 'application/zip' });
  await call('PUT', `${widgets}/live`, { number: 1 });
  for (const integration of [withWidget, without]) await tokens(stage.platform, integration, place);
  context = await stage.visitor();
  page = await context.newPage();
  await page.goto(`${account}/installed/${withWidget.client_id}`);
  await signIn(page, place.email);
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

const section = () => page.getByRole('region', { name: 'Codes that the integrator asks for' });

async function ask(): Promise<number> {
  const { client_id, client_secret } = withWidget;
  const response = await fetch(`${stage.url}/api/platform/installations/berth/code`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id, client_secret }),
  });
  return response.status;
}

test('an admin sees when the integrator’s server asked for a code by itself', async () => {
  await section().getByText('None was asked for within 30 days.').waitFor();
  expect(await ask()).toBe(202);
  await page.reload();
  await section().getByText('The last one was asked for just now').waitFor();
});

test('forbidding it holds from the next request on, and allowing it again too', async () => {
  await section().getByRole('button', { name: 'Forbid asking for codes' }).click();
  await section().getByText('The integrator’s server may not ask for codes by itself.').waitFor();
  expect(await ask()).toBe(403);
  expect(await auditor(page).all()).toEqual([]);
  await section().getByRole('button', { name: 'Let it ask for codes' }).click();
  await section().getByText('may ask for a fresh code by itself').waitFor();
  expect(await ask()).toBe(202);
});

test('an integration without a widget has no codes to ask for, and no such section', async () => {
  await page.goto(`${account}/installed/${without.client_id}`);
  await page.getByRole('region', { name: 'Both sides' }).waitFor();
  expect(await section().count()).toBe(0);
});
