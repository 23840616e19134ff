import { disableInstallation, revokeGrant } from '@pristan/flows';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { apiCaller } from '../../harness/api-caller.ts';
import { anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import { openSecondNode } from '../../harness/second-node.ts';
import type { WidgetFixture } from './fixture.ts';
import { codeInHook, allStoredText, openWidgetFixture, submitPage, integrationWithWidget } from './fixture.ts';

type Acme = Awaited<ReturnType<typeof integrationWithWidget>>;

let stand: WidgetFixture;
let acme: Acme;
let named = 0;

beforeAll(async () => {
  stand = await openWidgetFixture();
});
afterAll(async () => stand.close());

/** The integration under test: an admin has installed it, and its first code has arrived. */
beforeEach(async () => {
  acme = await integrationWithWidget(stand, `Acme ${++named}`);
  await submitPage(stand, stand.admin, { path: `${acme.path}/install`, typed: { 'setting.login': 'a' } });
  await arrived(1);
});

type Asked = { readonly account?: string | number; readonly keys?: object } & Pick<InjectOptions, 'headers'>;

/** Sends the request by which an integrator's server asks for a new code. */
async function ask(more: Record<string, unknown> = {}, { account = stand.accountId, keys, headers }: Asked = {}) {
  const { client_id, client_secret } = acme;
  return stand.platform.inject({
    method: 'POST',
    url: `/api/platform/installations/${account}/code`,
    payload: { ...(keys ?? { client_id, client_secret }), ...more },
    ...(headers === undefined ? {} : { headers }),
  });
}

const hooks = () => stand.receiver.received.filter(({ url }) => url.includes(acme.client_id));

async function arrived(count: number) {
  await expect.poll(() => hooks().length, { timeout: 10_000 }).toBe(count);
  return hooks();
}

/** Waits until every hook delivery is finished. */
async function settled(): Promise<void> {
  const open = () =>
    stand.platform.world.db.selectFrom('deliveries').select('id').where('finished_at', 'is', null).execute();
  await expect.poll(open, { timeout: 10_000 }).toEqual([]);
}

async function exchange(code: string) {
  const { client_id, client_secret } = acme;
  return stand.platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    payload: { grant_type: 'authorization_code', client_id, client_secret, redirect_uri: stand.redirect, code },
  });
}

const problem = (response: Awaited<ReturnType<typeof ask>>) => [
  response.statusCode,
  response.json<{ code: string }>().code,
];
const grantsOf = () =>
  stand.platform.world.db
    .selectFrom('grants')
    .selectAll()
    .where('integration_id', '=', acme.client_id)
    .orderBy('created_at')
    .execute();

