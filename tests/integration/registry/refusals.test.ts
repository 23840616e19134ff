import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RegistryFixture } from './fixture.ts';
import { newIntegration, createdIntegration, openRegistryFixture } from './fixture.ts';

let stand: RegistryFixture;
let path: string;
beforeAll(async () => {
  stand = await openRegistryFixture();
  ({ path } = await createdIntegration(stand));
});
// Refills the person's request budget, since the largest bodies cost half of it.
beforeEach(() => stand.platform.clock.advance(10_000));
afterAll(async () => stand.platform.close());

interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly { readonly field: string; readonly code: string; readonly detail: string }[];
  readonly request_id: string;
}

/** The problem document of an answer, after checking the parts that all problems share. */
function problem(response: LightMyRequestResponse): Problem {
  const body = response.json<Problem>();
  expect(response.headers['content-type']).toBe('application/problem+json');
  expect(response.headers['cache-control']).toBe('no-store');
  expect(body.status).toBe(response.statusCode);
  expect(body.type).toBe(`https://pristan.test/api/platform/problems/${body.code}`);
  expect(body.request_id).toBe(response.headers['x-request-id']);
  expect(body.title).not.toBe('');
  expect(body.detail).not.toBe('');
  return body;
}

const faults = (response: LightMyRequestResponse) =>
  (problem(response).errors ?? []).map(({ field, code }) => [field, code]);

const unknown = '0b0832f6-0000-4000-8000-00000000abcd';

/** One call of every integration endpoint that needs a right. */
const everyCall = (base: string, one: string) =>
  [
    ['GET', base, undefined],
    ['POST', base, newIntegration],
    ['GET', one, undefined],
    ['PATCH', one, { version: 1, name: 'Renamed' }],
    ['DELETE', one, undefined],
    ['PUT', `${one}/state`, { state: 'stopped' }],
    ['GET', `${one}/secret`, undefined],
    ['POST', `${one}/secret/rotation`, { replaces: unknown }],
    ['DELETE', `${one}/logo`, undefined],
    ['GET', base.replace('integrations', 'installations'), undefined],
  ] as const;

describe('400', () => {
  test('400 names every invalid member of a body at once', async () => {
    const response = await stand.admin('POST', stand.integrations, {
      kind: 'external',
      redirect_uri: 5,
      button_origins: ['https://a.test', null],
      scopes: 'crm',
      owner: 'me',
    });
    expect(problem(response)).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(Object.fromEntries(faults(response))).toEqual({
      'button_origins.1': 'wrong_type',
      kind: 'not_one_of',
      name: 'required',
      owner: 'unknown_field',
      redirect_uri: 'wrong_type',
      scopes: 'wrong_type',
    });
  });

  test('400 names a list far beyond its maximum once, without its elements', async () => {
    const { path, integration } = await createdIntegration(stand);
    const { version } = integration;
    const wrong = `{"version":${version},"button_origins":[${'1,'.repeat(250_000)}1]}`;
    const alike = { name: 'x', abilities: Array.from({ length: 3_000 }, () => 'widgets:write') };
    for (const [method, address, body, field] of [
      ['PATCH', path, wrong, 'button_origins'],
      ['POST', `/accounts/${stand.accountId}/access-tokens`, alike, 'abilities'],
    ] as const) {
      const response = await stand.admin(method, address, body);
      expect(problem(response)).toMatchObject({ status: 400, code: 'invalid_request' });
      expect(faults(response)).toEqual([[field, 'too_many']]);
    }
  });

  test('400 names the first 50 of many unknown members', async () => {
    const { path, integration } = await createdIntegration(stand);
    const members = Array.from({ length: 8_000 }, (_, each) => `"x${each}":1`).join(',');
    const response = await stand.admin('PATCH', path, `{"version":${integration.version},${members}}`);
    expect(problem(response)).toMatchObject({ status: 400 });
    expect(faults(response)).toHaveLength(50);
    expect(faults(response)[0]).toEqual(['x0', 'unknown_field']);
  });

  test('400 names malformed ids in the path', async () => {
    expect(faults(await stand.admin('GET', '/accounts/0x10/integrations/nothing'))).toEqual([
      ['account_id', 'malformed'],
      ['client_id', 'malformed'],
    ]);
  });

  test.each(['', '{', '[]', 'null', '"text"', '5', '{"kind":'])(
    '400 for a body that is not a JSON object: %s',
    async (text) => {
      const response = await stand.admin('POST', stand.integrations, text);
      expect(problem(response)).toMatchObject({ status: 400, code: 'unreadable_body' });
    },
  );

  test('400 for a body that is not UTF-8', async () => {
    const response = await stand.admin('POST', stand.integrations, new Uint8Array([0x7b, 0xff, 0x7d]));
    expect(problem(response)).toMatchObject({ status: 400, code: 'unreadable_body' });
  });

  test('400 names members like `__proto__` as unknown, although every object inherits them', async () => {
    const response = await stand.admin('POST', stand.integrations, '{"__proto__":{"name":"x"},"constructor":1}');
    expect(faults(response)).toEqual(
      expect.arrayContaining([
        ['__proto__', 'unknown_field'],
        ['constructor', 'unknown_field'],
        ['name', 'required'],
      ]),
    );
  });
});

