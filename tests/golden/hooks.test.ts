import { createHash } from 'node:crypto';
import { disableInstallation } from '@pristan/flows';
import { hourMs } from '@pristan/rules';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Dispatcher } from '../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../apps/server/src/workers/deliver.ts';
import { createIntegrationCommand } from '../../apps/server/src/cli/integrations.ts';
import type { ApiCaller } from '../harness/api-caller.ts';
import { apiCaller } from '../harness/api-caller.ts';
import { hiddenFields } from '../harness/browser-session.ts';
import type { Integration } from '../harness/fixtures.ts';
import { tokens } from '../harness/fixtures.ts';
import type { Received, Receiver } from '../harness/receiver.ts';
import { aReceiver } from '../harness/receiver.ts';
import { asksForNothing, widgetZip } from '../harness/widget.ts';
import { browserOf, walker } from './browsing.ts';
import type { Journey } from './journey.ts';
import { recorded } from './journey.ts';
import { short } from './short.ts';
import type { GoldenFixture } from './fixture.ts';
import { admin, named, openGoldenFixture } from './fixture.ts';
import { bodyOf, exchange, headersOf } from './wire.ts';

let receiver: Receiver;
let stand: GoldenFixture;
let dispatcher: Dispatcher;
let callAsAdmin: ApiCaller;
beforeAll(async () => {
  receiver = await aReceiver(200);
  const host = new URL(receiver.origin).host;
  // A metadata button may name loopback addresses in development only.
  stand = await openGoldenFixture(
    { NODE_ENV: 'development', PRISTAN_HOOK_ALLOW: '127.0.0.0/8' },
    { [receiver.origin]: 'receiver', [encodeURIComponent(receiver.origin)]: 'receiver', [host]: 'receiver’s host' },
  );
  dispatcher = startDispatcher(stand.platform.world);
  callAsAdmin = await apiCaller(stand.platform, stand.demo.admin);
});
afterEach(() => receiver.answers(200));
afterAll(async () => {
  await dispatcher.stop();
  await stand.platform.close();
  await receiver.close();
});

const hooks = recorded('hooks', () => stand.places());
const external = recorded('external', () => stand.places());

/** Does something that sends hooks, waits until the hooks were answered, and adds them to the record. */
async function sent(to: Journey, about: string, act: () => Promise<unknown>, count = 1): Promise<readonly Received[]> {
  const before = receiver.received.length;
  stand.platform.clock.advance(1_000);
  await act();
  const came = (await receiver.got(before + count)).slice(before);
  await settled();
  // Hooks sent at the same time arrive in any order.
  for (const hook of came.toSorted((one, other) => (one.url < other.url ? -1 : 1))) writeDown(to, about, hook);
  return came;
}

function writeDown({ places, add }: Journey, about: string, { method, url, headers, body }: Received): void {
  add({
    about,
    hook: `${method} ${places.text(url)}`,
    headers: headersOf(headers, places, Buffer.byteLength(body)),
    body: bodyOf(body, places),
  });
}

/** Waits until every delivery attempt that began has its response. */
async function settled(): Promise<void> {
  const open = async () => {
    const { rows } = await stand.platform.world.pool.query('select 1 from delivery_attempts where finished_at is null');
    return rows.length;
  };
  await expect.poll(open, { timeout: 10_000, interval: 10 }).toBe(0);
}

/** Creates an integration of `demo` whose hooks all go to the receiver. */
async function receiving(to: Journey, kind: 'private' | 'public' = 'private'): Promise<Integration> {
  const redirectUri = `${receiver.origin}/callback?shop=1`;
  const keys = await createIntegrationCommand(stand.platform.world, {
    account: 'demo',
    name: 'Acme Mail',
    redirectUri,
    disconnectUri: `${receiver.origin}/bye`,
    public: kind === 'public',
  });
  return named(to.places, { ...keys, redirectUri });
}

const integrationOf = ({ client_id }: Integration) => `/accounts/${stand.demo.id}/integrations/${client_id}`;
const installationOf = ({ client_id }: Integration) => `/accounts/${stand.demo.id}/installations/${client_id}`;

async function disable({ client_id }: Integration): Promise<void> {
  await disableInstallation(stand.platform.world, {
    accountId: stand.demo.id,
    integrationId: client_id,
    by: 'operator',
    press: undefined,
  });
}

hooks('disconnect, by a disable', async (to) => {
  const keys = await receiving(to);
  await tokens(stand.platform, keys, admin);
  await sent(to, 'disabled', async () => disable(keys));
});

hooks('disconnect, by the last grant’s end, by a page', async (to) => {
  const keys = await receiving(to);
  await tokens(stand.platform, keys, admin);
  const { grants } = (await callAsAdmin('GET', `${installationOf(keys)}/grants`)).json<{
    grants: { grant_id: string }[];
  }>();
  const path = `/accounts/${stand.demo.id}/grants/${grants[0]?.grant_id}/revoke`;
  const browser = await browserOf(stand.platform, stand.demo.admin);
  const form = hiddenFields((await browser.get(path)).body, path);
  await sent(to, 'revoked', async () => browser.post(path, form));
});