describe('202 for a new code', () => {
  test('a requested code is sent only by the install hook to the registered address, and connects without a new consent', async () => {
    const before = await grantsOf();
    const response = await ask({ redirect_uri: 'https://evil.test/', state: 'x' });
    expect(response.statusCode, response.body).toBe(202);
    expect(Object.keys(response.json())).toEqual(['delivery_id', 'code_expires_at']);
    const [, hook] = await arrived(2);
    expect(hook?.method).toBe('GET');
    expect(hook?.url).toMatch(
      new RegExp(
        `^/callback\\?shop=1&code=[^&]+&referer=demo\\.accounts\\.test&platform=1&client_id=${acme.client_id}&from_widget=1$`,
      ),
    );
    expect(hook?.headers['user-agent']).toBe('amoService-oAuth-Code-Sender/1.0');
    expect(hook?.headers['webhook-id']).toBe(response.json<{ delivery_id: string }>().delivery_id);
    const code = codeInHook(hook);
    expect(response.body).not.toContain(code);
    const exchanged = await exchange(code);
    expect(exchanged.statusCode).toBe(200);
    expect(await grantsOf()).toEqual(before);
    const called = await stand.platform.inject({
      method: 'GET',
      url: '/api/v4/account',
      host: 'demo.accounts.test',
      headers: { authorization: `Bearer ${exchanged.json<{ access_token: string }>().access_token}` },
    });
    expect(called.statusCode).toBe(200);
    await settled();
    expect(await allStoredText(stand)).not.toContain(code);
  });

  test('202 for a code requested with credentials in JSON, a form or HTTP Basic, and with the account’s id or name', async () => {
    const { client_id, client_secret } = acme;
    const basic = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
    const url = '/api/platform/installations/DEMO/code';
    const form = new URLSearchParams({ client_id, client_secret }).toString();
    expect((await ask()).statusCode).toBe(202);
    for (const request of [
      { payload: form, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      { headers: { authorization: basic } },
    ]) {
      const response = await stand.platform.inject({ method: 'POST', url, ...request });
      expect(response.statusCode, response.body).toBe(202);
    }
    await arrived(4);
  });

  test('a requested code keeps the scopes of the grant when the integration asks for more by now', async () => {
    const { db } = stand.platform.world;
    await db
      .updateTable('integrations')
      .set({ scopes: ['crm', 'files'] })
      .where('id', '=', acme.client_id)
      .execute();
    expect((await ask()).statusCode).toBe(202);
    const { access_token } = (await exchange(codeInHook((await arrived(2))[1]))).json<{ access_token: string }>();
    const claims = JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims.scopes).toEqual(['crm']);
  });

  test('a requested code is for the newest grant of an admin, or for the grant named in the request', async () => {
    await tokens(
      stand.platform,
      { ...acme, redirectUri: stand.redirect },
      { account: 'demo', email: 'member@demo.test' },
    );
    const [adminGrant, memberGrant] = await grantsOf();
    const userOf = async (hook: number) => {
      const { access_token } = (await exchange(codeInHook((await arrived(hook + 1))[hook]))).json<{
        access_token: string;
      }>();
      return JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()).hash_uuid;
    };
    expect((await ask()).statusCode).toBe(202);
    expect(await userOf(1)).toBe(adminGrant?.id);
    expect((await ask({ grant_id: memberGrant?.id })).statusCode).toBe(202);
    expect(await userOf(2)).toBe(memberGrant?.id);
  });

  test('a request for a code is in the account’s log and on the installation’s page, with who asked', async () => {
    expect((await ask()).statusCode).toBe(202);
    await arrived(2);
    await settled();
    const audit = await stand.platform.world.db
      .selectFrom('audit')
      .select(['kind', 'user_id', 'account_id', 'facts'])
      .where('integration_id', '=', acme.client_id)
      .where('kind', '=', 'fresh_code_asked')
      .execute();
    const [grant] = await grantsOf();
    expect(audit).toEqual([
      {
        kind: 'fresh_code_asked',
        user_id: null,
        account_id: stand.accountId,
        facts: {
          grantId: grant?.id,
          as: 'client',
          program: acme.client_id,
          names: { integration: `Acme ${named}`, program: `Acme ${named}`, subject: 'admin' },
        },
      },
    ]);
    const detail = (await stand.call('GET', acme.path)).json<{ other_side: { sent_codes: unknown[] } }>();
    expect(detail.other_side.sent_codes).toMatchObject([
      { person: null, delivery: 'delivered', status: 200, code: 'waiting', exchanged_at: null },
      { person: 'admin', delivery: 'delivered', status: 200 },
    ]);
  });

  test('an installation shows when its integration last requested a code, separately for each integration', async () => {
    const askedAt = async (clientId: string) =>
      (await stand.call('GET', `/accounts/${stand.accountId}/installations/${clientId}`)).json<{
        other_side: { code_asked_at: number | null };
      }>().other_side.code_asked_at;
    expect(await askedAt(acme.client_id)).toBeNull();
    const earlier = acme;
    acme = await integrationWithWidget(stand, `Acme ${++named}`);
    await submitPage(stand, stand.admin, { path: `${acme.path}/install`, typed: { 'setting.login': 'a' } });
    const at = Math.floor(stand.platform.clock.now() / 1000);
    expect((await ask()).statusCode).toBe(202);
    const told = (await askedAt(acme.client_id)) ?? 0;
    expect(told).toBeGreaterThanOrEqual(at);
    expect(told).toBeLessThanOrEqual(Math.floor(stand.platform.clock.now() / 1000));
    expect(await askedAt(earlier.client_id)).toBeNull();
  });
});

