import { disableInstallation } from '@pristan/flows';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Integration } from '../../harness/fixtures.ts';
import { anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { callApi, unauthorizedProblem } from './call.ts';

let platform: Platform;
let accountId: number;
let integration: Integration;
let pair: { access_token: string; refresh_token: string };
let found: object;
beforeAll(async () => {
  platform = await openPlatform();
  accountId = (await anAccount(platform, 'demo')).id;
  await anAccount(platform, 'other');
  found = { id: accountId, subdomain: 'demo', domain: 'demo.accounts.test', top_level_domain: 'test' };
});
beforeEach(async () => {
  integration = await anIntegration(platform, 'demo');
  pair = await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
});
afterAll(async () => platform.close());

const byRefreshToken = (refreshToken: string | undefined, host = 'api.accounts.test', payload?: string) =>
  callApi(platform, undefined, '/oauth2/account/current/subdomain', {
    host,
    headers: {
      ...(refreshToken === undefined ? {} : { 'x-refresh-token': refreshToken }),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(payload === undefined ? {} : { payload }),
  });

const byAccessToken = (token: string | undefined, host: string) =>
  callApi(platform, token, '/oauth2/account/subdomain', { host });

async function refresh(refreshToken: string, host = 'demo.accounts.test') {
  return platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    host,
    payload: {
      grant_type: 'refresh_token',
      client_id: integration.client_id,
      client_secret: integration.client_secret,
      refresh_token: refreshToken,
    },
  });
}

describe('GET /oauth2/account/current/subdomain', () => {
  test('200 for GET /oauth2/account/current/subdomain with a refresh token: all four members, even with a JSON body on the GET', async () => {
    for (const payload of [undefined, '[]', '{"broken']) {
      const response = await byRefreshToken(pair.refresh_token, 'api.accounts.test', payload);
      expect([response.statusCode, response.headers['content-type'], response.json()]).toEqual([
        200,
        'application/hal+json',
        found,
      ]);
    }
  });

  test('200 for a subdomain look-up by refresh token, which uses up no token and does not count as a use of it', async () => {
    const next = (await refresh(pair.refresh_token)).json<typeof pair>();
    expect((await byRefreshToken(next.refresh_token)).statusCode).toBe(200);
    // The token before it still gets the same successor, which counts as unused.
    expect((await refresh(pair.refresh_token)).json()['refresh_token']).toBe(next.refresh_token);
    expect((await refresh(next.refresh_token)).statusCode).toBe(200);
  });

  test('401 for a subdomain look-up with a refresh token that the token endpoint would refuse now', async () => {
    const second = (await refresh(pair.refresh_token)).json<typeof pair>();
    await refresh(second.refresh_token);
    const foreign = `${pair.refresh_token.slice(0, -4)}AAAA`;
    for (const text of [pair.refresh_token, foreign, pair.access_token, 'x', '', undefined]) {
      const response = await byRefreshToken(text);
      expect([text, response.statusCode, response.json()]).toEqual([text, 401, unauthorizedProblem]);
      expect(response.headers['content-type']).toBe('application/problem+json');
    }
    const reuses = await platform.world.db.selectFrom('refresh_reuses').selectAll().execute();
    expect(reuses).toEqual([]);
  });

  test('401 for a subdomain look-up by refresh token after a disable, and after 90 days without use', async () => {
    const other = await anIntegration(platform, 'demo');
    const idle = await tokens(platform, other, { account: 'demo', email: 'admin@demo.test' });
    await disableInstallation(platform.world, {
      accountId,
      integrationId: integration.client_id,
      by: 'operator',
      press: undefined,
    });
    expect((await byRefreshToken(pair.refresh_token)).statusCode).toBe(401);
    expect((await byRefreshToken(idle.refresh_token)).statusCode).toBe(200);
    platform.clock.advance(90 * 86_400_000);
    expect((await byRefreshToken(idle.refresh_token)).statusCode).toBe(401);
  });

  test('404 for a subdomain look-up by refresh token on any host except the API domain', async () => {
    for (const host of ['demo.accounts.test', 'pristan.test', 'accounts.test', 'nobody.accounts.test']) {
      const response = await byRefreshToken(pair.refresh_token, host);
      expect([host, response.statusCode, response.headers['content-type']]).toEqual([
        host,
        404,
        'application/problem+json',
      ]);
    }
  });

  test('405 for any other method of the subdomain look-up', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'] as const) {
      const response = await callApi(platform, undefined, '/oauth2/account/current/subdomain', {
        method,
        host: 'api.accounts.test',
      });
      expect([method, response.statusCode, response.headers['content-type']]).toEqual([
        method,
        405,
        'application/problem+json',
      ]);
    }
  });
});

describe('GET /oauth2/account/subdomain', () => {
  test('200 for GET /oauth2/account/subdomain on the public site and on the account’s host', async () => {
    for (const host of ['pristan.test', 'demo.accounts.test']) {
      expect((await byAccessToken(pair.access_token, host)).json()).toEqual(found);
    }
  });

  test('401 for GET /oauth2/account/subdomain without a token, and on another account’s host', async () => {
    expect((await byAccessToken(undefined, 'pristan.test')).json()).toEqual(unauthorizedProblem);
    expect((await byAccessToken(pair.access_token, 'other.accounts.test')).json()).toEqual(unauthorizedProblem);
    expect((await byAccessToken(pair.refresh_token, 'pristan.test')).json()).toEqual(unauthorizedProblem);
  });
});

test('404 at an account’s old host after a rename, 200 at the new one; a subdomain look-up by either token gives the new name', async () => {
  const { id } = await anAccount(platform, 'before');
  const own = await anIntegration(platform, 'before');
  const before = await tokens(platform, own, { account: 'before', email: 'admin@before.test' });
  const at = platform.clock.now();
  await platform.world.store.commit([
    {
      kind: 'account_renamed',
      accountId: id,
      subdomain: 'after',
      at,
      actor: { as: 'operator', userId: undefined, address: undefined },
    },
  ]);
  const read = (host: string) => callApi(platform, before.access_token, '/api/v4/account', { host });
  expect((await read('before.accounts.test')).statusCode).toBe(404);
  expect((await read('after.accounts.test')).json()).toMatchObject({ id, subdomain: 'after' });
  const renamed = { id, subdomain: 'after', domain: 'after.accounts.test', top_level_domain: 'test' };
  expect((await byRefreshToken(before.refresh_token)).json()).toEqual(renamed);
  expect((await byAccessToken(before.access_token, 'pristan.test')).json()).toEqual(renamed);
  expect((await byAccessToken(before.access_token, 'before.accounts.test')).statusCode).toBe(404);
});
