import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dispatcher } from '../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../apps/server/src/workers/deliver.ts';
import { anAccount, aPerson } from '../harness/people.ts';
import type { Journey, Language } from './external-journey.ts';
import { allowAndArrive, arrive, begin, expectOne, press, words } from './external-journey.ts';
import type { ExternalSite, Mode } from './external-site.ts';
import { anExternalSite, state } from './external-site.ts';
import type { SignedIn, Stage } from './stage.ts';
import { allow, openStage, signIn } from './stage.ts';

let stage: Stage;
let dispatcher: Dispatcher;
/** Signing in costs more than all the rest of a journey, so it is done once for each language. */
const signedIn = new Map<Language, SignedIn>();
beforeAll(async () => {
  stage = await openStage({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8,::1/128' });
  await anAccount(stage.platform, 'north', true);
  for (const language of ['en', 'ru'] as const) {
    await aPerson(stage.platform, `${language}@north.test`, { north: 'admin' }, language);
    const context = await stage.visitor({ language });
    const page = await context.newPage();
    await page.goto(`${stage.url}/sign-in`);
    await signIn(page, `${language}@north.test`);
    await page.waitForURL(`${stage.url}/`);
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

/** A site of its own for each case, so that cases can wait beside each other. */
async function withSite(
  mode: Mode,
  options: { pull?: boolean; language?: Language },
  run: (one: Case) => Promise<void>,
): Promise<void> {
  const site = await anExternalSite(stage.url, options);
  const language = options.language ?? (mode === 'popup' ? 'ru' : 'en');
  const journey = await begin(stage.browser, site, { mode, language, signedIn: signedIn.get(language) });
  try {
    await run({ site, language, journey });
    await expectOne(stage.platform, site, { pulled: options.pull });
  } finally {
    await journey.context.close();
    await site.close();
  }
}

// Most of the time is spent waiting for the next try, so the cases wait together.
describe.concurrent.each(['popup', 'post_message'] as const)('%s, and a receiver that', { timeout: 60_000 }, (mode) => {
  test.each([200, 204])('answers %i: the keys, then the code, and the site is connected', async (status) =>
    withSite(mode, {}, async ({ site, journey }) => {
      site.keys.answer(status);
      await allowAndArrive(journey);
      expect(site.keys.received).toHaveLength(1);
    }),
  );

  test('answers 500 twice, then 200: it is tried again while the person waits', async () =>
    withSite(mode, {}, async ({ site, journey }) => {
      site.keys.answer(500, 500, 200);
      await allowAndArrive(journey);
      expect(site.keys.received).toHaveLength(3);
    }));

  test('hangs: the page says so, and finishes by itself', async () =>
    withSite(mode, {}, async ({ site, language, journey }) => {
      site.keys.answer('hang', 'hang', 200);
      await allow(journey.popup);
      await journey.popup.getByRole('heading', { name: words.waiting[language] }).waitFor();
      await journey.popup.getByText(words.timeout[language]).waitFor();
      await arrive(journey.page);
    }));

  test('is down: the page says so, and finishes by itself once it is up', async () =>
    withSite(mode, {}, async ({ site, language, journey }) => {
      site.keys.down();
      await allow(journey.popup);
      await journey.popup.getByText(words.connect[language]).waitFor();
      expect(site.codes).toEqual([]);
      site.keys.up();
      await arrive(journey.page);
    }));

  test('is down: the window may be closed, and the link comes back to where it stands', async () =>
    withSite(mode, {}, async ({ site, language, journey: { context, popup } }) => {
      site.keys.down();
      await allow(popup);
      const link = await popup.getByRole('link', { name: words.link[language] }).getAttribute('href');
      await popup.close();
      site.keys.up();
      const later = await context.newPage();
      await later.goto(link ?? '');
      await arrive(later);
    }));

  test('can not be reached, but a site that pulls: the code comes at once, and brings the keys', async () =>
    withSite(mode, { pull: true }, async ({ site, journey }) => {
      site.keys.answer(500, 500, 500, 500, 500);
      await allowAndArrive(journey);
      expect(site.keys.accepted).toEqual([]);
    }));
});

describe.concurrent('one request is one integration', { timeout: 60_000 }, () => {
  test('allowed in two tabs: both come to the same keys', async () =>
    withSite('popup', {}, async ({ site, journey: { context, page, popup } }) => {
      const second = await context.newPage();
      await second.goto(popup.url());
      await allow(popup);
      await arrive(page);
      await allow(second);
      await second.getByRole('heading', { name: 'Подключение завершено' }).waitFor();
      expect(site.keys.received).toHaveLength(1);
    }));

  test('allowed on the page that the person went back to', async () =>
    withSite('post_message', {}, async ({ site, language, journey: { page, popup } }) => {
      site.keys.answer(500, 500, 500, 200);
      await allow(popup);
      await popup.getByRole('heading', { name: words.waiting[language] }).waitFor();
      await popup.goBack();
      await allow(popup);
      await arrive(page);
      expect(site.keys.received).toHaveLength(4);
    }));

  test('pressed twice in a row', async () =>
    withSite('post_message', {}, async ({ site, journey: { page, popup } }) => {
      await popup.getByRole('button', { name: /^allow/i }).dblclick({ noWaitAfter: true });
      await arrive(page);
      expect(site.keys.received).toHaveLength(1);
    }));

  test('and the page loaded again while the keys are on their way', async () =>
    withSite('popup', {}, async ({ site, language, journey: { page, popup } }) => {
      site.keys.answer('hang', 'hang', 200);
      await allow(popup);
      await popup.getByRole('heading', { name: words.waiting[language] }).waitFor();
      await popup.reload();
      await popup.getByRole('heading', { name: words.waiting[language] }).waitFor();
      await arrive(page);
    }));
});

test('a second authorization by the same person makes another integration, with keys of its own', async () => {
  const site = await anExternalSite(stage.url);
  const { context, page, popup } = await begin(stage.browser, site, {
    mode: 'popup',
    language: 'en',
    signedIn: signedIn.get('en'),
  });
  await allowAndArrive({ context, page, popup });
  await page.goto(site.origin);
  const again = await press(page, 'popup');
  await allowAndArrive({ context, page, popup: again });
  const keys = site.keys.accepted.map(({ body }) => JSON.parse(body) as { client_id: string; client_secret: string });
  expect(new Set(keys.map(({ client_id }) => client_id)).size).toBe(2);
  expect(new Set(keys.map(({ client_secret }) => client_secret)).size).toBe(2);
  await context.close();
  await site.close();
});

test('Deny creates nothing, sends nothing, and takes the page back to the site with its state', async () => {
  const site = await anExternalSite(stage.url);
  const { context, page, popup } = await begin(stage.browser, site, {
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

test('a member is offered no Allow: nothing of this site is installed that they could join', async () => {
  const site = await anExternalSite(stage.url);
  const context = await stage.visitor();
  const page = await context.newPage();
  await page.goto(site.origin);
  const popup = await press(page, 'popup');
  await signIn(popup, 'member@north.test');
  await popup.getByText('Account north').first().waitFor();
  expect(await popup.getByRole('button', { name: /^allow/i }).count()).toBe(0);
  await context.close();
  await site.close();
});
