import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Platform } from '../harness/platform.ts';
import type { ExternalSite, Mode } from './external-site.ts';
import type { SignedIn } from './stage.ts';
import { aBrowser, allow, signIn } from './stage.ts';

/** A person at an integrator's site, with the platform's consent page open. */
export interface Journey {
  readonly context: BrowserContext;
  /** The site's page that the person is on. */
  readonly page: Page;
  /** The window that the button opened. */
  readonly popup: Page;
}

export type Language = 'ru' | 'en';

/** What the waiting page says, in both languages. */
export const words = {
  waiting: { en: 'The keys are being handed over', ru: 'Передаём ключи' },
  link: { en: 'Come back later by this link', ru: 'Вернуться позже по этой ссылке' },
  timeout: { en: /did not answer within 3 seconds/, ru: /не ответил за 3 секунды/ },
  connect: { en: /cannot be reached/, ru: /не удаётся/ },
  answered500: { en: /answered 500 instead of accepting the keys/, ru: /ответил 500 и не принял ключи/ },
} as const;

/** Presses the site's button and, unless that is done, signs in; stands before Allow. */
export async function begin(
  browser: Browser,
  site: ExternalSite,
  how: { readonly mode: Mode; readonly language: Language; readonly signedIn?: SignedIn | undefined },
): Promise<Journey> {
  const context = await aBrowser(browser, how);
  context.setDefaultTimeout(25_000);
  const page = await context.newPage();
  await page.goto(site.origin);
  const popup = await press(page, how.mode);
  if (how.signedIn === undefined) await signIn(popup, `${how.language}@north.test`);
  await popup.getByRole('button', { name: /^(allow|разрешить)/i }).waitFor();
  expect(await popup.locator('html').getAttribute('lang')).toBe(how.language);
  return { context, page, popup };
}

/** Presses the button of a mode; the window that opens. */
export async function press(page: Page, mode: Mode): Promise<Page> {
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: `Connect: ${mode}` }).click(),
  ]);
  return popup;
}

/** Waits until the site's page shows that it holds working keys and tokens. */
export async function arrive(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Connected to Account north' }).waitFor();
  // An external integration's token reads the account, and nothing of its users.
  await page.getByText('Account 200, users 403').waitFor();
}

/** Allow, and then the site's page by itself. */
export async function allowAndArrive({ page, popup }: Journey): Promise<void> {
  await allow(popup);
  await arrive(page);
}

/** Exactly one active integration of this site, and no code came to it before its keys. */
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
  // The same keys in every try.
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