describe('refused requests for a code', () => {
  /** Checks that nothing is sent later either: no delivery is left, and only the first code arrived. */
  const nothingSent = async () => {
    await settled();
    expect(hooks()).toHaveLength(1);
  };

  test('401 for a code requested with wrong credentials or with a session only; the body is always the same', async () => {
    const { client_id, client_secret } = acme;
    const bodies: string[] = [];
    for (const keys of [
      {},
      { client_id },
      { client_secret },
      { client_id, client_secret: 'wrong' },
      { client_id: 'no-uuid', client_secret },
      { client_id: '5f0c3e4e-0000-4000-8000-000000000000', client_secret },
    ]) {
      for (const account of [stand.accountId, 999_999_999]) {
        const response = await ask({}, { keys, account });
        expect(problem(response)).toEqual([401, 'wrong_credentials']);
        expect(response.headers['www-authenticate']).toBe('Basic realm="pristan"');
        bodies.push(JSON.stringify({ ...response.json<object>(), request_id: '' }));
      }
    }
    expect(new Set(bodies).size).toBe(1);
    const session = await apiCaller(stand.platform, { id: stand.adminId });
    expect(problem(await session('POST', `/installations/${stand.accountId}/code`, {}))).toEqual([
      401,
      'wrong_credentials',
    ]);
    await nothingSent();
  });

  test('404 for a code in an account that never installed the integration, disabled it, or does not exist; always the same body', async () => {
    const elsewhere = await anAccount(stand.platform, `other${named}`);
    const bodies: string[] = [];
    const check = async (account: string | number) => {
      const response = await ask({}, { account });
      expect(problem(response)).toEqual([404, 'installation_not_found']);
      bodies.push(JSON.stringify({ ...response.json<object>(), request_id: '' }));
    };
    for (const account of [elsewhere.id, `other${named}`, 999_999_999, 'nobody', '%27', '0', '9'.repeat(300)])
      await check(account);
    const by = { accountId: stand.accountId, integrationId: acme.client_id, by: 'operator', press: undefined } as const;
    await disableInstallation(stand.platform.world, by);
    await check(stand.accountId);
    expect(new Set(bodies).size).toBe(1);
    await nothingSent();
  });

  test('409 for a code requested by a paused integration, or by one without a live widget', async () => {
    const { db } = stand.platform.world;
    const live = (now: boolean) =>
      db.updateTable('widget_versions').set({ live: now }).where('integration_id', '=', acme.client_id).execute();
    await live(false);
    expect(problem(await ask())).toEqual([409, 'no_widget']);
    await live(true);
    await db.updateTable('integrations').set({ state: 'stopped' }).where('id', '=', acme.client_id).execute();
    expect(problem(await ask())).toEqual([409, 'integration_stopped']);
    await nothingSent();
  });

  test('409 for a code without an admin’s grant that works, or for a named grant that ended, is another’s or does not exist', async () => {
    await tokens(
      stand.platform,
      { ...acme, redirectUri: stand.redirect },
      { account: 'demo', email: 'member@demo.test' },
    );
    const [adminGrant] = await grantsOf();
    const other = await anIntegration(stand.platform, 'demo', { kind: 'private' });
    await tokens(stand.platform, other, { account: 'demo', email: 'admin@demo.test' });
    const foreign = await stand.platform.world.db
      .selectFrom('grants')
      .select('id')
      .where('integration_id', '=', other.client_id)
      .executeTakeFirst();
    const about = {
      accountId: stand.accountId,
      grantId: adminGrant?.id ?? '',
      by: 'operator',
      press: undefined,
    } as const;
    await revokeGrant(stand.platform.world, about);
    expect(problem(await ask())).toEqual([409, 'no_admin_grant']);
    for (const grant_id of [adminGrant?.id, foreign?.id, '5f0c3e4e-0000-4000-8000-000000000000', 'x'])
      expect(problem(await ask({ grant_id }))).toEqual([409, 'grant_not_live']);
    await nothingSent();
  });

  test('403 for a requested code once the account has forbidden such requests, until it allows them again', async () => {
    const api = `${acme.path}/fresh-codes`;
    expect((await stand.call('PUT', api, { allowed: false })).statusCode).toBe(204);
    expect(problem(await ask())).toEqual([403, 'fresh_codes_forbidden']);
    expect((await stand.call('PUT', api, { allowed: true })).statusCode).toBe(204);
    expect((await ask()).statusCode).toBe(202);
    expect((await stand.call('PUT', api, { allowed: false })).statusCode).toBe(204);
    const { installations } = (await stand.call('GET', `/accounts/${stand.accountId}/installations`)).json<{
      installations: { client_id: string; fresh_codes: string }[];
    }>();
    expect(installations.find(({ client_id }) => client_id === acme.client_id)?.fresh_codes).toBe('forbidden');
    expect(problem(await ask())).toEqual([403, 'fresh_codes_forbidden']);
    // An admin can still send a code to the integration.
    expect((await submitPage(stand, stand.admin, { path: `${acme.path}/install` })).answer.statusCode).toBe(303);
    await arrived(3);
  });

  test('only an admin forbids code requests: 403 for a member or another site’s page, 404 for another account’s admin', async () => {
    const action = `${acme.path}/fresh-codes`;
    const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
    expect(problem(await stand.call('PUT', action, { allowed: false }, foreign))).toEqual([403, 'foreign_request']);
    const member = await apiCaller(stand.platform, { id: stand.memberId });
    expect(problem(await member('PUT', action, { allowed: false }))).toEqual([403, 'admin_required']);
    const stranger = await anAccount(stand.platform, `stranger${named}`);
    const call = await apiCaller(stand.platform, stranger.admin);
    expect(problem(await call('PUT', action, { allowed: false }))).toEqual([404, 'account_not_found']);
    expect((await ask()).statusCode).toBe(202);
  });

  test('400, 413 and 415 for a code requested with an unreadable body, 401 with credentials in the query, 404 on another host', async () => {
    const { client_id, client_secret } = acme;
    const url = `/api/platform/installations/${stand.accountId}/code`;
    const send = (payload: string, type = 'application/json') =>
      stand.platform.inject({ method: 'POST', url, payload, headers: { 'content-type': type } });
    expect(problem(await send('{'))).toEqual([400, 'unreadable_body']);
    expect(problem(await send('[]'))).toEqual([400, 'unreadable_body']);
    expect(problem(await send(JSON.stringify({ client_id: 1 })))).toEqual([400, 'unreadable_body']);
    expect(
      problem(await send(`client_id=${client_id}&client_id=${client_id}`, 'application/x-www-form-urlencoded')),
    ).toEqual([400, 'invalid_request']);
    expect(problem(await send(`"${'x'.repeat(70_000)}"`))).toEqual([413, 'body_too_large']);
    expect(problem(await send('x', 'text/plain'))).toEqual([415, 'unsupported_media_type']);
    const query = new URLSearchParams({ client_id, client_secret }).toString();
    const asked = await stand.platform.inject({ method: 'POST', url: `${url}?${query}` });
    expect(problem(asked)).toEqual([401, 'wrong_credentials']);
    const payload = { client_id, client_secret };
    const host = 'demo.accounts.test';
    expect((await stand.platform.inject({ method: 'POST', url, payload, host })).statusCode).toBe(404);
    await nothingSent();
  });
});

