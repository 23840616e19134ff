import { createHmac, createPublicKey, verify } from 'node:crypto';
import { dayMs } from '@pristan/rules';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAccount, renameAccountCommand } from '../../../apps/server/src/cli/accounts.ts';
import { createIntegrationCommand } from '../../../apps/server/src/cli/integrations.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { aUser, anAccount } from '../../harness/fixtures.ts';
import { openPlatform } from '../../harness/platform.ts';
import type { Received, Receiver } from '../../harness/receiver.ts';
import { aReceiver } from '../../harness/receiver.ts';
import { startDispatcher } from '../../../apps/server/src/workers/deliver.ts';
import type { IntegrationKeys, HooksFixture } from './fixture.ts';
import { connectAndDisable, onlyDelivery, openHooksFixture, waitForAttempts } from './fixture.ts';

interface Delivery {
  readonly delivery_id: string;
  readonly account_id: number;
  readonly hook: string;
  readonly state: string;
  readonly test: boolean;
  readonly tries: number;
}

let stand: HooksFixture;
let there: Receiver;
let admin: ApiCaller;
let member: ApiCaller;
let stranger: ApiCaller;
let nobody: ApiCaller;
let strangersAccount: number;
beforeAll(async () => {
  stand = await openHooksFixture();
  there = await aReceiver(200);
  admin = await apiCaller(stand.platform, stand.admin);
  member = await apiCaller(stand.platform, stand.member);
  const other = await anAccount(stand.platform, 'other');
  strangersAccount = other.id;
  stranger = await apiCaller(stand.platform, other.admin);
  nobody = await apiCaller(stand.platform, undefined);
});
beforeEach(() => there.answers(200));
afterAll(async () => {
  await there.close();
  await stand.close();
});

const integrationPath = ({ client_id }: IntegrationKeys) => `/accounts/${stand.accountId}/integrations/${client_id}`;
const path = (keys: IntegrationKeys) => `${integrationPath(keys)}/test-deliveries`;
const tables = ['installations', 'grants', 'codes', 'families', 'handovers', 'integrations', 'accounts'] as const;

/** An integration whose install and disconnect hooks both go to the receiver. */
async function anIntegration(options: { disconnect?: boolean; origin?: string } = {}): Promise<IntegrationKeys> {
  const { disconnect = true, origin = there.origin } = options;
  return createIntegrationCommand(stand.platform.world, {
    account: 'demo',
    name: 'Acme Mail',
    redirectUri: `${origin}/callback`,
    ...(disconnect ? { disconnectUri: `${origin}/bye` } : {}),
  });
}

/** An external integration, as a metadata button creates it. */
async function anExternal(): Promise<IntegrationKeys> {
  const keys = await anIntegration({ disconnect: false });
  await stand.platform.world.pool.query("update integrations set kind = 'external', secrets_uri = $2 where id = $1", [
    keys.client_id,
    `${there.origin}/keys`,
  ]);
  return keys;
}

async function tried(keys: IntegrationKeys, hook: string): Promise<{ received: Received; delivery: Delivery }> {
  const before = there.received.length;
  const response = await admin('POST', path(keys), { hook });
  expect([response.statusCode, response.body]).toEqual([202, expect.any(String)]);
  const delivery = response.json<Delivery>();
  const received = (await there.got(before + 1))[before];
  if (received === undefined) throw new Error('nothing came');
  await waitForAttempts(stand, keys, 1);
  return { received, delivery };
}