hooks('disconnect, tried again', async (to) => {
  const keys = await receiving(to, 'public');
  await tokens(stand.platform, keys, admin);
  receiver.answers(500, 200);
  await sent(to, 'the first try, answered 500', async () => disable(keys));
  await sent(to, 'the second try', async () => {
    stand.platform.clock.advance(60_000);
    dispatcher.wake();
  });
});

hooks('install, by a press and by the integrator’s request', async (to) => {
  const keys = await receiving(to);
  const widgets = `${integrationOf(keys)}/widgets`;
  await callAsAdmin('POST', widgets, await widgetZip(asksForNothing), { 'content-type': 'application/zip' });
  await callAsAdmin('PUT', `${widgets}/live`, { number: 1 });
  const path = `${installationOf(keys)}/install`;
  const browser = await browserOf(stand.platform, stand.demo.admin);
  const pressed = async () => {
    const form = hiddenFields((await browser.get(path)).body, path);
    stand.platform.clock.advance(1_000);
    return browser.post(path, form);
  };
  const [install] = await sent(to, 'installed', pressed);
  await exchange(stand.platform, to, 'its code is exchanged', {
    method: 'POST',
    url: '/oauth2/access_token',
    host: 'demo.accounts.test',
    payload: {
      grant_type: 'authorization_code',
      client_id: keys.client_id,
      client_secret: keys.client_secret,
      redirect_uri: keys.redirectUri,
      code: /[?&]code=([^&]+)/.exec(install?.url ?? '')?.[1],
    },
  });
  await sent(to, 'a fresh code, by a press', pressed);
  const { client_id, client_secret } = keys;
  await sent(to, 'a fresh code, by the integrator’s request', async () =>
    stand.platform.inject({
      method: 'POST',
      url: `/api/platform/installations/${stand.demo.id}/code`,
      payload: { client_id, client_secret },
    }),
  );
});

hooks('tests of every hook', async (to) => {
  const keys = await receiving(to);
  const sendTest = async (about: string, hook: string, of: Integration) =>
    sent(to, about, async () => callAsAdmin('POST', `${integrationOf(of)}/test-deliveries`, { hook }));
  await sendTest('install', 'install', keys);
  await sendTest('disconnect', 'disconnect', keys);
  const { keys: clone } = await connected(to, {}, 'external');
  await sendTest('secrets', 'secrets', clone);
});

hooks('what the address check asks', async (to) => {
  const keys = await receiving(to);
  const check = async () => {
    const answer = await callAsAdmin('POST', `${integrationOf(keys)}/address-check`);
    to.add({ about: 'what is told of it', ...short(answer, to.places) });
  };
  await sent(to, 'an address', check, 2);
});

const verifier = 'v'.repeat(64);
const challenge = createHash('sha256').update(verifier).digest('base64url');

