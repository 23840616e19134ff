import { giveConsent } from '@pristan/flows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Integration } from '../../harness/fixtures.ts';
import { aCode, anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { callApi } from './call.ts';

let platform: Platform;
let integration: Integration;
let ids: { account: number; admin: number; member: number };
beforeAll(async () => {
  platform = await openPlatform();
  const account = await anAccount(platform, 'demo', true);
  ids = { account: account.id, admin: account.admin.id, member: account.member?.id ?? 0 };
  integration = await anIntegration(platform, 'demo');
});
afterAll(async () => platform.close());

test('§12.11: a member cannot install; once enabled they can consent; their token has their rights; only an admin’s acts for others', async () => {
  const consent = () =>
    giveConsent(platform.world, {
      integrationId: integration.client_id,
      accountId: ids.account,
      userId: ids.member,
      actor: { userId: ids.member, address: '192.0.2.1' },
      codeChallenge: undefined,
      press: undefined,
      copyable: false,
    });
  expect((await consent()).kind).toBe('refuse');
  const admin = await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
  expect((await consent()).kind).toBe('granted');
  const member = await tokens(platform, integration, { account: 'demo', email: 'member@demo.test' });
  expect((await callApi(platform, member.access_token, '/api/v4/account')).statusCode).toBe(200);
  expect((await callApi(platform, member.access_token, '/api/v4/users')).statusCode).toBe(403);
  expect((await callApi(platform, admin.access_token, '/api/v4/users')).statusCode).toBe(200);
  const headers = { 'x-context-user-id': String(ids.member) };
  expect((await callApi(platform, member.access_token, '/api/v4/account', { headers })).statusCode).toBe(401);
  expect((await callApi(platform, admin.access_token, '/api/v4/account', { headers })).json()['current_user_id']).toBe(
    ids.member,
  );
});

test('§12.13: no successful answer has a top-level status, every answer has a true Date, and errors have hint?, title, type, status, detail', async () => {
  const { code, referer } = await aCode(platform, integration, { account: 'demo', email: 'admin@demo.test' });
  const exchange = {
    method: 'POST',
    url: '/oauth2/access_token',
    host: referer,
    payload: {
      grant_type: 'authorization_code',
      client_id: integration.client_id,
      client_secret: integration.client_secret,
      redirect_uri: integration.redirectUri,
      code,
    },
  } as const;
  const issued = await platform.inject(exchange);
  const pair = issued.json<{ access_token: string; refresh_token: string }>();
  const successes = [
    issued,
    await callApi(platform, pair.access_token, '/api/v4/account?with=users_groups,version'),
    await callApi(platform, pair.access_token, '/api/v4/users'),
    await callApi(platform, pair.access_token, `/api/v4/users/${ids.admin}`),
    await callApi(platform, pair.access_token, '/api/v4/users', {
      method: 'POST',
      payload: [{ name: 'N', email: 'n@shop.test' }],
    }),
    await callApi(platform, pair.access_token, '/v3/user'),
    await callApi(platform, pair.access_token, '/oauth2/account/subdomain'),
    await callApi(platform, undefined, '/oauth2/account/current/subdomain', {
      host: 'api.accounts.test',
      headers: { 'x-refresh-token': pair.refresh_token },
    }),
  ];
  for (const response of successes) {
    expect(response.statusCode).toBeLessThan(300);
    expect(response.json()).not.toHaveProperty('status');
  }
  const errors = [
    await platform.inject(exchange),
    await callApi(platform, 'x', '/api/v4/account'),
    await callApi(platform, pair.access_token, '/api/v4/users/1'),
    await callApi(platform, pair.access_token, '/api/v4/account', { method: 'POST' }),
    await callApi(platform, pair.access_token, '/api/v4/users?limit=1000'),
    await callApi(platform, pair.access_token, '/api/v4/users', { method: 'POST', payload: [] }),
  ];
  for (const response of errors) {
    expect(response.json()).toMatchObject({
      title: expect.any(String),
      type: expect.stringMatching(/^https:\/\//),
      status: response.statusCode,
      detail: expect.any(String),
    });
  }
  expect(errors[0]?.json()).toHaveProperty('hint', 'Authorization code has been revoked');
  for (const response of [...successes, ...errors]) {
    expect(Math.abs(Date.parse(String(response.headers['date'])) - Date.now())).toBeLessThan(5_000);
  }
});
