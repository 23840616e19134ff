import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { apiCaller } from '../harness/api-caller.ts';
import { anAccount, anIntegration } from '../harness/fixtures.ts';
import { asksForNothing, widgetZip } from '../harness/widget.ts';
import type { SlowNetwork } from './slow-network.ts';
import type { SignedIn, BrowserFixture } from './browser-fixture.ts';
import { openSlowFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture & { readonly network: SlowNetwork };
let signedIn: SignedIn;
let owner: Awaited<ReturnType<typeof anAccount>>;
let guest: Awaited<ReturnType<typeof anAccount>>;
beforeAll(async () => {
  stage = await openSlowFixture();
  owner = await anAccount(stage.platform, 'berth');
  guest = await anAccount(stage.platform, 'north');
  const context = await stage.visitor();
  const page = await context.newPage();
  await page.goto(`${stage.url}/sign-in`);
  await signIn(page, 'admin@north.test');
  await page.waitForURL(`${stage.url}/console/**`);
  signedIn = await context.storageState();
  await context.close();
  stage.network.latency(600);
});
afterAll(async () => stage.close());

type Window = 'page' | 'popup';

/** Clicks a button `times` times in a row, while the response to the first click is on its way. */
const press = (page: Page, name: RegExp, times: number) =>
  page.getByRole('button', { name }).click({ clickCount: times, noWaitAfter: true });

/** Opens the shop in a new browser, and goes to the consent page by the shop’s link or button. */
async function ask(window: Window) {
  const { site, keys } = await stage.shop({ account: 'berth' });
  const context = await stage.visitor({ signedIn });
  const page = await context.newPage();
  await page.goto(site);
  const button = page.locator('#popup').getByRole('button', { name: 'Connect Gull Shop' });
  const [asked] =
    window === 'popup'
      ? await Promise.all([page.waitForEvent('popup'), button.click()])
      : [page, await page.getByRole('link', { name: 'Connect in this window' }).click()];
  return { keys, context, page, asked };
}

async function effectsOf(clientId: string) {
  const { db } = stage.platform.world;
  const of = async (table: 'codes' | 'grants' | 'installations') =>
    (await db.selectFrom(table).select('integration_id').where('integration_id', '=', clientId).execute()).length;
  return { codes: await of('codes'), grants: await of('grants'), installations: await of('installations') };
}

const once = { codes: 1, grants: 1, installations: 1 };

describe.concurrent.each([
  ['page', 2],
  ['popup', 3],
] as const)('with 600 ms until each response, in a %s, clicked %i times', { timeout: 60_000 }, (window, times) => {
  test('repeated clicks on Allow over a slow network grant once, and the shop is connected', async () => {
    const { keys, context, page, asked } = await ask(window);
    await press(asked, /^allow/i, times);
    await page.getByRole('heading', { name: 'Connected to Account north' }).waitFor();
    if (window === 'popup') expect(asked.isClosed()).toBe(true);
    expect(await effectsOf(keys.client_id)).toEqual(once);
    await context.close();
  });

  test('repeated clicks on Deny over a slow network grant nothing, and the shop gets the error', async () => {
    const { keys, context, page, asked } = await ask(window);
    await press(asked, /^deny/i, times);
    await page.getByText(/^Access was refused/).waitFor();
    expect(await effectsOf(keys.client_id)).toEqual({ codes: 0, grants: 0, installations: 0 });
    await context.close();
  });

  test('repeated clicks on Install over a slow network send one code, and the page says that it is done', async () => {
    const { client_id } = await anIntegration(stage.platform, 'berth', { redirectUri: `${stage.url}/callback` });
    await withWidget(client_id);
    const context = await stage.visitor({ signedIn });
    const asked = await openInstall(context, window, client_id);
    await asked.getByRole('button', { name: /^install/i }).waitFor();
    // The server refuses a press within half a second of the page's creation.
    stage.platform.clock.advance(600);
    await press(asked, /^install/i, times);
    // The URL is polled, since waiting for the navigation fails when a later press interrupts it.
    await vi.waitFor(() => expect(asked.url()).toMatch(/[?&]done=/), { timeout: 10_000 });
    expect(await effectsOf(client_id)).toEqual(once);
    const sent = await stage.platform.world.db
      .selectFrom('deliveries')
      .select('hook')
      .where('integration_id', '=', client_id)
      .execute();
    expect(sent).toEqual([{ hook: 'install' }]);
    await context.close();
  });
});

async function withWidget(clientId: string): Promise<void> {
  const call = await apiCaller(stage.platform, owner.admin);
  const widgets = `/accounts/${owner.id}/integrations/${clientId}/widgets`;
  await call('POST', widgets, await widgetZip(asksForNothing), { 'content-type': 'application/zip' });
  expect((await call('PUT', `${widgets}/live`, { number: 1 })).statusCode).toBe(200);
}

async function openInstall(context: BrowserContext, window: Window, clientId: string): Promise<Page> {
  const address = `${stage.url}/accounts/${guest.id}/installations/${clientId}/install`;
  const page = await context.newPage();
  if (window === 'page') {
    await page.goto(address);
    return page;
  }
  await page.goto(`${stage.url}/sign-in/none`);
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate((url) => void open(url, '', 'width=750,height=620'), address),
  ]);
  return popup;
}
