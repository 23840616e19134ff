import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { BorrowedChromium } from '../browser/borrow-chromium.ts';
import type { Platform } from '../harness/platform.ts';
import type { ExternalSite, Mode } from './external-site.ts';
import type { SignedIn } from './browser-fixture.ts';
import { aBrowser, allow, signIn } from './browser-fixture.ts';

/** A person at an integrator's site, with the platform's consent page open. */
export interface Journey {
  readonly context: BrowserContext;
  /** The page of the integrator’s site. */
  readonly page: Page;
  /** The consent page’s window, opened by the site’s button. */
  readonly popup: Page;
}

/** Texts of the page that waits until the site has accepted its keys, in both languages. */
export const texts = {
  waiting: { en: 'Sending the secret keys', ru: 'Передаём секретные ключи' },
  link: { en: 'Link to this page, to come back later', ru: 'Ссылка на эту страницу, чтобы вернуться позже' },
  timeout: { en: /did not respond within 3 seconds/, ru: /не ответил за 3 секунды/ },
  reset: { en: /broke off the connection/, ru: /оборвал соединение/ },
  answered500: { en: /answered 500 and did not accept the keys/, ru: /ответил 500 и не принял ключи/ },
} as const;

export type Language = keyof (typeof texts)['waiting'];

/** Presses the site's button, signs in if necessary, and waits for Allow. */
export async function openConsent(
  browser: BorrowedChromium,
  site: ExternalSite,
  how: { readonly mode: Mode; readonly language: Language; readonly signedIn?: SignedIn | undefined },
): Promise<Journey> {
  const context = await aBrowser(browser, how);
  context.setDefaultTimeout(25_000);
  const page = await context.newPage();
  await page.goto(site.origin);
  const popup = await clickButton(page, how.mode);
  if (how.signedIn === undefined) await signIn(popup, `${how.language}@north.test`);
  await popup.getByRole('button', { name: /^(allow|разрешить)/i }).waitFor();
  expect(await popup.locator('html').getAttribute('lang')).toBe(how.language);
  return { context, page, popup };
}

/** Presses the site’s button of this mode and returns the opened window. */
export async function clickButton(page: Page, mode: Mode): Promise<Page> {
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: `Connect: ${mode}` }).click(),
  ]);
  return popup;
}

/** Waits until the site's page shows that it has working keys and tokens. */
export async function waitForConnection(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Connected to Account north' }).waitFor();
  // An external integration's token may read the account, but not its users.
  await page.getByText('Account 200, users 403').waitFor();
}

/** Presses Allow, and waits until the site's page is connected. */
export async function allowAndConnect({ page, popup }: Journey): Promise<void> {
  await allow(popup);
  await waitForConnection(page);
}

/** Expects exactly one active integration of this site, and no code before its keys. */
export async function expectOne(
  platform: Platform,
  site: ExternalSite,
  options: { pulled?: boolean | undefined } = {},
) {
  const integrations = await platform.world.db
    .selectFrom('integrations')
    .select(['id', 'state', 'kind'])
    .where('redirect_uri', '=', site.redirectUri)
    .execute();
  expect(integrations).toEqual([{ id: expect.any(String) as string, state: 'active', kind: 'external' }]);
  const [integration] = integrations;
  const of = integration?.id ?? '';
  const installations = await platform.world.db
    .selectFrom('installations')
    .select('state')
    .where('integration_id', '=', of)
    .execute();
  expect(installations).toEqual([{ state: 'enabled' }]);
  const grants = await platform.world.db.selectFrom('grants').select('id').where('integration_id', '=', of).execute();
  expect(grants).toHaveLength(1);
  expect(site.codes.length).toBeGreaterThan(0);
  for (const code of site.codes) {
    expect(code.clientId).toBe(of);
    expect(code.keysWereHere).toBe(options.pulled !== true);
  }
  // Every attempt to deliver the keys sent the same ones.
  const bodies = site.keys.received.map(({ body }) => body);
  expect(new Set(bodies).size).toBe(1);
  expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ client_id: of });
  await expectNoCodeBeforeKeys(platform, of, options);
  return of;
}

async function expectNoCodeBeforeKeys(
  platform: Platform,
  integrationId: string,
  options: { pulled?: boolean | undefined },
) {
  const { db } = platform.world;
  const codes = await db.selectFrom('codes').select('issued_at').where('integration_id', '=', integrationId).execute();
  const tried = await db
    .selectFrom('deliveries')
    .innerJoin('delivery_attempts', 'delivery_attempts.delivery_id', 'deliveries.id')
    .select(['delivery_attempts.started_at', 'deliveries.state', 'deliveries.finished_at'])
    .where('deliveries.integration_id', '=', integrationId)
    .execute();
  expect(tried.length).toBeGreaterThan(0);
  if (options.pulled === true) return;
  const [{ state, finished_at } = { state: '', finished_at: null }] = tried;
  expect(state).toBe('delivered');
  for (const code of codes) expect(Number(code.issued_at)).toBeGreaterThanOrEqual(Number(finished_at));
}
