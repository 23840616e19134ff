import { disableInstallation, storeGrantUses } from '@pristan/flows';
import { minuteMs } from '@pristan/rules';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { aCode, anAccount, anIntegration } from '../../harness/fixtures.ts';
import { openPlatform } from '../../harness/platform.ts';
import { openSecondNode } from '../../harness/second-node.ts';
import { callApi } from '../access/call.ts';
import type { RegistryFixture } from './fixture.ts';
import { openRegistryFixture } from './fixture.ts';

interface Steps {
  readonly addresses: { readonly authorize: string; readonly token: string; readonly api: string };
  readonly code: {
    readonly issued_at: number;
    readonly expires_at: number;
    readonly redeemed_at: number | null;
  } | null;
  readonly exchanged_at: number | null;
  readonly called_at: number | null;
  readonly refreshed_at: number | null;
  readonly refused: { readonly at: number; readonly reason: string; readonly difference: string | null } | null;
}

let stand: RegistryFixture;
let integration: Integration;
beforeAll(async () => {
  stand = await openRegistryFixture();
});
beforeEach(async () => {
  integration = await anIntegration(stand.platform, 'demo');
});
afterAll(async () => stand.platform.close());

const path = () => `${stand.integrations}/${integration.client_id}/first-token`;
const steps = async () => (await stand.admin('GET', path())).json<Steps>();
const seconds = () => Math.floor(stand.platform.clock.now() / 1000);
const code = async (account = 'demo') =>
  (await aCode(stand.platform, integration, { account, email: `admin@${account}.test` })).code;

/** Exchanges a code at the token endpoint as the integration; `fields` replace the request's own. */
async function ask(fields: Readonly<Record<string, string | undefined>>) {
  // The server stores at most one refusal a second.
  stand.platform.clock.advance(1_001);
  const response = await stand.platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    payload: {
      grant_type: 'authorization_code',
      client_id: integration.client_id,
      client_secret: integration.client_secret,
      redirect_uri: integration.redirectUri,
      ...fields,
    },
  });
  return { status: response.statusCode, ...response.json<{ access_token?: string; refresh_token?: string }>() };
}

test('the first-token steps of a new integration show its addresses, and nothing done yet', async () => {
  expect(await steps()).toEqual({
    addresses: {
      authorize: 'https://pristan.test/oauth',
      token: 'https://demo.accounts.test/oauth2/access_token',
      api: 'https://demo.accounts.test',
    },
    code: null,
    exchanged_at: null,
    called_at: null,
    refreshed_at: null,
    refused: null,
  });
});

test('first-token addresses of a development platform on loopback are all on its own host, which every client resolves', async () => {
  const laptop = await openPlatform({
    NODE_ENV: 'development',
    PRISTAN_PUBLIC_URL: 'http://localhost:4400',
    PRISTAN_BASE_DOMAIN: 'localhost:4400',
  });
  const demo = await anAccount(laptop, 'demo');
  const own = await anIntegration(laptop, 'demo');
  const admin = await apiCaller(laptop, demo.admin);
  const response = await admin('GET', `/accounts/${demo.id}/integrations/${own.client_id}/first-token`);
  expect(response.json<Steps>().addresses).toEqual({
    authorize: 'http://localhost:4400/oauth',
    token: 'http://localhost:4400/oauth2/access_token',
    api: 'http://localhost:4400',
  });
  await laptop.close();
});

