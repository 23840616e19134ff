import { storeTokenUses } from '@pristan/flows';
import { addMember } from '../../../apps/server/src/cli/accounts.ts';
import { pruneKeysCommand, rotateKeysCommand } from '../../../apps/server/src/cli/keys.ts';
import { formatPersonalToken } from '@pristan/wire';
import { personalToken } from '@pristan/wire/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anIntegration, aUser } from '../../harness/fixtures.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { dumpOf, findSecrets } from '../../harness/clear-text.ts';
import { openSecondNode } from '../../harness/second-node.ts';
import { widgetZip } from '../../harness/widget.ts';
import type { RegistryFixture } from '../registry/fixture.ts';
import { openRegistryFixture } from '../registry/fixture.ts';

const dayMs = 86_400_000;
const all = ['integrations:read', 'widgets:write', 'deliveries:read', 'deliveries:resend'];

let stand: RegistryFixture;
let second: Awaited<ReturnType<typeof openSecondNode>>;
let path: string;
let clientId: string;
let nobody: ApiCaller;
beforeAll(async () => {
  stand = await openRegistryFixture();
  second = await openSecondNode(stand.platform);
  path = `/accounts/${stand.accountId}/access-tokens`;
  clientId = (await anIntegration(stand.platform, 'demo', { kind: 'private' })).client_id;
  nobody = await apiCaller(stand.platform, undefined);
});
afterAll(async () => {
  await second.close();
  await stand.platform.close();
});

interface Minted {
  readonly token_id: string;
  readonly token: string;
  readonly expires_at: number;
}
const mint = (body: object = {}, caller = stand.admin) => caller('POST', path, { name: 'CI', abilities: all, ...body });
const minted = async (body?: object, caller?: ApiCaller) => {
  const response = await mint(body, caller);
  expect(response.statusCode, response.body).toBe(201);
  return response.json<Minted>();
};
/** A program's headers: the personal access token, and nothing that a browser adds. */
const bare = { origin: undefined, 'sec-fetch-site': undefined };
const by = (token: string, headers: Readonly<Record<string, string | undefined>> = {}): ApiCaller => {
  return (method, url, body, more) =>
    nobody(method, url, body, { authorization: `Bearer ${token}`, ...bare, ...headers, ...more });
};
const listed = async (caller = stand.admin) =>
  (await caller('GET', `${path}?limit=100`)).json<{ tokens: Minted[] }>().tokens;
const standingOf = async (tokenId: string) =>
  (await listed()).find(({ token_id }) => token_id === tokenId) as unknown as { standing: string } | undefined;
const onBothNodes = async (token: string) => {
  const read = { url: `/api/platform${stand.integrations}`, headers: { authorization: `Bearer ${token}` } };
  return [(await stand.platform.inject(read)).statusCode, (await second.inject(read)).statusCode];
};