describe('401', () => {
  test('401 for every call without a session, before the body is read', async () => {
    for (const [method, address, body] of everyCall(stand.integrations, path)) {
      const response = await stand.nobody(method, address, body);
      expect(problem(response), `${method} ${address}`).toMatchObject({ status: 401, code: 'unauthenticated' });
      expect(response.headers['www-authenticate']).toBe('Cookie realm="pristan"');
    }
  });

  test('401 for a call with an unknown session', async () => {
    const response = await stand.nobody('GET', stand.integrations, undefined, {
      cookie: `__Host-pristan=${'A'.repeat(43)}`,
    });
    expect(response.statusCode).toBe(401);
  });
});

describe('403', () => {
  test('403 for a member at every call, with the reason that only an admin may; nothing changes', async () => {
    for (const [method, address, body] of everyCall(stand.integrations, path)) {
      expect(problem(await stand.member(method, address, body)), `${method} ${address}`).toMatchObject({
        status: 403,
        code: 'admin_required',
      });
    }
    expect((await stand.admin('GET', path)).json()).toMatchObject({ version: 1, state: 'active' });
  });

  test('403 for an admin who was deactivated', async () => {
    const { pool } = stand.platform.world;
    await pool.query("update memberships set state = 'deactivated' where role = 'admin' and account_id = $1", [
      stand.accountId,
    ]);
    expect(problem(await stand.admin('GET', stand.integrations))).toMatchObject({
      status: 403,
      code: 'membership_deactivated',
    });
    await pool.query("update memberships set state = 'active' where account_id = $1", [stand.accountId]);
  });
});

