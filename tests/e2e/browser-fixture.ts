import type { Server } from 'node:http';
import type { Language } from '@pristan/wire';
import type { BrowserContext, Page } from 'playwright-core';
import { createSite } from '../../examples/shop/src/site.ts';
import type { BorrowedChromium } from '../browser/borrow-chromium.ts';
import { borrowChromium } from '../browser/borrow-chromium.ts';
import { freePort } from '../harness/free-port.mjs';
import type { Integration } from '../harness/fixtures.ts';
import { anIntegration, password } from '../harness/fixtures.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform } from '../harness/platform.ts';
import type { SlowNetwork } from './slow-network.ts';
import { aSlowNetwork } from './slow-network.ts';

/** A platform and integrators' sites on loopback, with a browser that visits them. */
export interface BrowserFixture {
  readonly platform: Platform;
  readonly url: string;
  readonly browser: BorrowedChromium;
  /** A new browser context with its own cookies, language and colours. */
  visitor(options?: VisitorOptions): Promise<BrowserContext>;
  /** Starts the example shop with a new integration; returns the site's origin and the keys. */
  shop(options: {
    account: string;
    kind?: 'private' | 'unmoderated' | 'published';
    name?: string;
  }): Promise<{ site: string; keys: Integration }>;
  close(): Promise<void>;
}

export interface VisitorOptions {
  readonly language?: Language;
  readonly dark?: boolean;
  readonly narrow?: boolean;
  /** Time zone of the browser, by its IANA name. */
  readonly zone?: string;
  /** Cookies with which the browser is signed in. */
  readonly signedIn?: SignedIn | undefined;
}

export type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Settings of a platform that a browser reaches on a loopback port. */
export function fixtureVariables(port: number) {
  return {
    NODE_ENV: 'development',
    PRISTAN_PUBLIC_URL: `http://localhost:${port}`,
    PRISTAN_BASE_DOMAIN: `localhost:${port}`,
    PRISTAN_PORT: String(port),
  };
}

/**
 * Opens a fixture.
 *
 * @param variables environment variables of the platform, which override or add to those of `fixtureVariables`
 */
export async function openBrowserFixture(variables: Readonly<Record<string, string>> = {}): Promise<BrowserFixture> {
  const port = await freePort();
  return openStageAt(port, port, variables);
}

/** Opens a fixture whose platform is reached over a network that can be slowed; at first it is not. */
export async function openSlowFixture(
  variables: Readonly<Record<string, string>> = {},
): Promise<BrowserFixture & { readonly network: SlowNetwork }> {
  const { between: network, ...stage } = await openFixtureBehind(aSlowNetwork, variables);
  return { ...stage, network };
}

/** Opens a fixture whose platform is reached through a proxy on its public port. */
export async function openFixtureBehind<Between extends { close(): Promise<void> }>(
  open: (serverPort: number, port: number) => Promise<Between>,
  variables: Readonly<Record<string, string>> = {},
): Promise<BrowserFixture & { readonly between: Between }> {
  const [port, serverPort] = [await freePort(), await freePort()];
  const stage = await openStageAt(port, serverPort, variables);
  const between = await open(serverPort, port);
  return {
    ...stage,
    between,
    async close() {
      await between.close();
      await stage.close();
    },
  };
}

/**
 * Opens a fixture.
 *
 * @param port port in the public URL; the platform itself listens on `serverPort`
 */
async function openStageAt(
  port: number,
  serverPort: number,
  variables: Readonly<Record<string, string>>,
): Promise<BrowserFixture> {
  const url = `http://localhost:${port}`;
  const platform = await openPlatform({ ...fixtureVariables(port), ...variables });
  await platform.app.listen({ host: '127.0.0.1', port: serverPort });
  const browser = await borrowChromium();
  const shops: Server[] = [];
  return {
    platform,
    url,
    browser,
    visitor: (options) => aBrowser(browser, options),
    async shop({ account, kind = 'published', name = 'Gull Shop' }) {
      const shopPort = await freePort();
      const site = `http://shop.localhost:${shopPort}`;
      const keys = await anIntegration(platform, account, {
        kind,
        name,
        redirectUri: `${site}/callback`,
        scope: ['crm', 'notifications'],
      });
      const server = createSite({
        platformUrl: url,
        baseDomain: `localhost:${port}`,
        clientId: keys.client_id,
        clientSecret: keys.client_secret,
        redirectUri: `${site}/callback`,
      });
      await new Promise<void>((resolve) => server.listen(shopPort, '127.0.0.1', resolve));
      shops.push(server);
      return { site, keys };
    },
    async close() {
      await browser.close();
      for (const server of shops) server.close();
      await platform.close();
    },
  };
}

/** Opens a browser context for one person. */
export async function aBrowser(
  browser: BorrowedChromium,
  { language = 'en', dark = false, narrow = false, zone, signedIn }: VisitorOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: language === 'ru' ? 'ru-RU' : 'en-GB',
    colorScheme: dark ? 'dark' : 'light',
    viewport: narrow ? { width: 380, height: 800 } : { width: 1200, height: 900 },
    reducedMotion: 'reduce',
    ...(zone === undefined ? {} : { timezoneId: zone }),
    ...(signedIn === undefined ? {} : { storageState: signedIn }),
  });
  // Shorter than a test's time limit, so that a failure names what was waited for.
  context.setDefaultTimeout(10_000);
  return context;
}

/** Signs in at a page that shows the sign-in form, in either language. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel(/^(email|почта|электронная)/i).fill(email);
  await page.getByLabel(/^(password|пароль)/i).fill(password);
  await page.getByRole('button', { name: /^(sign in|войти)/i }).click();
}

/**
 * Waits until a page of the server accepts a click: the server refuses a click within half a second of creating the
 * page. After a navigation it waits for the page, too.
 */
export async function untilClickable(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    if (document.querySelector('input[name="press"]') === null) return false;
    // The half second counts from the page's arrival: the step before it, such as a sign-in, may have taken long.
    const [arrival] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return performance.now() - (arrival?.responseEnd ?? 0) > 700;
  });
}

/** Clicks Allow, which appears after 800 ms. */
export async function allow(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(allow|разрешить)/i }).click();
}