/** Verifies a hook's signature with the platform's published keys. */
async function signedByPlatform({ headers, url, body }: Received): Promise<boolean> {
  const response = await stand.platform.inject({ url: '/.well-known/jwks.json' });
  const keys = response.json<{ keys: { kid: string; kty: string }[] }>().keys.filter(({ kty }) => kty === 'OKP');
  const payload = body === '' ? url.split('?')[1] : body;
  const input = Buffer.from(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${payload}`);
  const [, base64 = ''] = /v1a,(\S+)/.exec(String(headers['webhook-signature'])) ?? [];
  return keys.some((key) =>
    verify(null, input, createPublicKey({ key, format: 'jwk' }), Buffer.from(base64, 'base64')),
  );
}

const counts = async () => {
  const { rows } = await stand.platform.world.pool.query<Record<string, number>>(
    `select ${tables.map((table) => `(select count(*)::int from ${table}) as ${table}`).join(', ')}`,
  );
  return rows[0];
};

describe('a test delivery', () => {
  test('202 for a test of the disconnect hook, which arrives with real signatures, for the made-up account', async () => {
    const keys = await anIntegration();
    const { received, delivery } = await tried(keys, 'disconnect');
    const signature = createHmac('sha256', keys.client_secret).update(`${keys.client_id}|1`).digest('hex');
    expect(received.url).toBe(`/bye?client_uuid=${keys.client_id}&account_id=1&signature=${signature}`);
    expect(received.headers['webhook-test']).toBe('true');
    expect(received.headers['webhook-id']).toBe(delivery.delivery_id);
    expect(await signedByPlatform(received)).toBe(true);
    expect(delivery).toMatchObject({ account_id: 1, test: true, hook: 'disconnect' });
  });

  test('202 for a test of the install hook, which arrives with the made-up account’s host and a code that no host exchanges', async () => {
    const keys = await anIntegration();
    const { received } = await tried(keys, 'install');
    const query = new URL(received.url, there.origin).searchParams;
    const referer = query.get('referer') ?? '';
    expect(referer).toBe('test-delivery.accounts.test');
    expect(query.get('from_widget')).toBe('1');
    expect(await signedByPlatform(received)).toBe(true);
    const exchange = async (code: string, host: string) => {
      const response = await stand.platform.inject({
        method: 'POST',
        url: '/oauth2/access_token',
        host,
        payload: {
          grant_type: 'authorization_code',
          client_id: keys.client_id,
          client_secret: keys.client_secret,
          redirect_uri: `${there.origin}/callback`,
          code,
        },
      });
      return [response.statusCode, response.json<{ error: string; hint: string }>().hint];
    };
    const refused = await exchange('def502unknown', 'demo.accounts.test');
    expect(refused[0]).toBe(400);
    for (const host of [referer, 'demo.accounts.test', 'pristan.test'])
      expect(await exchange(query.get('code') ?? '', host)).toEqual(refused);
  });

  test('202 for a test of the secrets hook, in which the external integration’s keys are made up', async () => {
    const keys = await anExternal();
    const { received } = await tried(keys, 'secrets');
    const body = JSON.parse(received.body) as Record<string, string>;
    expect(Object.keys(body).toSorted()).toEqual(['client_id', 'client_secret', 'state']);
    expect(body['state']).toBe('test-delivery');
    expect(body['client_secret']).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(body['client_secret']).not.toBe(keys.client_secret);
    expect(body['client_id']).not.toBe(keys.client_id);
    expect(received.headers['webhook-test']).toBe('true');
    expect(await signedByPlatform(received)).toBe(true);
    const { rows } = await stand.platform.world.pool.query('select 1 from integrations where id = $1', [
      body['client_id'],
    ]);
    expect(rows).toEqual([]);
  });

  test('a test delivery changes no installation, grant, code or account', async () => {
    const [keys, external] = [await anIntegration(), await anExternal()];
    const before = await counts();
    for (const hook of ['disconnect', 'install']) {
      await tried(await anIntegration(), hook);
    }
    await tried(external, 'secrets');
    await tried(keys, 'disconnect');
    const after = await counts();
    // The rows of the two integrations that this test creates in between.
    expect({ ...after, integrations: (after?.['integrations'] ?? 0) - 2 }).toEqual(before);
  });

  test('a test delivery is logged as a test with every secret masked, and listed in the account’s activity', async () => {
    const keys = await anIntegration();
    const { received, delivery } = await tried(keys, 'install');
    const code = new URL(received.url, there.origin).searchParams.get('code') ?? '';
    const one = await admin('GET', `${integrationPath(keys)}/deliveries/${delivery.delivery_id}`);
    expect(one.json()).toMatchObject({ test: true, state: 'delivered', attempts: [{ status: 200 }] });
    expect(one.json<{ resendable: boolean }>().resendable).toBe(false);
    expect(one.body).toContain('code=***');
    expect(one.body).not.toContain(code);
    const { rows } = await stand.platform.world.pool.query<{ text: string }>(
      'select (select string_agg(d::text, $1) from deliveries d) || (select string_agg(a::text, $1) from delivery_attempts a) as text',
      [' '],
    );
    expect(rows[0]?.text).not.toContain(code);
    const activity = await admin('GET', `/accounts/${stand.accountId}/activity?client_id=${keys.client_id}&limit=1`);
    expect(activity.json()).toMatchObject({ entries: [{ kind: 'hook_tested', person: { id: stand.admin.id } }] });
  });

  test('a test delivery is attempted once; failing for days marks no receiver and notifies nobody', async () => {
    const keys = await anIntegration();
    there.answers(500);
    const { delivery } = await tried(keys, 'disconnect');
    expect(await onlyDelivery(stand, keys)).toMatchObject({
      state: 'failed',
      tries: 1,
      finishedAt: expect.any(Number),
    });
    stand.platform.clock.advance(6 * dayMs);
    admin = await apiCaller(stand.platform, stand.admin);
    const before = there.received.length;
    expect((await admin('POST', `${integrationPath(keys)}/deliveries/${delivery.delivery_id}/resend`)).statusCode).toBe(
      200,
    );
    await there.got(before + 1);
    await waitForAttempts(stand, keys, 2);
    const list = (await admin('GET', `${integrationPath(keys)}/deliveries`)).json<{ failing_receivers: unknown[] }>();
    expect(list.failing_receivers).toEqual([]);
    const { rows } = await stand.platform.world.pool.query(
      "select kind from mails where kind = 'receiver_failing' union all select kind from notices where kind = 'receiver_failing'",
    );
    expect(rows).toEqual([]);
  });

  test('a test delivery that succeeds does not clear the mark of a receiver whose real deliveries fail', async () => {
    const keys = await anIntegration();
    there.answers(500);
    await connectAndDisable(stand, keys);
    await waitForAttempts(stand, keys, 1);
    there.answers(200);
    const response = await admin('POST', path(keys), { hook: 'install' });
    const address = `${integrationPath(keys)}/deliveries/${response.json<Delivery>().delivery_id}`;
    await expect.poll(async () => (await admin('GET', address)).json<Delivery>().state).toBe('delivered');
    await stand.platform.world.pool.query(
      "update deliveries set state = 'failed', finished_at = 1 where hook = 'disconnect'",
    );
    const list = (await admin('GET', `${integrationPath(keys)}/deliveries`)).json<{ failing_receivers: unknown[] }>();
    expect(list.failing_receivers).toHaveLength(1);
  });

  test('429 after 30 test deliveries an hour of an integration; refused requests and other integrations do not count', async () => {
    const [keys, second] = [await anIntegration({ disconnect: false }), await anIntegration()];
    for (let n = 0; n < 5; n++) expect((await admin('POST', path(keys), { hook: 'disconnect' })).statusCode).toBe(409);
    const statuses = await Promise.all(
      Array.from({ length: 32 }, async () => (await admin('POST', path(keys), { hook: 'install' })).statusCode),
    );
    expect(statuses.filter((status) => status === 202)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    const refused = await admin('POST', path(keys), { hook: 'install' });
    expect(refused.json<{ code: string }>().code).toBe('too_many_requests');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(3600);
    expect((await admin('POST', path(second), { hook: 'install' })).statusCode).toBe(202);
    stand.platform.clock.advance(3_600_000);
    expect((await admin('POST', path(keys), { hook: 'install' })).statusCode).toBe(202);
    // Waits until no test delivery is pending, because later tests would count it.
    const open = () =>
      stand.platform.world.db.selectFrom('deliveries').select('id').where('finished_at', 'is', null).execute();
    await expect.poll(open, { timeout: 10_000 }).toEqual([]);
  });
});

test('429 after 10 resends of a test delivery in an hour', async () => {
  const keys = await anIntegration();
  const { delivery } = await tried(keys, 'disconnect');
  const resend = `${integrationPath(keys)}/deliveries/${delivery.delivery_id}/resend`;
  for (let n = 0; n < 10; n++) {
    expect((await admin('POST', resend)).statusCode).toBe(200);
    await waitForAttempts(stand, keys, n + 2);
  }
  const refused = await admin('POST', resend);
  expect(refused.json()).toMatchObject({ status: 429, code: 'too_many_requests' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(3600);
  stand.platform.clock.advance(3_600_000);
  expect((await admin('POST', resend)).statusCode).toBe(200);
  await waitForAttempts(stand, keys, 12);
});

test('429 after 100 test deliveries an hour of an account with several integrations', async () => {
  stand.platform.clock.advance(3_600_000);
  const all = await Promise.all(Array.from({ length: 4 }, async () => anIntegration()));
  const statuses: number[] = [];
  for (const keys of all)
    for (let n = 0; n < 26; n++) statuses.push((await admin('POST', path(keys), { hook: 'install' })).statusCode);
  expect(statuses.filter((status) => status === 202)).toHaveLength(100);
  expect(statuses.filter((status) => status === 429)).toHaveLength(4);
  stand.platform.clock.advance(3_600_000);
  const open = () =>
    stand.platform.world.db.selectFrom('deliveries').select('id').where('finished_at', 'is', null).execute();
  await expect.poll(open, { timeout: 10_000 }).toEqual([]);
});

describe('the hooks that can be tested', () => {
  test('200 for the hooks that can be tested: each with its address, or null without one', async () => {
    const keys = await anIntegration({ disconnect: false });
    expect((await admin('GET', path(keys))).json()).toEqual({
      account_id: 1,
      subdomain: 'test-delivery',
      hooks: [
        { hook: 'install', url: `${there.origin}/callback` },
        { hook: 'disconnect', url: null },
      ],
    });
    expect((await admin('GET', path(await anExternal()))).json()).toMatchObject({
      hooks: [{ hook: 'secrets', url: `${there.origin}/keys` }],
    });
  });

  test.each([
    ['disconnect', 'no_hook_address', false],
    ['secrets', 'hook_not_offered', false],
    ['install', 'hook_not_offered', true],
  ] as const)(
    '409 for a test of the %s hook with the reason %s, where the integration has no such hook',
    async (hook, code, external) => {
      const keys = external ? await anExternal() : await anIntegration({ disconnect: false });
      const before = there.received.length;
      const response = await admin('POST', path(keys), { hook });
      expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([409, code]);
      expect(there.received).toHaveLength(before);
    },
  );

  test.each([
    [{}],
    [{ hook: 'Install' }],
    [{ hook: 'install', account_id: 30_100_001 }],
    [{ hook: 'install', url: 'https://evil.test' }],
  ])('400 for any other request for a test delivery: %j', async (body) => {
    const response = await admin('POST', path(await anIntegration()), body);
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([400, 'invalid_request']);
  });
});

describe('who can send a test delivery', () => {
  test.each([
    ['a member', () => member, 403, 'admin_required'],
    ['an admin of another account', () => stranger, 404, 'account_not_found'],
    ['a caller without a session', () => nobody, 401, 'unauthenticated'],
  ] as const)('a test delivery is refused to %s', async (_who, caller, status, code) => {
    const keys = await anIntegration();
    const before = there.received.length;
    for (const method of ['GET', 'POST'] as const) {
      const response = await caller()(method, path(keys), method === 'POST' ? { hook: 'install' } : undefined);
      expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([status, code]);
    }
    expect(there.received).toHaveLength(before);
  });

  test('404 for a test delivery requested by an admin of another account', async () => {
    const keys = await anIntegration();
    const before = there.received.length;
    for (const id of [keys.client_id, '01890000-0000-7000-8000-000000000000']) {
      const place = `/accounts/${strangersAccount}/integrations/${id}/test-deliveries`;
      const response = await stranger('POST', place, { hook: 'install' });
      expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([404, 'integration_not_found']);
    }
    expect(there.received).toHaveLength(before);
  });

  test('403 for a test delivery requested by a page of another site', async () => {
    const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
    const response = await admin('POST', path(await anIntegration()), { hook: 'install' }, foreign);
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([403, 'foreign_request']);
  });
});

describe('the made-up account of test deliveries', () => {
  test('no account can have the name or id of the made-up account of test deliveries', async () => {
    const { world } = stand.platform;
    await expect(createAccount(world, { subdomain: 'test-delivery', name: 'Mine' })).rejects.toThrow('reserved');
    await expect(renameAccountCommand(world, { account: 'other', to: 'test-delivery' })).rejects.toThrow('reserved');
    await expect(
      world.pool.query("insert into accounts (id, name, created_at, updated_at) values (1, 'Mine', 0, 0)"),
    ).rejects.toThrow('accounts_not_test');
  });

  test('404 for the API addresses of the made-up account of test deliveries', async () => {
    for (const caller of [admin, stranger]) {
      expect((await caller('GET', '/accounts/1/installations')).statusCode).toBe(404);
      expect((await caller('GET', '/accounts/1/integrations')).statusCode).toBe(404);
    }
    const headers = { authorization: 'Bearer x' };
    const asked = { url: '/api/v4/account', host: 'test-delivery.accounts.test', headers };
    expect((await stand.platform.inject(asked)).statusCode).toBe(404);
  });
});

test.each(['127.0.0.1', 'localhost', '[::1]'])(
  'a test delivery reaches no address that other hooks cannot reach: %s is refused, and the log says only that',
  async (host) => {
    const platform = await openPlatform();
    const { id } = await anAccount(platform, 'demo');
    const person = await aUser(platform, 'second@demo.test', { demo: 'admin' });
    const caller = await apiCaller(platform, person);
    const dispatcher = startDispatcher(platform.world);
    const keys = await createIntegrationCommand(platform.world, {
      account: 'demo',
      name: 'Inward',
      redirectUri: `http://${host}:${new URL(there.origin).port}/callback`,
    });
    const before = there.received.length;
    const place = `/accounts/${id}/integrations/${keys.client_id}`;
    const sent = (await caller('POST', `${place}/test-deliveries`, { hook: 'install' })).json<Delivery>();
    const one = async () =>
      (await caller('GET', `${place}/deliveries/${sent.delivery_id}`)).json<{ state: string; last_failure: string }>();
    await expect.poll(async () => (await one()).state, { timeout: 10_000 }).toBe('failed');
    expect(['refused_address', 'not_https']).toContain((await one()).last_failure);
    expect(there.received).toHaveLength(before);
    await dispatcher.stop();
    await platform.close();
  },
);
