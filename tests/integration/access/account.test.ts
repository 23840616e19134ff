import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Integration } from '../../harness/fixtures.ts';
import { anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { callApi, unauthorizedProblem } from './call.ts';

let platform: Platform;
let integration: Integration;
let token: string;
let accountId: number;
let adminId: number;
beforeAll(async () => {
  platform = await openPlatform();
  const account = await anAccount(platform, 'demo', true);
  await anAccount(platform, 'other');
  accountId = account.id;
  adminId = account.admin.id;
  integration = await anIntegration(platform, 'demo');
  token = (await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' })).access_token;
});
afterAll(async () => platform.close());

describe('GET /api/v4/account', () => {
  test('200 for GET /api/v4/account: the account as in the documented sample, with the numeric members that libraries read', async () => {
    const response = await callApi(platform, token, '/api/v4/account');
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/hal+json');
    const body = response.json<Record<string, unknown>>();
    expect(body).toMatchObject({
      id: accountId,
      name: 'Account demo',
      subdomain: 'demo',
      current_user_id: adminId,
      country: 'RU',
      currency: 'RUB',
      currency_symbol: '₽',
      customers_mode: 'unavailable',
      is_unsorted_on: false,
      is_loss_reason_enabled: false,
      is_helpbot_enabled: false,
      is_technical_account: true,
      contact_name_display_order: 1,
      mobile_feature_version: 0,
      created_by: 0,
      updated_by: 0,
      _links: { self: { href: 'https://demo.accounts.test/api/v4/account' } },
    });
    expect(body['uuid']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(Number.isInteger(body['created_at'])).toBe(true);
    expect(Number(body['created_at'])).toBeLessThan(10_000_000_000);
    expect(body).not.toHaveProperty('_embedded');
    expect(body).not.toHaveProperty('version');
  });

  test('200 for GET /api/v4/account: `with` adds the parts that the platform has, in any client’s spelling; others are ignored', async () => {
    const body = (
      await callApi(platform, token, '/api/v4/account?with=amojo_rights,users_groups,task_types,version,leads')
    ).json();
    expect(body).toMatchObject({
      version: 1,
      _embedded: { amojo_rights: { can_direct: false }, users_groups: [], task_types: [] },
    });
    const bracketed = await callApi(
      platform,
      token,
      '/api/v4/account?with%5B%5D=datetime_settings&with[1]=is_api_filter_enabled',
    );
    expect(bracketed.json()).toMatchObject({
      is_api_filter_enabled: false,
      _embedded: { datetime_settings: { timezone: 'UTC', date_format: 'd.m.Y' } },
    });
  });

  test('200 for GET /api/v4/account with leading or trailing slashes, and for HEAD', async () => {
    for (const url of ['//api/v4/account', '/api/v4/account/', '//api//v4/account?with=version']) {
      expect((await callApi(platform, token, url)).statusCode).toBe(200);
    }
    const head = await callApi(platform, token, '/api/v4/account', { method: 'HEAD' });
    expect([head.statusCode, head.body]).toEqual([200, '']);
  });

  test('200 for GET /api/v4/account by a member, who is its current user', async () => {
    const member = await tokens(platform, integration, { account: 'demo', email: 'member@demo.test' });
    const response = await callApi(platform, member.access_token, '/api/v4/account');
    expect(response.statusCode).toBe(200);
    expect(response.json()['current_user_id']).not.toBe(adminId);
  });

  test('every answer of GET /api/v4/account has its own X-Request-Id', async () => {
    const [first, second] = [
      await callApi(platform, token, '/api/v4/account'),
      await callApi(platform, undefined, '/api/v4/account'),
    ];
    expect(first.headers['x-request-id']).toBeTruthy();
    expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
  });

  test('401 for GET /api/v4/account without a token: the documented body, and a challenge that names no error', async () => {
    const response = await callApi(platform, undefined, '/api/v4/account');
    expect(response.statusCode).toBe(401);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.headers['www-authenticate']).toBe('Bearer realm="pristan"');
    expect(response.json()).toEqual(unauthorizedProblem);
  });

  test('401 for a token at another account’s host or at the API domain, with a challenge that says invalid_token', async () => {
    for (const host of ['other.accounts.test', 'api.accounts.test']) {
      const response = await callApi(platform, token, '/api/v4/account', { host });
      expect(response.statusCode).toBe(401);
      expect(response.headers['www-authenticate']).toBe('Bearer realm="pristan", error="invalid_token"');
      expect(response.json()).toEqual(unauthorizedProblem);
    }
  });

  test('401 for GET /api/v4/account with a cookie or HTTP Basic instead of a token', async () => {
    const headers = {
      authorization: `Basic ${Buffer.from('a:b').toString('base64')}`,
      cookie: `access_token=${token}`,
    };
    expect((await callApi(platform, undefined, '/api/v4/account', { headers })).statusCode).toBe(401);
  });

  test('404 for /api/v4/account on a host without an account, on the base domain, and on the public site in production', async () => {
    for (const host of ['nobody.accounts.test', 'accounts.test', 'pristan.test', 'elsewhere.test']) {
      const response = await callApi(platform, token, '/api/v4/account', { host });
      expect([host, response.statusCode, response.headers['content-type']]).toEqual([
        host,
        404,
        'application/problem+json',
      ]);
      expect(response.json()['detail']).toBe(`Cannot GET https://${host}/api/v4/account`);
    }
    expect((await callApi(platform, undefined, '/api/v4/account', { host: 'nobody.accounts.test' })).statusCode).toBe(
      404,
    );
  });

  test('404 for an API address that does not exist; the answer names the full address', async () => {
    const response = await callApi(platform, token, '//api/v4/nothing?x=1');
    expect([response.statusCode, response.headers['content-type']]).toEqual([404, 'application/problem+json']);
    expect(response.json()['detail']).toBe('Cannot GET https://demo.accounts.test//api/v4/nothing?x=1');
  });

  test('405 for any other method of /api/v4/account, before token and body are checked', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      const response = await callApi(platform, undefined, '/api/v4/account', {
        method,
        payload: 'x',
        headers: { 'content-type': 'text/plain' },
      });
      expect([method, response.statusCode]).toEqual([method, 405]);
      expect(response.headers['allow']).toBe('HEAD, GET');
      expect(response.headers['content-type']).toBe('application/problem+json');
    }
  });
});

