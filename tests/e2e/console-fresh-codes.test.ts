import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import { apiCaller } from '../harness/api-caller.ts';
import type { Integration } from '../harness/fixtures.ts';
import { anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import { asksForNothing, widgetZip } from '../harness/widget.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

const place = { account: 'berth', email: 'admin@berth.test' };
let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let account: string;
let withWidget: Integration;
let without: Integration;
beforeAll(async () => {
  stage = await openBrowserFixture();
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

const section = () => page.getByRole('region', { name: 'Code requests by the developer' });

async function ask(): Promise<number> {
  const { client_id, client_secret } = withWidget;
  const response = await fetch(`${stage.url}/api/platform/installations/berth/code`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id, client_secret }),
  });
  return response.status;
}

test('an admin sees when the integrator’s server last requested a code', async () => {
  await section().getByText('No requests in the last 30 days.').waitFor();
  expect(await ask()).toBe(202);
  await page.reload();
  await section().getByText('Last request: just now').waitFor();
});

test('forbidding or allowing code requests applies to the integrator’s next request', async () => {
  await section().getByRole('button', { name: 'Don’t allow code requests' }).click();
  await section().getByText('The developer’s server may not request codes by itself.').waitFor();
  expect(await ask()).toBe(403);
  expect(await auditor(page).all()).toEqual([]);
  await section().getByRole('button', { name: 'Allow code requests' }).click();
  await section().getByText('may request a new code by itself').waitFor();
  expect(await ask()).toBe(202);
});

test('an integration without a widget has no section about code requests', async () => {
  await page.goto(`${account}/installed/${without.client_id}`);
  await page.getByRole('region', { name: 'Connection status' }).waitFor();
  expect(await section().count()).toBe(0);
});
