import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { BorrowedChromium } from '../browser/borrow-chromium.ts';
import { borrowChromium } from '../browser/borrow-chromium.ts';
import type { NodeProcess } from '../harness/node-process.ts';
import { startNode } from '../harness/node-process.ts';
import { anAccount, aUser } from '../harness/fixtures.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform, testSecretKeys } from '../harness/platform.ts';
import type { Journey, Language } from './external-journey.ts';
import { waitForConnection, openConsent, expectOne, texts } from './external-journey.ts';
import type { ExternalSite, Mode } from './external-site.ts';
import { anExternalSite } from './external-site.ts';
import { freePort } from '../harness/free-port.mjs';
import { allow, fixtureVariables } from './browser-fixture.ts';

let browser: BorrowedChromium;
beforeAll(async () => {
  browser = await borrowChromium();
});
afterAll(async () => browser.close());

/** A platform running in its own process as deployed, which can be killed and restarted at the same address. */
interface Server {
  readonly platform: Platform;
  kill(): Promise<void>;
  start(): Promise<void>;
}

interface Case {
  readonly server: Server;
  readonly site: ExternalSite;
  readonly language: Language;
  readonly journey: Journey;
}

async function withServer(mode: Mode, run: (one: Case) => Promise<void>): Promise<void> {
  const port = await freePort();
  const variables = { ...fixtureVariables(port), PRISTAN_HOOK_ALLOW: '127.0.0.0/8,::1/128' };
  const language = mode === 'popup' ? 'en' : 'ru';
  const platform = await openPlatform(variables);
  const database = platform.world.config.databaseUrl ?? '';
  let node: NodeProcess | undefined;
  const server: Server = {
    platform,
    async kill() {
      await node?.kill();
      node = undefined;
    },
    async start() {
      node = await startNode({ ...variables, PRISTAN_SECRET_KEYS: testSecretKeys, PRISTAN_DATABASE_URL: database });
    },
  };
  await anAccount(platform, 'north');
  await aUser(platform, `${language}@north.test`, { north: 'admin' }, language);
  await server.start();
  const site = await anExternalSite(`http://localhost:${port}`);
  const journey = await openConsent(browser, site, { mode, language });
  try {
    await run({ server, site, language, journey });
    await expectOne(platform, site);
  } finally {
    await journey.context.close();
    await site.close();
    await server.kill();
    await platform.close();
  }
}

/** Waits until the platform has stored that the site accepted the keys. */
async function delivered({ server, site }: Pick<Case, 'server' | 'site'>): Promise<void> {
  const states = async () => {
    const { db } = server.platform.world;
    const { keys } = site;
    return db.selectFrom('deliveries').select('state').where('url', '=', `${keys.origin}/keys`).execute();
  };
  await vi.waitFor(async () => expect(await states()).toEqual([{ state: 'delivered' }]), { timeout: 20_000 });
}

/** Reloads the page in the button’s window, which may close meanwhile in popup mode. */
async function reload(popup: Page): Promise<void> {
  await popup.reload().catch((error: unknown) => {
    if (!popup.isClosed()) throw error;
  });
}

describe('SIGKILL of the server', () => {
  // These three tests mostly wait for a delivery’s next attempt, so they run concurrently.
  test.concurrent(
    'killed before the site’s answer to its keys: the keys are sent again, then the code',
    async () =>
      withServer('popup', async ({ server, site, journey: { page, popup } }) => {
        const killed = new Promise<void>((resolve) => {
          site.keys.answer(async () => {
            await server.kill();
            resolve();
            return 'hang';
          });
        });
        await popup.getByRole('button', { name: 'Allow access' }).click({ noWaitAfter: true });
        await killed;
        expect(site.codes).toEqual([]);
        await server.start();
        await reload(popup);
        await waitForConnection(page);
        expect(site.keys.received.length).toBeGreaterThan(1);
      }),
    120_000,
  );

  test.concurrent(
    'killed after the keys arrived: a person who goes back and allows again still gets one integration',
    async () =>
      withServer('post_message', async ({ server, site, journey: { page, popup } }) => {
        const killed = new Promise<void>((resolve) => {
          site.keys.answer(async () => {
            await server.kill();
            resolve();
            return 'hang';
          });
        });
        await popup.getByRole('button', { name: 'Разрешить доступ' }).click({ noWaitAfter: true });
        await killed;
        await server.start();
        await popup.goBack();
        await allow(popup);
        await waitForConnection(page);
      }),
    120_000,
  );

  test.concurrent(
    'killed after the site accepted its keys: the waiting page finishes by itself',
    async () =>
      withServer('post_message', async ({ server, site, language, journey: { context, page, popup } }) => {
        site.keys.answer(500, 500, 500, 200);
        await allow(popup);
        await popup.getByRole('heading', { name: texts.waiting[language] }).waitFor();
        let back = (): void => undefined;
        const restarted = new Promise<void>((resolve) => {
          back = resolve;
        });
        await context.route('**/oauth/handover?**', async (route) => {
          await restarted;
          await route.continue();
        });
        await delivered({ server, site });
        await server.kill();
        expect(site.codes).toEqual([]);
        await server.start();
        back();
        await waitForConnection(page);
        expect(site.keys.received).toHaveLength(4);
      }),
    120_000,
  );

  test(
    'killed while the keys’ receiver fails: the waiting page finishes after a reload',
    async () =>
      withServer('popup', async ({ server, site, language, journey: { page, popup } }) => {
        site.keys.down();
        await allow(popup);
        await popup.getByText(texts.reset[language]).waitFor();
        await server.kill();
        // While the server is down, the waiting page's requests fail.
        await popup.waitForEvent('requestfailed', (request) => request.url().includes('/oauth/handover'));
        await server.start();
        site.keys.up();
        await reload(popup);
        await waitForConnection(page);
      }),
    120_000,
  );

  test(
    'killed after the code was created, before its page arrived: the person gets another code, which works',
    async () =>
      withServer('popup', async ({ server, site, journey: { context, page, popup } }) => {
        await context.route(
          '**/oauth/external/allow',
          async (route) => {
            const headers = { ...route.request().headers(), 'sec-fetch-user': '?1', 'sec-fetch-mode': 'navigate' };
            const answer = await route.fetch({ headers, maxRedirects: 0 });
            const page = new URL(answer.headers()['location'] ?? '', route.request().url());
            expect(await (await context.request.get(page.href)).text()).toContain('code=');
            await server.kill();
            await route.abort('connectionreset');
          },
          { times: 1 },
        );
        const lost = popup.waitForEvent('requestfailed');
        await popup.getByRole('button', { name: 'Allow access' }).click({ noWaitAfter: true });
        await lost;
        await server.start();
        await reload(popup);
        await waitForConnection(page);
        expect(site.codes).toHaveLength(1);
      }),
    120_000,
  );

  test(
    'killed while the code is on its way to the site: the code works after the restart',
    async () =>
      withServer('post_message', async ({ server, site, journey: { context, page, popup } }) => {
        await context.route(`${site.redirectUri}?**`, async (route) => {
          await server.kill();
          await server.start();
          await route.continue();
        });
        await allow(popup);
        await waitForConnection(page);
        expect(site.keys.received).toHaveLength(1);
      }),
    120_000,
  );
});