describe('404', () => {
  test('404 for another account’s ids, with the same answer as for unknown ones', async () => {
    for (const [method, address, body] of everyCall(stand.integrations, path)) {
      const known = problem(await stand.stranger(method, address, body));
      const unknown = problem(await stand.stranger(method, address.replace(String(stand.accountId), '39999999'), body));
      expect(known, `${method} ${address}`).toMatchObject({ status: 404, code: 'account_not_found' });
      expect({ ...unknown, request_id: known.request_id }).toEqual(known);
    }
  });

  test('404 for another account’s integration under one’s own account', async () => {
    const [, , ...rest] = everyCall(stand.integrations, path);
    for (const [method, address, body] of rest.slice(0, 7)) {
      const mine = address.replace(String(stand.accountId), String(stand.otherAccountId));
      expect(problem(await stand.stranger(method, mine, body)), `${method} ${mine}`).toMatchObject({
        status: 404,
        code: 'integration_not_found',
      });
    }
    expect((await stand.admin('GET', path)).json()).toMatchObject({ version: 1, state: 'active' });
  });

  test('404 for addresses of the API that do not exist, and for its addresses on other hosts', async () => {
    expect(problem(await stand.admin('GET', '/nothing'))).toMatchObject({ status: 404, code: 'address_not_found' });
    for (const host of ['demo.accounts.test', 'accounts.test', 'api.accounts.test', 'elsewhere.test']) {
      const response = await stand.platform.inject({ method: 'GET', url: '/api/platform/openapi.json', host });
      expect(response.statusCode, host).toBe(404);
      expect(response.json()).toMatchObject({ code: 'address_not_found' });
      const other = await stand.platform.inject({ method: 'PUT', url: '/api/platform/openapi.json', host });
      expect(other.statusCode, host).toBe(404);
    }
  });

  test('405 for HEAD of a secret, and no showing of the secret is recorded', async () => {
    expect((await stand.admin('HEAD', `${path}/secret`)).statusCode).toBe(405);
    const { rows } = await stand.platform.world.pool.query("select 1 from audit where kind = 'secret_revealed'");
    expect(rows).toEqual([]);
  });
});

describe('409', () => {
  test('409 for an edit of an older version, which changes nothing', async () => {
    const { path: mine } = await createdIntegration(stand);
    expect((await stand.admin('PATCH', mine, { version: 1, name: 'Theirs' })).statusCode).toBe(200);
    expect(problem(await stand.admin('PATCH', mine, { version: 1, name: 'Mine' }))).toMatchObject({
      status: 409,
      code: 'edited_meanwhile',
    });
    expect((await stand.admin('GET', mine)).json()).toMatchObject({ version: 2, name: 'Theirs' });
  });

  test('409 for all but one of twenty edits of one version at once', async () => {
    const { path: mine } = await createdIntegration(stand);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => stand.admin('PATCH', mine, { version: 1, name: `Name ${at}` })),
    );
    const count = (status: number) => answers.filter(({ statusCode }) => statusCode === status).length;
    expect([count(200), count(409)]).toEqual([1, 19]);
  });
});

describe('413', () => {
  test('413 for a body above 512 KiB for descriptions, above 64 KiB elsewhere', async () => {
    const big = { ...newIntegration, description: 'x'.repeat(512 * 1024) };
    expect(problem(await stand.admin('POST', stand.integrations, big))).toMatchObject({
      status: 413,
      code: 'body_too_large',
    });
    const rotation = JSON.stringify({ overlap_hours: 1 }) + ' '.repeat(64 * 1024);
    expect(problem(await stand.admin('POST', `${path}/secret/rotation`, rotation))).toMatchObject({
      status: 413,
      code: 'body_too_large',
    });
  });
});