function request(members: Readonly<Record<string, string | undefined>> = {}): string {
  const all = {
    state: 's 1',
    name: 'Gull Shop',
    description: 'Sells <b>gulls</b>',
    redirect_uri: `${receiver.origin}/callback`,
    secrets_uri: `${receiver.origin}/keys`,
    'scopes[]': 'crm',
    ...members,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}

/** Opens the consent page of a metadata button as the admin. */
async function asked(to: Journey, members: Readonly<Record<string, string | undefined>> = {}) {
  to.places.name(challenge, 'challenge');
  const browser = walker(stand.platform, to, await browserOf(stand.platform, stand.demo.admin));
  const begun = await browser.get('the button’s address', `/oauth?${request(members)}`);
  const page = await browser.get('the consent page', String(begun.headers.location));
  return { browser, page, form: hiddenFields(page.body, '/oauth/external/allow') };
}

/** A receiver’s refusal, which asks for no further attempt within an hour. */
const refusal = { status: 500, body: '', headers: { 'retry-after': '3600' } } as const;

/** Allows a metadata button; returns the keys sent to its site, and the page that waits until they are accepted. */
async function connected(to: Journey, members: Readonly<Record<string, string | undefined>> = {}, name = 'client') {
  const before = receiver.received.length;
  const { browser, form } = await asked(to, members);
  const pressing = browser.post('Allow', '/oauth/external/allow', form);
  const came = (await receiver.got(before + 1))[before];
  await settled();
  // The server answers the browser after this time, even if the keys were not accepted.
  stand.platform.clock.advance(5_000);
  const answer = await pressing;
  const { client_id, client_secret } = JSON.parse(came?.body ?? '') as { client_id: string; client_secret: string };
  const keys = named(to.places, { client_id, client_secret, redirectUri: `${receiver.origin}/callback` }, name);
  if (came !== undefined) writeDown(to, 'the keys', came);
  return { browser, keys, waiting: String(answer.headers.location) };
}

async function exchanged(to: Journey, keys: Integration, page: { headers: Readonly<Record<string, unknown>> }) {
  const location = new URL(/url=(.*)$/.exec(String(page.headers['refresh']))?.[1] ?? '');
  const { client_id, client_secret, redirectUri: redirect_uri } = keys;
  await exchange(stand.platform, to, 'the code is exchanged', {
    method: 'POST',
    url: '/oauth2/access_token',
    payload: {
      grant_type: 'authorization_code',
      client_id,
      client_secret,
      redirect_uri,
      code: location.searchParams.get('code'),
    },
  });
  return location;
}

external('Allow: the keys, the way back, the code', async (to) => {
  const { browser, keys, waiting } = await connected(to);
  const page = await browser.get('the page that waits', waiting);
  await exchanged(to, keys, page);
  await browser.get('the page that waits, after the exchange', waiting);
});

external('Allow, told to the opener', async (to) => {
  const { browser, waiting } = await connected(to, { state: undefined, mode: 'popup', origin: receiver.origin });
  await browser.get('the page that waits', waiting);
});

external('Deny, with and without an opener', async (to) => {
  for (const members of [{}, { state: undefined }, { mode: 'popup', origin: receiver.origin }]) {
    const { browser, page } = await asked(to, members);
    const answer = await browser.post('Deny', '/oauth/external/deny', hiddenFields(page.body, '/oauth/external/deny'));
    await browser.get('the page that leaves', String(answer.headers.location));
  }
});

external('pull: keys that could not be pushed are fetched', async (to) => {
  receiver.answers(refusal);
  const { browser, keys, waiting } = await connected(to, { handover_challenge: challenge });
  const page = await browser.get('the page that waits', waiting);
  const location = new URL(/url=(.*)$/.exec(String(page.headers['refresh']))?.[1] ?? '');
  const secrets_code = location.searchParams.get('secrets_code') ?? '';
  to.places.name(secrets_code, 'secrets code');
  const pull = async (about: string, payload: object) =>
    exchange(stand.platform, to, about, { method: 'POST', url: '/oauth2/secrets', payload });
  await pull('no code', { verifier });
  await pull('no verifier', { secrets_code });
  await pull('a code that was altered', { secrets_code: 'x', verifier });
  await pull('another verifier', { secrets_code, verifier: 'w'.repeat(64) });
  await pull('the keys', { secrets_code, verifier });
  await pull('the keys again', { secrets_code, verifier });
  await exchanged(to, keys, page);
  stand.platform.clock.advance(10 * 60_000);
  await pull('a code that is over', { secrets_code, verifier });
  await exchange(stand.platform, to, 'GET is not served', { method: 'GET', url: '/oauth2/secrets' });
});

external('keys that are not taken', async (to) => {
  receiver.answers(refusal);
  const { browser, waiting } = await connected(to);
  await browser.get('the page that waits', waiting);
  await sent(to, 'the next try', async () => {
    receiver.answers(200);
    stand.platform.clock.advance(2 * hourMs);
    dispatcher.wake();
  });
  await browser.get('the page that waits, once they were taken', waiting);
});

external('requests and presses that are refused', async (to) => {
  const browser = walker(stand.platform, to, await browserOf(stand.platform, stand.demo.admin));
  for (const missing of ['name', 'description', 'redirect_uri', 'secrets_uri', 'scopes[]'])
    await browser.get(`no ${missing}`, `/oauth?${request({ [missing]: undefined })}`);
  await browser.get('a private address', `/oauth?${request({ secrets_uri: 'https://10.0.0.1/keys' })}`);
  await browser.get('a scope that is not offered', `/oauth?${request({ 'scopes[]': 'files' })}`);
  await browser.get('a challenge that can be none', `/oauth?${request({ handover_challenge: 'x' })}`);
  const { browser: admins, form } = await asked(to);
  const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
  await admins.post('from another site', '/oauth/external/allow', form, foreign);
  await admins.post('of another account', '/oauth/external/allow', { ...form, account_id: String(stand.other.id) });
  await admins.post('a request that was altered', '/oauth/external/allow', { ...form, request: 'x' });
  await admins.post('an account', '/oauth/external/choose', form);
  await admins.get('the chooser', `/oauth/external/choose?request=${form['request']}`);
  const members = walker(stand.platform, to, await browserOf(stand.platform, stand.demo.member));
  await members.post('by a member', '/oauth/external/allow', form);
  const nobodys = walker(stand.platform, to, await browserOf(stand.platform));
  await nobodys.post('by nobody', '/oauth/external/allow', form);
  await nobodys.get('a page that waits for nothing', '/oauth/handover?handover=x');
});
