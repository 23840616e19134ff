import type { Server } from 'node:http';
import { createServer } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createSite } from '../../examples/shop/src/site.ts';
import { launchChromium } from '../browser/chromium.mjs';
import type { Integration } from '../harness/people.ts';
import { anIntegration, password } from '../harness/people.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform } from '../harness/platform.ts';
import type { SlowNetwork } from './slow-network.ts';
import { aSlowNetwork } from './slow-network.ts';

/** The platform and an integrator's site on loopback, and a browser. */
export interface Stage {
  readonly platform: Platform;
  readonly url: string;
  readonly browser: Browser;
  /** A browser of somebody's own: cookies, language, colours. */
  visitor(options?: VisitorOptions): Promise<BrowserContext>;
  /** Starts the example shop for an integration made for it; its site's origin. */
  shop(options: {
    account: string;
    kind?: 'private' | 'unmoderated' | 'published';
    name?: string;
  }): Promise<{ site: string; keys: Integration }>;
  close(): Promise<void>;
}

export interface VisitorOptions {
  readonly language?: 'ru' | 'en';
  readonly dark?: boolean;
  readonly narrow?: boolean;
  /** The time zone of the browser, by its IANA name. */
  readonly zone?: string;
  /** Cookies of somebody who is signed in already. */
  readonly signedIn?: SignedIn | undefined;
}

export type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Settings of a platform that a browser reaches on a port of loopback. */
export function stageVariables(port: number) {
  return {
    NODE_ENV: 'development',
    PRISTAN_PUBLIC_URL: `http://localhost:${port}`,
    PRISTAN_BASE_DOMAIN: `localhost:${port}`,
    PRISTAN_PORT: String(port),
  };
}

/** @param variables settings besides, or in place of, the stage's own */
export async function openStage(variables: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const port = await freePort();
  return openStageAt(port, port, variables);
}

/** A stage whose platform is reached over a network that can be made slow; it begins fast. */
export async function openSlowStage(
  variables: Readonly<Record<string, string>> = {},
): Promise<Stage & { readonly network: SlowNetwork }> {
  const { between: network, ...stage } = await openStageBehind(aSlowNetwork, variables);
  return { ...stage, network };
}

/** A stage whose platform is reached through something that listens at its public port. */
export async function openStageBehind<Between extends { close(): Promise<void> }>(
  open: (serverPort: number, port: number) => Promise<Between>,
  variables: Readonly<Record<string, string>> = {},
): Promise<Stage & { readonly between: Between }> {
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

/** @param port that the public URL names; the platform itself listens at `serverPort` */
async function openStageAt(
  port: number,
  serverPort: number,
  variables: Readonly<Record<string, string>>,
): Promise<Stage> {
  const url = `http://localhost:${port}`;
  const platform = await openPlatform({ ...stageVariables(port), ...variables });
  await platform.app.listen({ host: '127.0.0.1', port: serverPort });
  const browser = await launchChromium();
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

/** Cookies, language and colours of one person. */
export async function aBrowser(
  browser: Browser,
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
  // Below the test's own limit, so that what was waited for is named.
  context.setDefaultTimeout(10_000);
  return context;
}

/** Signs in on whatever page shows the form, in its language. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel(/e-mail|почта/i).fill(email);
  await page.getByLabel(/^(password|пароль)/i).fill(password);
  await page.getByRole('button', { name: /^(sign in|войти)/i }).click();
}

/**
 * Waits until a press on a page of the server is a person's: it takes none from the first half second, which it counts from
 * making the page. Also waits for that page, when what led to it has just been pressed.
 */
export async function untilPressable(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    if (document.querySelector('input[name="press"]') === null) return false;
    // Counted from the page's arrival: what led to it, a sign-in for instance, may have taken long.
    const [arrival] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return performance.now() - (arrival?.responseEnd ?? 0) > 700;
  });
}

/** Allow shows itself after 800 ms; the press is a person's. */
export async function allow(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(allow|разрешить)/i }).click();
}

export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
