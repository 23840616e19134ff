import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dispatcher } from '../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../apps/server/src/workers/deliver.ts';
import { anAccount, aUser } from '../harness/fixtures.ts';
import type { Journey, Language } from './external-journey.ts';
import { allowAndConnect, waitForConnection, openConsent, expectOne, clickButton, texts } from './external-journey.ts';
import type { ExternalSite, Mode } from './external-site.ts';
import { anExternalSite, state } from './external-site.ts';
import type { SignedIn, BrowserFixture } from './browser-fixture.ts';
import { allow, openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
let dispatcher: Dispatcher;
/** Cookies of a signed-in person for each language; signing in takes longer than the rest of a journey. */
const signedIn = new Map<Language, SignedIn>();
beforeAll(async () => {
  stage = await openBrowserFixture({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8,::1/128' });
  await anAccount(stage.platform, 'north', true);
  for (const language of ['en', 'ru'] as const) {
    await aUser(stage.platform, `${language}@north.test`, { north: 'admin' }, language);
    const context = await stage.visitor({ language });
    const page = await context.newPage();
    await page.goto(`${stage.url}/sign-in`);
    await signIn(page, `${language}@north.test`);
    await page.waitForURL(`${stage.url}/console/**`);
    signedIn.set(language, await context.storageState());
    await context.close();
  }
  dispatcher = startDispatcher(stage.platform.world);
});
afterAll(async () => {
  await dispatcher.stop();
  await stage.close();
});

interface Case {
  readonly site: ExternalSite;
  readonly language: Language;
  readonly journey: Journey;
}

/** Runs a test with an integrator’s site of its own, so that tests can run concurrently. */
async function withSite(
  mode: Mode,
  options: { pull?: boolean; language?: Language },
  run: (one: Case) => Promise<void>,
): Promise<void> {
  const site = await anExternalSite(stage.url, options);
  const language = options.language ?? (mode === 'popup' ? 'ru' : 'en');
  const journey = await openConsent(stage.browser, site, { mode, language, signedIn: signedIn.get(language) });
  try {
    await run({ site, language, journey });
    await expectOne(stage.platform, site, { pulled: options.pull });
  } finally {
    await journey.context.close();
    await site.close();
  }
}

// Most of these tests wait for a delivery’s next attempt, so they run concurrently.
describe.concurrent.each(['popup', 'post_message'] as const)('%s mode', { timeout: 60_000 }, (mode) => {
  test.each([200, 204])(
    'a site that answers %i to its keys gets the keys, then the code, and is connected',
    async (status) =>
      withSite(mode, {}, async ({ site, journey }) => {
        site.keys.answer(status);
        await allowAndConnect(journey);
        expect(site.keys.received).toHaveLength(1);
      }),
  );

  test('keys answered with 500 twice, then 200, are sent again while the person waits', async () =>
    withSite(mode, {}, async ({ site, journey }) => {
      site.keys.answer(500, 500, 200);
      await allowAndConnect(journey);
      expect(site.keys.received).toHaveLength(3);
    }));

  test('the waiting page says that the site does not answer, and finishes by itself', async () =>
    withSite(mode, {}, async ({ site, language, journey }) => {
      site.keys.answer('hang', 'hang', 200);
      await allow(journey.popup);
      await journey.popup.getByRole('heading', { name: texts.waiting[language] }).waitFor();
      await journey.popup.getByText(texts.timeout[language]).waitFor();
      await waitForConnection(journey.page);
    }));

  test('the waiting page says that the site is down, and finishes by itself once it is up', async () =>
    withSite(mode, {}, async ({ site, language, journey }) => {
      site.keys.down();
      await allow(journey.popup);
      await journey.popup.getByText(texts.reset[language]).waitFor();
      expect(site.codes).toEqual([]);
      site.keys.up();
      await waitForConnection(journey.page);
    }));

  test('while the site is down the window may be closed; the link returns to the same key handover', async () =>
    withSite(mode, {}, async ({ site, language, journey: { context, popup } }) => {
      site.keys.down();
      await allow(popup);
      const link = await popup.getByRole('link', { name: texts.link[language] }).getAttribute('href');
      await popup.close();
      site.keys.up();
      const later = await context.newPage();
      await later.goto(link ?? '');
      await waitForConnection(later);
    }));

  test('a site that accepts no keys but can fetch them gets the code at once, and fetches its keys', async () =>
    withSite(mode, { pull: true }, async ({ site, journey }) => {
      site.keys.answer(500, 500, 500, 500, 500);
      await allowAndConnect(journey);
      expect(site.keys.accepted).toEqual([]);
    }));
});

describe.concurrent('one request', { timeout: 60_000 }, () => {
  test('one request allowed in two tabs creates one integration: both tabs end with the same keys', async () =>
    withSite('popup', {}, async ({ site, journey: { context, page, popup } }) => {
      const second = await context.newPage();
      await second.goto(popup.url());
      await allow(popup);
      await waitForConnection(page);
      await allow(second);
      await second.getByRole('heading', { name: 'Подключение завершено' }).waitFor();
      expect(site.keys.received).toHaveLength(1);
    }));

  test('a person who goes back and allows the same request again creates no second integration', async () =>
    withSite('post_message', {}, async ({ site, language, journey: { page, popup } }) => {
      site.keys.answer(500, 500, 500, 200);
      await allow(popup);
      await popup.getByRole('heading', { name: texts.waiting[language] }).waitFor();
      await popup.goBack();
      await allow(popup);
      await waitForConnection(page);
      expect(site.keys.received).toHaveLength(4);
    }));

  test('a double click on Allow creates one integration', async () =>
    withSite('post_message', {}, async ({ site, journey: { page, popup } }) => {
      await popup.getByRole('button', { name: /^allow/i }).dblclick({ noWaitAfter: true });
      await waitForConnection(page);
      expect(site.keys.received).toHaveLength(1);
    }));

  test('a reload while the keys are being sent creates no second integration', async () =>
    withSite('popup', {}, async ({ site, language, journey: { page, popup } }) => {
      site.keys.answer('hang', 'hang', 200);
      await allow(popup);
      await popup.getByRole('heading', { name: texts.waiting[language] }).waitFor();
      await popup.reload();
      await popup.getByRole('heading', { name: texts.waiting[language] }).waitFor();
      await waitForConnection(page);
    }));
});

test('a second request allowed by the same person creates another integration with its own keys', async () => {
  const site = await anExternalSite(stage.url);
  const { context, page, popup } = await openConsent(stage.browser, site, {
    mode: 'popup',
    language: 'en',
    signedIn: signedIn.get('en'),
  });
  await allowAndConnect({ context, page, popup });
  await page.goto(site.origin);
  const again = await clickButton(page, 'popup');
  await allowAndConnect({ context, page, popup: again });
  const keys = site.keys.accepted.map(({ body }) => JSON.parse(body) as { client_id: string; client_secret: string });
  expect(new Set(keys.map(({ client_id }) => client_id)).size).toBe(2);
  expect(new Set(keys.map(({ client_secret }) => client_secret)).size).toBe(2);
  await context.close();
  await site.close();
});

test('Deny at a metadata button creates and sends nothing, and returns to the site with its state', async () => {
  const site = await anExternalSite(stage.url);
  const { context, page, popup } = await openConsent(stage.browser, site, {
    mode: 'popup',
    language: 'en',
    signedIn: signedIn.get('en'),
  });
  await Promise.all([popup.waitForEvent('close'), popup.getByRole('button', { name: 'Deny access' }).click()]);
  await page.waitForURL(`${site.redirectUri}?error=access_denied&state=${encodeURIComponent(state)}`);
  expect(site.keys.received).toEqual([]);
  const made = await stage.platform.world.db
    .selectFrom('integrations')
    .select('id')
    .where('redirect_uri', '=', site.redirectUri)
    .execute();
  expect(made).toEqual([]);
  await context.close();
  await site.close();
});

test('a member is not offered Allow for a metadata button', async () => {
  const site = await anExternalSite(stage.url);
  const context = await stage.visitor();
  const page = await context.newPage();
  await page.goto(site.origin);
  const popup = await clickButton(page, 'popup');
  await signIn(popup, 'member@north.test');
  await popup.getByText('Account north').first().waitFor();
  expect(await popup.getByRole('button', { name: /^allow/i }).count()).toBe(0);
  await context.close();
  await site.close();
});