describe('a personal access token', () => {
  test('a personal access token uploads a widget version and reads deliveries, without a cookie or an origin', async () => {
    const call = by((await minted()).token);
    const uploaded = await call('POST', `${stand.integrations}/${clientId}/widgets`, await widgetZip(), {
      'content-type': 'application/zip',
    });
    expect(uploaded.statusCode, uploaded.body).toBe(201);
    expect(uploaded.json()).toMatchObject({ number: 1, created_by: 8_100_001 });
    const live = await call('PUT', `${stand.integrations}/${clientId}/widgets/live`, { number: 1 });
    expect(live.json()).toMatchObject({ versions: [{ number: 1, live: true }] });
    expect((await call('GET', `${stand.integrations}/${clientId}/deliveries`)).json()).toMatchObject({
      deliveries: [],
    });
    expect((await call('GET', `${stand.integrations}/${clientId}`)).json()).toMatchObject({ client_id: clientId });
    const gone = `${stand.integrations}/${clientId}/deliveries/0197f0c0-0000-7000-8000-000000000001/resend`;
    expect((await call('POST', gone)).json()).toMatchObject({ code: 'delivery_not_found' });
  });

  test('a personal access token is shown once, expires after 90 days by default, and is not stored in clear', async () => {
    const now = stand.platform.clock.now();
    const { token, token_id, expires_at } = await minted({ name: ' Nightly ', abilities: ['deliveries:read'] });
    expect(token).toMatch(/^pristan_pat_m[0-9a-f]{10}_[0-9A-Za-z]{49}$/);
    // The clock runs, so a second may pass while the token is made.
    expect(expires_at).toBeGreaterThanOrEqual(Math.floor(now / 1000) + 90 * 86_400);
    expect(expires_at).toBeLessThanOrEqual(Math.floor(stand.platform.clock.now() / 1000) + 90 * 86_400);
    const entry = (await listed())[0];
    expect(Object.keys(entry ?? {}).toSorted()).toEqual(Object.keys(personalToken.shape).toSorted());
    expect(entry).toMatchObject({
      token_id,
      name: 'Nightly',
      owner: { name: 'admin' },
      abilities: ['deliveries:read'],
      client_id: null,
      last_used_at: null,
      revoked_at: null,
      standing: 'live',
    });
    const secret = token.slice('pristan_pat_m0123456789_'.length);
    expect(
      findSecrets(await dumpOf(stand.platform), [
        { what: 'the token', secret: token },
        { what: 'its secret', secret },
      ]),
    ).toEqual([]);
  });

  test('a personal access token works when issued for 366 days; one day is accepted too', async () => {
    const { token } = await minted({ expires_in_days: 366 });
    await minted({ expires_in_days: 1 });
    expect(await onBothNodes(token)).toEqual([200, 200]);
  });

  test('403 for a personal access token outside its abilities', async () => {
    const { token } = await minted({ abilities: ['deliveries:read'] });
    const call = by(token);
    expect((await call('GET', `${stand.integrations}/${clientId}/deliveries`)).statusCode).toBe(200);
    for (const refused of [
      await call('GET', `${stand.integrations}/${clientId}`),
      await call('PUT', `${stand.integrations}/${clientId}/widgets/live`, { number: null }),
      await call('POST', `${stand.integrations}/${clientId}/widgets`, new Uint8Array([1]), {
        'content-type': 'application/zip',
      }),
    ]) {
      expect(refused.json()).toMatchObject({ status: 403, code: 'beyond_token' });
      expect(refused.headers['www-authenticate']).toBe('Bearer realm="pristan", error="insufficient_scope"');
    }
  });

  test('403 for a personal access token of one integration at any other and at the list', async () => {
    const other = await anIntegration(stand.platform, 'demo', { kind: 'private' });
    const call = by((await minted({ client_id: clientId })).token);
    expect((await call('GET', `${stand.integrations}/${clientId}`)).statusCode).toBe(200);
    for (const address of [`${stand.integrations}/${other.client_id}`, stand.integrations])
      expect((await call('GET', address)).json()).toMatchObject({ status: 403, code: 'beyond_token' });
  });

  test('404 for a personal access token of one account in another where its owner is an admin', async () => {
    const both = await apiCaller(
      stand.platform,
      await aUser(stand.platform, 'both@demo.test', { demo: 'admin', other: 'admin' }),
    );
    const call = by((await minted({}, both)).token);
    expect((await call('GET', stand.integrations)).statusCode).toBe(200);
    const there = `/accounts/${stand.otherAccountId}/integrations`;
    expect((await both('GET', there)).statusCode).toBe(200);
    expect((await call('GET', there)).json()).toMatchObject({ status: 404, code: 'account_not_found' });
  });

  test('a personal access token shows its last use, rounded to the minute', async () => {
    const { token, token_id } = await minted();
    await by(token)('GET', stand.integrations);
    await storeTokenUses(stand.platform.world);
    const entry = (await listed()).find((one) => one.token_id === token_id) as unknown as { last_used_at: number };
    expect(entry.last_used_at % 60).toBe(0);
    expect(stand.platform.clock.now() / 1000 - entry.last_used_at).toBeLessThan(120);
  });
});