describe('415', () => {
  test.each([
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/jsonx',
  ])('415 for a body of another type than JSON: %s', async (type) => {
    const response = await stand.admin('PUT', `${path}/state`, 'state=stopped', { 'content-type': type });
    expect(problem(response)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  test('415 for a body without a content type, or no body', async () => {
    for (const body of ['{"state":"stopped"}', undefined]) {
      const response = await stand.admin('PUT', `${path}/state`, body, { 'content-type': undefined });
      expect(problem(response)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    }
  });

  test('JSON with a charset in its content type is accepted', async () => {
    const response = await stand.admin(
      'PUT',
      `${path}/state`,
      { state: 'active' },
      { 'content-type': 'application/json; charset=utf-8' },
    );
    expect(response.statusCode).toBe(200);
  });
});

describe('422', () => {
  test('422 names every invalid field at once with its reason, and nothing is stored', async () => {
    const before = (await stand.admin('GET', stand.integrations)).body;
    const response = await stand.admin('POST', stand.integrations, {
      kind: 'public',
      name: '   ',
      summary: 'x'.repeat(301),
      description: 'x'.repeat(65_001),
      redirect_uri: 'http://shop.test/callback',
      button_origins: ['https://shop.test', 'https://shop.test/', 'https://shop.test'],
      disconnect_uri: 'https://a:b@shop.test/',
      scopes: ['crm', 'everything'],
    });
    expect(problem(response)).toMatchObject({ status: 422, code: 'invalid_fields' });
    expect(faults(response)).toEqual([
      ['name', 'required'],
      ['summary', 'too_long'],
      ['description', 'too_long'],
      ['redirect_uri', 'not_https'],
      ['button_origins.1', 'not_an_origin'],
      ['button_origins.2', 'duplicate'],
      ['disconnect_uri', 'has_user_info'],
      ['scopes.1', 'unknown_scope'],
    ]);
    expect((await stand.admin('GET', stand.integrations)).body).toBe(before);
  });

  test.each(['\u0000', '\n', '\u202e', '\ud800'])('422 for a name with the control character %j', async (character) => {
    const response = await stand.admin('POST', stand.integrations, {
      ...newIntegration,
      name: `A${character}B`,
      summary: `A${character}B`,
    });
    expect(faults(response)).toEqual([
      ['name', 'control_characters'],
      ['summary', 'control_characters'],
    ]);
  });

  test('422 for a description too long after escaping, or with a control character', async () => {
    expect(
      faults(await stand.admin('POST', stand.integrations, { ...newIntegration, description: '&'.repeat(60_000) })),
    ).toEqual([['description', 'too_long']]);
    expect(
      faults(await stand.admin('POST', stand.integrations, { ...newIntegration, description: 'a\u0000b' })),
    ).toEqual([['description', 'control_characters']]);
  });

  test('422 for a published integration with a loopback address', async () => {
    const { path: mine, integration } = await createdIntegration(stand, {
      kind: 'public',
      redirect_uri: 'http://localhost:3000/',
    });
    await stand.admin('PATCH', mine, { version: 1, redirect_uri: 'https://shop.test/' });
    await stand.platform.world.pool.query('update integrations set published_at = 1 where id = $1', [
      integration.client_id,
    ]);
    const response = await stand.admin('PATCH', mine, { version: 2, redirect_uri: 'http://localhost:3000/' });
    expect(faults(response)).toEqual([['redirect_uri', 'not_https']]);
  });

  test.each([-1, 721, 1e300])(
    '422 for a key rotation with an overlap outside 0 to 720 hours: %d',
    async (overlap_hours) => {
      expect(
        faults(await stand.admin('POST', `${path}/secret/rotation`, { replaces: unknown, overlap_hours })),
      ).toEqual([['overlap_hours', 'out_of_range']]);
    },
  );

  test('422 for a key rotation with both an overlap and revoke_now', async () => {
    expect(
      faults(
        await stand.admin('POST', `${path}/secret/rotation`, { replaces: unknown, overlap_hours: 5, revoke_now: true }),
      ),
    ).toEqual([['overlap_hours', 'not_with_revoke_now']]);
  });
});

describe('the language of problems', () => {
  test('a problem document is in the language that the request asks for', async () => {
    const english = problem(await stand.nobody('GET', stand.integrations));
    const russian = problem(await stand.nobody('GET', stand.integrations, undefined, { 'accept-language': 'ru' }));
    expect(english.title).toBe('Nobody is signed in');
    expect(russian.title).toBe('Вход не выполнен');
    expect(russian.code).toBe(english.code);
  });

  test('the page at a problem’s type address explains that problem, in the language asked for', async () => {
    const { type, code } = problem(await stand.nobody('GET', stand.integrations));
    const response = await stand.nobody('GET', type.replace('https://pristan.test/api/platform', ''));
    expect(response.json()).toMatchObject({ code, status: 401, title: 'Nobody is signed in' });
    expect((await stand.nobody('GET', '/problems/toString')).statusCode).toBe(404);
  });
});