describe('429 for a new code', () => {
  test('two nodes together send 5 requested codes an hour; 429 for further requests, with Retry-After', async () => {
    const second = await openSecondNode(stand.platform);
    const { client_id, client_secret } = acme;
    const url = `/api/platform/installations/${stand.accountId}/code`;
    const payload = { client_id, client_secret };
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        (index % 2 === 0 ? stand.platform : second).inject({ method: 'POST', url, payload }),
      ),
    );
    await second.close();
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 202)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(11);
    for (const answer of answers.filter(({ statusCode }) => statusCode === 429)) {
      expect(problem(answer)).toEqual([429, 'too_many_requests']);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(3_500);
      expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(3_600);
    }
    await arrived(6);
    await settled();
    expect(hooks()).toHaveLength(6);

    // The hour is sliding: each request stops counting one hour after it was made.
    stand.platform.clock.advance(3_590_000);
    expect((await ask()).statusCode).toBe(429);
    stand.platform.clock.advance(20_000);
    expect((await ask()).statusCode).toBe(202);
    await arrived(7);
  });

  test('the limit of requested codes counts each installation separately, and an admin’s own code not at all', async () => {
    for (let i = 0; i < 5; i++) expect((await ask()).statusCode).toBe(202);
    expect((await ask()).statusCode).toBe(429);
    const first = acme;
    acme = await integrationWithWidget(stand, `Acme ${++named}`);
    await submitPage(stand, stand.admin, { path: `${acme.path}/install`, typed: { 'setting.login': 'a' } });
    expect((await ask()).statusCode).toBe(202);
    acme = first;
    expect((await submitPage(stand, stand.admin, { path: `${acme.path}/install` })).answer.statusCode).toBe(303);
  });
});