describe('an endpoint that names no ability', () => {
  test('403 session_required for every personal access token at an endpoint that names no ability', async () => {
    const { token } = await minted();
    const wrong: string[] = [];
    let looked = 0;
    for (const { config } of stand.platform.routes) {
      const endpoint = config?.endpoint;
      if (endpoint === undefined || endpoint.ability !== undefined) continue;
      if (endpoint.access === 'public' || endpoint.access === 'client') continue;
      looked++;
      const address = endpoint.path
        .replace(':account_id', String(stand.accountId))
        .replace(':client_id', clientId)
        .replaceAll(/:\w+/g, '0197f0c0-0000-7000-8000-000000000001');
      const answer = await by(token)(endpoint.method, address, endpoint.method === 'GET' ? undefined : {});
      if (answer.statusCode !== 403 || answer.json<{ code: string }>().code !== 'session_required')
        wrong.push(`${endpoint.operationId}: ${answer.statusCode}`);
    }
    expect(wrong).toEqual([]);
    expect(looked).toBeGreaterThan(30);
  });

  test('endpoints that issue tokens, show secrets, or change people and access name no ability, so no personal token opens them', () => {
    const taken = stand.platform.routes.flatMap(({ config }) =>
      config?.endpoint === undefined || config.endpoint.ability === undefined
        ? []
        : [`${config.endpoint.ability} ${config.endpoint.operationId}`],
    );
    expect(taken.toSorted()).toEqual([
      'deliveries:read list_deliveries',
      'deliveries:read read_delivery',
      'deliveries:resend enable_receiver',
      'deliveries:resend resend_delivery',
      'integrations:read download_widget',
      'integrations:read list_integrations',
      'integrations:read list_texts',
      'integrations:read list_widgets',
      'integrations:read read_integration',
      'integrations:read read_reach',
      'integrations:read read_widget',
      'widgets:write choose_widget',
      'widgets:write upload_widget',
    ]);
  });
});