test('each first-token step is shown once it happens: a code, its exchange, a call, a refresh', async () => {
  const issued = await code();
  const waiting = await steps();
  expect(waiting.code).toMatchObject({ redeemed_at: null });
  expect((waiting.code?.expires_at ?? 0) - (waiting.code?.issued_at ?? 0)).toBe(1200);
  expect(waiting.exchanged_at).toBeNull();

  const tokens = await ask({ code: issued });
  const exchanged = await steps();
  expect(seconds() - (exchanged.exchanged_at ?? 0)).toBeLessThan(30);
  expect(exchanged.code?.redeemed_at).toBe(exchanged.exchanged_at);
  expect([exchanged.called_at, exchanged.refreshed_at]).toEqual([null, null]);

  expect((await callApi(stand.platform, tokens.access_token ?? '', '/api/v4/account')).statusCode).toBe(200);
  const called = (await steps()).called_at;
  expect(seconds() - (called ?? 0)).toBeLessThan(30);
  await storeGrantUses(stand.platform.world);
  expect((await steps()).called_at).toBe(called);

  const refreshed = await ask({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
  expect(refreshed.status).toBe(200);
  const last = await steps();
  expect(seconds() - (last.refreshed_at ?? 0)).toBeLessThan(30);
  expect(last.exchanged_at).toBe(exchanged.exchanged_at);
});

test('a call to another node is shown as a first-token step once that node has stored it', async () => {
  const second = await openSecondNode(stand.platform);
  const { access_token: token = '' } = await ask({ code: await code() });
  expect((await callApi(second, token, '/api/v4/account')).statusCode).toBe(200);
  expect((await steps()).called_at).toBeNull();
  await storeGrantUses(second.world);
  expect((await steps()).called_at).toBeGreaterThan(0);
  await second.close();
});

test('first-token steps of an access that ended are not shown', async () => {
  await ask({ code: await code() });
  const place = { accountId: stand.accountId, integrationId: integration.client_id };
  await disableInstallation(stand.platform.world, { ...place, by: 'operator', press: undefined });
  expect(await steps()).toMatchObject({ code: null, exchanged_at: null });
});

describe('an integration’s last refused exchange', () => {
  const refused = async () => (await steps()).refused;

  test('the last refused exchange is shown with its reason, and how a redirect URI differs', async () => {
    const issued = await code();
    expect((await ask({ code: issued, redirect_uri: `${integration.redirectUri}/` })).status).toBe(400);
    expect(await refused()).toMatchObject({ reason: 'redirect_uri_differs', difference: 'slash' });
    expect((await ask({ code: 'something else' })).status).toBe(400);
    expect(await refused()).toMatchObject({ reason: 'code_unknown', difference: null });
    expect((await ask({ code: issued })).status).toBe(200);
    expect((await ask({ code: issued })).status).toBe(400);
    expect(await refused()).toMatchObject({ reason: 'code_used' });
    const late = await code();
    stand.platform.clock.advance(21 * minuteMs);
    await ask({ code: late });
    expect(await refused()).toMatchObject({ reason: 'code_expired' });
  });

  test('a refused exchange with a wrong secret is shown if the code is the integration’s own', async () => {
    await ask({ code: await code(), client_secret: 'x'.repeat(64) });
    expect(await refused()).toMatchObject({ reason: 'secret_wrong' });
  });

  test('a refused exchange by a stranger who guesses is not written', async () => {
    expect((await ask({ code: 'guessed', client_secret: 'x'.repeat(64) })).status).toBe(401);
    expect(await refused()).toBeNull();
    const rows = await stand.platform.world.db.selectFrom('refused_exchanges').selectAll().execute();
    expect(rows.filter(({ integration_id }) => integration_id === integration.client_id)).toEqual([]);
  });

  test('the last refused exchange is one row, written at most once a second', async () => {
    const row = () =>
      stand.platform.world.db
        .selectFrom('refused_exchanges')
        .selectAll()
        .where('integration_id', '=', integration.client_id)
        .execute();
    await ask({ code: 'first' });
    const before = await row();
    const payload = {
      grant_type: 'authorization_code',
      client_id: integration.client_id,
      client_secret: integration.client_secret,
      code: 'again',
    };
    const again = await stand.platform.inject({ method: 'POST', url: '/oauth2/access_token', payload });
    expect(again.statusCode).toBe(400);
    expect(await row()).toEqual(before);
    expect(before).toHaveLength(1);
  });

  test('another account’s refused exchanges and first-token steps are not shown', async () => {
    const theirs = await code('other');
    expect((await ask({ code: theirs, redirect_uri: 'https://shop.test/' })).status).toBe(400);
    const { access_token: token = '' } = await ask({ code: theirs });
    await callApi(stand.platform, token, '/api/v4/account');
    expect(await steps()).toMatchObject({ code: null, exchanged_at: null, called_at: null, refused: null });
    const elsewhere = `/accounts/${stand.otherAccountId}/integrations/${integration.client_id}/first-token`;
    expect((await stand.stranger('GET', elsewhere)).statusCode).toBe(404);
  });
});

test('403 for a member who reads the first-token steps, 404 for a stranger, 401 without a session, 403 for another site', async () => {
  expect((await stand.member('GET', path())).statusCode).toBe(403);
  expect((await stand.stranger('GET', path())).statusCode).toBe(404);
  expect((await stand.nobody('GET', path())).statusCode).toBe(401);
  expect((await stand.admin('GET', path(), undefined, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
});
