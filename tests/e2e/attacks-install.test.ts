import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { apiCaller } from '../harness/api-caller.ts';
import { anAccount, anIntegration } from '../harness/fixtures.ts';
import { asksForNothing, widgetZip } from '../harness/widget.ts';
import { attackerSite, injectScript, clickAttempts } from './attacker.ts';
import type { SignedIn, BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

/** A page whose confirmation installs or enables an integration, sends a code, disables, revokes or allows. */
interface Place {
  readonly path: string;
  readonly button: string;
  /** Matches the name of the page’s button. */
  readonly words: RegExp;
}

let stage: BrowserFixture;
let signedIn: SignedIn;
const places: Record<string, Place> = {};

beforeAll(async () => {
  stage = await openBrowserFixture();
  const { platform } = stage;
  const account = await anAccount(platform, 'berth');
  const call = await apiCaller(platform, account.admin);
  const context = await stage.visitor();
  const page = await context.newPage();
  await page.goto(`${stage.url}/sign-in`);
  await signIn(page, 'admin@berth.test');
  await page.waitForURL(`${stage.url}/console/**`);
  signedIn = await context.storageState();

  const withWidget = async (name: string, press?: readonly RegExp[]): Promise<string> => {
    const { client_id } = await anIntegration(platform, 'berth', { kind: 'private', name });
    const widgets = `/accounts/${account.id}/integrations/${client_id}/widgets`;
    await call('POST', widgets, await widgetZip(asksForNothing), { 'content-type': 'application/zip' });
    expect((await call('PUT', `${widgets}/live`, { number: 1 })).statusCode).toBe(200);
    const path = `/accounts/${account.id}/installations/${client_id}`;
    for (const [index, words] of (press ?? []).entries()) {
      await page.goto(`${stage.url}${path}/${index === 0 ? 'install' : 'disable'}`);
      platform.clock.advance(600);
      await page.getByRole('button', { name: words }).click();
      await page.waitForURL(/done=/);
    }
    return path;
  };
  const install = /^Install the integration/;
  const disable = /^Disable the integration/;
  const button = '.decision button';
  places['Install'] = { path: `${await withWidget('New')}/install`, button, words: install };
  const off = await withWidget('Off', [install, disable]);
  places['Enable'] = { path: `${off}/install`, button, words: /^Enable the integration/ };
  const on = await withWidget('On', [install]);
  places['Send a new code'] = { path: `${on}/install`, button, words: /^Send the authorization code/ };
  places['Disable'] = { path: `${on}/disable`, button, words: disable };
  const grant = await platform.world.db
    .selectFrom('grants')
    .select('id')
    .where('integration_id', '=', on.split('/').at(-1) ?? '')
    .executeTakeFirstOrThrow();
  places['Revoke'] = { path: `/accounts/${account.id}/grants/${grant.id}/revoke`, button, words: /^Revoke/ };
  const begun = await context.request.get(`${stage.url}/oauth?${metadata}`, { maxRedirects: 0 });
  const allow = begun.headers()['location'] ?? '';
  places['Allow a metadata button'] = { path: allow, button: 'button.js-accept', words: /^Allow/ };
  await context.close();
});
afterAll(async () => stage.close());

const metadata = new URLSearchParams({
  state: 's',
  name: 'Tern Mail',
  description: 'Letters',
  redirect_uri: 'http://tern.localhost:1/callback',
  secrets_uri: 'http://tern.localhost:1/keys',
  'scopes[]': 'crm',
}).toString();

const names = ['Install', 'Enable', 'Send a new code', 'Revoke', 'Disable', 'Allow a metadata button'];

function placeOf(name: string): Place {
  const place = places[name];
  if (place === undefined) throw new Error(`There is no place ${name}`);
  return place;
}

/** Reads every row that a confirmation could change. */
async function everything() {
  const { db } = stage.platform.world;
  return Promise.all([
    db.selectFrom('integrations').select(['id', 'state']).orderBy('id').execute(),
    db.selectFrom('installations').select(['integration_id', 'state', 'epoch']).orderBy('integration_id').execute(),
    db.selectFrom('grants').selectAll().orderBy('id').execute(),
    db.selectFrom('codes').select('id').orderBy('id').execute(),
    db.selectFrom('deliveries').select(['id', 'hook']).orderBy('id').execute(),
  ]);
}

async function unchanged(run: (context: BrowserContext) => Promise<void>): Promise<void> {
  const before = await everything();
  const context = await stage.visitor({ signedIn });
  context.setDefaultTimeout(25_000);
  try {
    await run(context);
    expect(await everything()).toEqual(before);
  } finally {
    await context.close();
  }
}

// No attack changes anything, so the tests run concurrently.
describe.concurrent.each(names)('%s', { timeout: 60_000 }, (name) => {
  test('403 for every press by a script in the confirmation page itself', async () =>
    unchanged(async (context) => {
      const { path, button } = placeOf(name);
      const answers = Object.values(clickAttempts(button)).map(async (script) => {
        const page = await context.newPage();
        await injectScript(page, `${stage.url}${path}`, `setTimeout(function () { ${script} }, 1200)`);
        const answered = page.waitForResponse((response) => response.request().method() === 'POST');
        await page.goto(`${stage.url}${path}`);
        return (await answered).status();
      });
      expect(new Set(await Promise.all(answers))).toEqual(new Set([403]));
    }));

  test('403 for a confirmation sent from another page of the same origin by a form, a fetch or a window', async () =>
    unchanged(async (context) => {
      const { path, button } = placeOf(name);
      // A page with another opener policy would lose its reference to the window at once.
      const from = path.startsWith('/oauth') ? '/oauth' : '/nowhere';
      const taken = `fetch('${path}').then(function (answer) { return answer.text(); }).then(function (html) {
        var form = new DOMParser().parseFromString(html, 'text/html').querySelector('${button}').form;`;
      const scripts = [
        `${taken} form = document.adoptNode(form); document.body.append(form); setTimeout(function () { form.submit(); }, 800); })`,
        `${taken} setTimeout(function () { fetch(form.getAttribute('action'), { method: 'POST', body: new URLSearchParams(new FormData(form)) }); }, 800); })`,
        `var opened = open('${path}'), look = setInterval(function () {
          var it = opened.document.querySelector('${button}');
          if (it) { clearInterval(look); setTimeout(function () { it.click(); }, 1000); }
        }, 100)`,
      ];
      const statuses: number[] = [];
      context.on('response', (response) => {
        if (response.request().method() === 'POST') statuses.push(response.status());
      });
      await Promise.all(
        scripts.map(async (script) => {
          const page = await context.newPage();
          await injectScript(page, `${stage.url}${from}`, script);
          await page.goto(`${stage.url}${from}`);
        }),
      );
      await vi.waitFor(() => expect(statuses).toEqual([403, 403, 403]), { timeout: 15_000 });
    }));

  test('403 for a confirmation sent from another port of the same site, even with the real fields', async () =>
    unchanged(async (context) => {
      const { path, button } = placeOf(name);
      const page = await context.newPage();
      await page.goto(stage.url + path);
      const form = await page.locator(button).evaluate((it) => {
        const owner = (it as HTMLButtonElement).form as HTMLFormElement;
        const copy = owner.cloneNode(true) as HTMLFormElement;
        copy.setAttribute('action', owner.action);
        return copy.outerHTML;
      });
      stage.platform.clock.advance(600);
      const { origin, server } = await attackerSite(`${form}<script>document.forms[0].submit()</script>`, 'localhost');
      const answered = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.goto(origin);
      const answer = await answered;
      expect(answer.status()).toBe(403);
      // The person's cookies were sent, so the request was refused for its origin only.
      expect((await answer.request().allHeaders())['cookie']).toBeDefined();
      server.close();
    }));

  test('a confirmation page in a frame shows no button, whether the frame is of another site or the same origin', async () =>
    unchanged(async (context) => {
      const { path, words } = placeOf(name);
      const frame = `<iframe src="${stage.url}${path}"></iframe>`;
      const { origin, server } = await attackerSite(frame);
      const page = await context.newPage();
      const own = await context.newPage();
      await injectScript(own, `${stage.url}/nowhere`, `document.body.insertAdjacentHTML('beforeend', '${frame}')`);
      const tries = [
        [page, origin],
        [own, `${stage.url}/nowhere`],
      ] as const;
      await Promise.all(
        tries.map(async ([tab, address]) => {
          await tab.goto(address, { waitUntil: 'networkidle' });
          // The page shown in place of the form may still be loading in the frame.
          const seen = async () => tab.frames()[1]?.getByRole('button', { name: words }).count();
          await vi.waitFor(async () => expect(await seen()).toBe(0), { timeout: 10_000 });
        }),
      );
      server.close();
    }));

  test('a confirmation page under its own policy runs no planted script', async () =>
    unchanged(async (context) => {
      const { path, button } = placeOf(name);
      const page = await context.newPage();
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      await injectScript(page, `${stage.url}${path}`, `document.querySelector('${button}').click()`, {
        keepPolicy: true,
      });
      await page.goto(stage.url + path);
      await page.getByRole('button', { name: placeOf(name).words }).waitFor();
      expect(said.join('\n')).toMatch(/Content Security Policy/);
    }));
});

// Proves that the attacks above lacked only a real press.
test.each(names)('a person’s press on the confirmation page “%s” is carried out', async (name) => {
  const before = await everything();
  const context = await stage.visitor({ signedIn });
  const page = await context.newPage();
  await page.goto(stage.url + placeOf(name).path);
  stage.platform.clock.advance(600);
  const press = page.getByRole('button', { name: placeOf(name).words });
  await Promise.all([page.waitForResponse((response) => response.request().method() === 'POST'), press.click()]);
  expect(await everything()).not.toEqual(before);
  await context.close();
});