describe('invalid personal access tokens', () => {
  const forged = formatPersonalToken({ keyId: 'm0123456789', secret: 'A'.repeat(43) });

  test.each([
    ['no token at all', ''],
    ['a token of another form', 'abc'],
    ['a forged token', forged],
    ['a JWT', 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.AAAA'],
    ['two tokens', `${forged} ${forged}`],
  ])(
    '401 invalid_token for a Bearer header with %s, always with the same body, even beside an admin’s cookie',
    async (_what, token) => {
      for (const caller of [nobody, stand.admin]) {
        for (const address of [stand.integrations, path, '/me', `/accounts/39999999/integrations`]) {
          const answer = await caller('GET', address, undefined, { authorization: `Bearer ${token}` });
          expect(answer.json()).toMatchObject({ status: 401, code: 'invalid_token' });
          expect(answer.headers['www-authenticate']).toBe('Bearer realm="pristan", error="invalid_token"');
        }
      }
    },
  );

  test.each(['Bearer', 'bearer\t', 'Bearer\tabc', 'BEARER,abc', 'Bearer;abc'])(
    '401 invalid_token for the Authorization header %j, even beside an admin’s cookie',
    async (authorization) => {
      const answer = await stand.admin('GET', stand.integrations, undefined, { authorization });
      expect(answer.json()).toMatchObject({ status: 401, code: 'invalid_token' });
    },
  );

  test('401 invalid_token for a personal access token with one digit changed, without a query to the database', async () => {
    const { token } = await minted();
    const last = token.endsWith('0') ? '1' : '0';
    const reads: string[] = [];
    const { pool } = stand.platform.world;
    const query = pool.query.bind(pool) as (...sent: unknown[]) => unknown;
    Object.assign(pool, {
      query: (...sent: unknown[]) => {
        reads.push(JSON.stringify(sent[0]));
        return query(...sent);
      },
    });
    try {
      expect((await by(`${token.slice(0, -1)}${last}`)('GET', stand.integrations)).statusCode).toBe(401);
      expect(reads).toEqual([]);
      expect((await by(token)('GET', stand.integrations)).statusCode).toBe(200);
      expect(reads.filter((text) => text.includes('presented-token'))).toHaveLength(1);
    } finally {
      Object.assign(pool, { query });
    }
  });

  test('401 invalid_token for a revoked personal access token on every node at the next request; other tokens still work', async () => {
    const one = await minted();
    const other = await minted();
    expect(await onBothNodes(one.token)).toEqual([200, 200]);
    for (let again = 0; again < 2; again++)
      expect((await stand.admin('DELETE', `${path}/${one.token_id}`)).statusCode).toBe(204);
    expect(await onBothNodes(one.token)).toEqual([401, 401]);
    expect(await onBothNodes(other.token)).toEqual([200, 200]);
    expect(await standingOf(one.token_id)).toMatchObject({ standing: 'revoked' });
  });

  test('401 invalid_token for a personal token whose owner was deactivated or demoted, even after being reinstated', async () => {
    const person = await aUser(stand.platform, 'leaver@demo.test', { demo: 'admin' });
    const call = await apiCaller(stand.platform, person);
    const change = (to: object) => stand.admin('PATCH', `/accounts/${stand.accountId}/members/${person.id}`, to);
    for (const [taken, givenBack] of [
      [{ state: 'deactivated' }, { state: 'active' }],
      [{ role: 'member' }, { role: 'admin' }],
    ] as const) {
      const one = await minted({ name: 'Left behind' }, call);
      for (const to of [taken, givenBack]) {
        expect(await onBothNodes(one.token)).toEqual(to === taken ? [200, 200] : [401, 401]);
        expect((await change(to)).statusCode).toBeLessThan(300);
        expect(await onBothNodes(one.token)).toEqual([401, 401]);
        expect(await standingOf(one.token_id)).toMatchObject({ standing: 'revoked' });
      }
    }
    const log = await stand.admin('GET', `/accounts/${stand.accountId}/activity?kind=personal_token_revoked`);
    const ended = log.json<{ entries: { person: object; facts: { name: string } }[] }>().entries;
    expect(ended.filter(({ facts }) => facts.name === 'Left behind')).toHaveLength(2);
  });

  test('401 invalid_token for a personal token whose owner the operator demoted, even after being promoted again', async () => {
    const person = await aUser(stand.platform, 'lowered@demo.test', { demo: 'admin' });
    const { token } = await minted({}, await apiCaller(stand.platform, person));
    for (const role of ['member', 'admin'] as const) {
      await addMember(stand.platform.world, { account: 'demo', email: 'lowered@demo.test', role });
      expect(await onBothNodes(token)).toEqual([401, 401]);
    }
  });
});

describe('refused personal access tokens', () => {
  test.each([
    ['no name', { name: ' ' }, 'name', 'required'],
    ['no ability', { abilities: [] }, 'abilities', 'required'],
    ['an ability twice', { abilities: ['widgets:write', 'widgets:write'] }, 'abilities.1', 'duplicate'],
    ['no days', { expires_in_days: 0 }, 'expires_in_days', 'out_of_range'],
    ['more than a year', { expires_in_days: 367 }, 'expires_in_days', 'out_of_range'],
  ])('422 for a personal access token with %s', async (_what, body, field, code) => {
    expect((await mint(body)).json()).toMatchObject({
      status: 422,
      code: 'invalid_fields',
      errors: [{ field, code }],
    });
  });

  test('400 for a personal access token with an unknown ability, half a day, or an absolute expiry', async () => {
    expect((await mint({ abilities: ['secrets:read'] })).json()).toMatchObject({ status: 400 });
    expect((await mint({ expires_in_days: 0.5 })).json()).toMatchObject({ status: 400 });
    expect((await mint({ expires_at: 1 })).json()).toMatchObject({ status: 400 });
  });

  test('404 for a personal access token for another account’s integration', async () => {
    const theirs = await anIntegration(stand.platform, 'other', { kind: 'private' });
    expect((await mint({ client_id: theirs.client_id })).json()).toMatchObject({ code: 'integration_not_found' });
  });

  test('401 for issuing a personal access token without a session, 403 for a member or a foreign page, 404 for a stranger', async () => {
    expect((await mint({}, nobody)).json()).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect((await mint({}, stand.member)).json()).toMatchObject({ status: 403, code: 'admin_required' });
    expect((await mint({}, stand.stranger)).json()).toMatchObject({ status: 404, code: 'account_not_found' });
    const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
    const answer = await stand.admin('POST', path, { name: 'CI', abilities: all }, foreign);
    expect(answer.json()).toMatchObject({ status: 403, code: 'foreign_request' });
  });

  test('409 for a 51st personal access token of one person, even when requested concurrently; a revoked one makes room', async () => {
    const caller = await apiCaller(stand.platform, await aUser(stand.platform, 'many@demo.test', { demo: 'admin' }));
    const [first] = await Promise.all(Array.from({ length: 48 }, () => minted({}, caller)));
    const last = await Promise.all(Array.from({ length: 6 }, () => mint({}, caller)));
    expect(last.map(({ statusCode }) => statusCode).toSorted((one, other) => one - other)).toEqual([
      201, 201, 409, 409, 409, 409,
    ]);
    expect((await mint({}, caller)).json()).toMatchObject({ code: 'too_many_personal_tokens' });
    await caller('DELETE', `${path}/${first?.token_id}`);
    await minted({}, caller);
  });
});

describe('the list of personal access tokens', () => {
  test('the list of personal tokens shows a member only their own; an admin sees and revokes everybody’s', async () => {
    const person = await aUser(stand.platform, 'second@demo.test', { demo: 'admin' });
    const caller = await apiCaller(stand.platform, person);
    const mine = await minted({}, caller);
    const admins = await minted();
    const ids = async (who: ApiCaller) => (await listed(who)).map(({ token_id }) => token_id);
    expect(await ids(caller)).toEqual(expect.arrayContaining([mine.token_id, admins.token_id]));
    await stand.admin('PATCH', `/accounts/${stand.accountId}/members/${person.id}`, { role: 'member' });
    expect(await ids(caller)).toEqual([mine.token_id]);
    expect((await caller('DELETE', `${path}/${admins.token_id}`)).json()).toMatchObject({
      status: 404,
      code: 'personal_token_not_found',
    });
    expect((await stand.stranger('DELETE', `${path}/${mine.token_id}`)).json()).toMatchObject({
      code: 'account_not_found',
    });
    const elsewhere = `/accounts/${stand.otherAccountId}/access-tokens/${mine.token_id}`;
    expect((await stand.stranger('DELETE', elsewhere)).json()).toMatchObject({ code: 'personal_token_not_found' });
    expect((await stand.admin('DELETE', `${path}/${mine.token_id}`)).statusCode).toBe(204);
    expect(JSON.stringify(await listed(caller))).not.toContain(mine.token);
  });

  test('the list of personal tokens pages through every token, so that revoked ones hide none that works', async () => {
    const hidden = await minted({ name: 'Old' });
    stand.platform.clock.advance(1000);
    for (let more = 0; more < 5; more++)
      await stand.admin('DELETE', `${path}/${(await minted({ name: 'Newer' })).token_id}`);
    interface Page {
      readonly tokens: readonly { readonly token_id: string; readonly name: string; readonly standing: string }[];
      readonly next_before: string | null;
    }
    const first = (await stand.admin('GET', `${path}?limit=3`)).json<Page>();
    expect(first.tokens.map(({ name, standing }) => `${name} ${standing}`)).toEqual([
      'Newer revoked',
      'Newer revoked',
      'Newer revoked',
    ]);
    const second = (await stand.admin('GET', `${path}?limit=3&before=${first.next_before}`)).json<Page>();
    expect(second.tokens.at(-1)).toMatchObject({ token_id: hidden.token_id, standing: 'live' });
    const ids = [...first.tokens, ...second.tokens].map(({ token_id }) => token_id);
    expect(new Set(ids).size).toBe(6);
    const elsewhere = `/accounts/${stand.otherAccountId}/access-tokens?before=${first.next_before}`;
    expect((await stand.stranger('GET', elsewhere)).json<Page>().tokens).toEqual([]);
    expect((await stand.admin('GET', `${path}?before=1`)).statusCode).toBe(400);
  });

  test('the account’s log says who issued and who revoked a personal access token', async () => {
    const { token_id, token } = await minted({ name: 'Told', client_id: clientId });
    await stand.admin('DELETE', `${path}/${token_id}`);
    const { entries } = (await stand.admin('GET', `/accounts/${stand.accountId}/activity?limit=2`)).json<{
      entries: { kind: string; client_id: string; facts: { name: string }; person: { name: string } }[];
    }>();
    expect(entries.map(({ kind }) => kind)).toEqual(['personal_token_revoked', 'personal_token_minted']);
    for (const entry of entries)
      expect(entry).toMatchObject({ client_id: clientId, facts: { name: 'Told' }, person: { name: 'admin' } });
    expect(JSON.stringify(entries)).not.toContain(token);
  });
});

test('the account’s log names the personal token that a program used', async () => {
  const { token, token_id } = await minted({ name: 'Nightly build', abilities: ['widgets:write'] });
  const chosen = await by(token)('PUT', `${stand.integrations}/${clientId}/widgets/live`, { number: null });
  expect(chosen.statusCode).toBeLessThan(300);
  const { entries } = (await stand.admin('GET', `/accounts/${stand.accountId}/activity?limit=1`)).json<{
    entries: { kind: string; person: { name: string }; facts: { token: { token_id: string } | null } }[];
  }>();
  expect(entries).toMatchObject([
    { kind: 'widget_chosen', person: { name: 'admin' }, facts: { token: { token_id, name: 'Nightly build' } } },
  ]);
});

test('the API description names the bearer scheme, and the ability of every operation that accepts a personal token', async () => {
  const document = (await nobody('GET', '/openapi.json')).json<{
    components: { securitySchemes: Record<string, { scheme?: string }> };
    paths: Record<string, Record<string, { security: object[]; 'x-token-ability'?: string; 'x-problems': string[] }>>;
  }>();
  expect(document.components.securitySchemes['token']).toMatchObject({ type: 'http', scheme: 'bearer' });
  const upload = document.paths['/api/platform/accounts/{account_id}/integrations/{client_id}/widgets']?.['post'];
  expect(upload).toMatchObject({
    security: [{ session: [] }, { token: ['widgets:write'] }],
    'x-token-ability': 'widgets:write',
  });
  expect(upload?.['x-problems']).toEqual(expect.arrayContaining(['invalid_token', 'beyond_token']));
  const secret = document.paths['/api/platform/accounts/{account_id}/integrations/{client_id}/secret']?.['get'];
  expect(secret?.security).toEqual([{ session: [] }]);
  expect(secret?.['x-problems']).toEqual(expect.arrayContaining(['invalid_token', 'session_required']));
});

test('a personal access token still works after the platform’s keys are rotated and pruned', async () => {
  const { token } = await minted({ expires_in_days: 366 });
  const { world, clock } = stand.platform;
  await rotateKeysCommand(world, { algorithm: 'ES256' });
  const lastDay = { now: () => clock.now() + 365 * dayMs };
  expect(await pruneKeysCommand({ ...world, clock: lastDay })).toEqual({ pruned: 0 });
  expect(await onBothNodes(token)).toEqual([200, 200]);
});

// The last test, because no session outlives the expiry to which it advances the clock.
test('a personal access token works until its expiry and gets 401 from then on', async () => {
  const { token, expires_at } = await minted({ expires_in_days: 7 });
  stand.platform.clock.advance(expires_at * 1000 - stand.platform.clock.now() - 60_000);
  expect(await onBothNodes(token)).toEqual([200, 200]);
  stand.platform.clock.advance(60_000);
  expect(await onBothNodes(token)).toEqual([401, 401]);
  stand.platform.clock.advance(dayMs);
  expect(await onBothNodes(token)).toEqual([401, 401]);
});