test('in development on loopback, the public site answers /api/v4/account too, and the token selects the account', async () => {
  const laptop = await openPlatform({
    NODE_ENV: 'development',
    PRISTAN_PUBLIC_URL: 'http://localhost:4400',
    PRISTAN_BASE_DOMAIN: 'localhost:4400',
  });
  await anAccount(laptop, 'demo');
  const pair = await tokens(laptop, await anIntegration(laptop, 'demo'), { account: 'demo', email: 'admin@demo.test' });
  const response = await callApi(laptop, pair.access_token, '/api/v4/account', { host: 'localhost:4400' });
  expect(response.json()).toMatchObject({
    subdomain: 'demo',
    _links: { self: { href: 'http://localhost:4400/api/v4/account' } },
  });
  expect((await callApi(laptop, undefined, '/api/v4/account', { host: 'localhost:4400' })).statusCode).toBe(401);
  await laptop.close();
});

describe('GET /v3/user', () => {
  test('200 for GET /v3/user: the user for whom the token acts', async () => {
    const response = await callApi(platform, token, '/v3/user');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      id: adminId,
      name: 'admin',
      last_name: '',
      email: 'admin@demo.test',
      full_name: 'admin',
      _links: { self: { href: 'https://demo.accounts.test/v3/user' } },
    });
  });

  test('401 for GET /v3/user without a token', async () => {
    expect((await callApi(platform, undefined, '/v3/user')).json()).toEqual(unauthorizedProblem);
  });
});
