import { disableInstallation } from '@pristan/flows';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { returnUrlAfter } from '../../harness/return-page.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { aUser, anAccount, anIntegration, redirectUri } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { callApi, unauthorizedProblem } from '../access/call.ts';
import type { TokenPair } from './token-request.ts';
import {
  demoAdmin,
  statusAndBody,
  requestTokens,
  issueCode,
  codeGrant,
  codeRevokedError,
  issueTokenPair,
  refreshGrant,
  tokenError,
  tokenRevokedError,
} from './token-request.ts';

let platform: Platform;
let strict: Platform;
let integration: Integration;
let demoId: number;
beforeAll(async () => {
  platform = await openPlatform();
  strict = await openPlatform({ PRISTAN_REFRESH_GRACE_SECONDS: '0', PRISTAN_PLATFORM: '2' });
  for (const one of [platform, strict]) await anAccount(one, 'demo');
  const { id } = await anAccount(platform, 'other');
  await aUser(platform, 'both@demo.test', { demo: 'admin', other: 'admin' });
  demoId = (await platform.world.store.accounts.accountByName('demo'))?.accountId ?? id;
});
beforeEach(async () => {
  integration = await anIntegration(platform, 'demo');
});
afterAll(async () => {
  await platform.close();
  await strict.close();
});

test('§12.1: the same authorization code twice: 200, then 400 `Authorization code has been revoked`', async () => {
  const request = codeGrant(integration, await issueCode(platform, integration));
  expect((await requestTokens(platform, integration, request)).statusCode).toBe(200);
  expect(statusAndBody(await requestTokens(platform, integration, request))).toEqual(codeRevokedError);
});

test('§12.2: an authorization code at 20 minutes and 1 second: 400 `Authorization code has expired`', async () => {
  const request = codeGrant(integration, await issueCode(platform, integration));
  platform.clock.advance(20 * 60_000 + 1_000);
  expect(statusAndBody(await requestTokens(platform, integration, request))).toEqual(
    tokenError(400, 'Authorization code has expired', 'invalid_grant'),
  );
});

test('§12.3: a redirect URI with an extra slash gets 400 in both grant types, and no code or token is used up', async () => {
  const slash = { redirect_uri: `${redirectUri}/` };
  const differs = tokenError(400, 'Redirect URI is not associated with client', 'invalid_grant');
  const drawn = await issueCode(platform, integration);
  expect(statusAndBody(await requestTokens(platform, integration, codeGrant(integration, drawn, slash)))).toEqual(
    differs,
  );
  const issued = await requestTokens(platform, integration, codeGrant(integration, drawn));
  expect(issued.statusCode).toBe(200);
  const { refresh_token } = issued.json<TokenPair>();
  expect(statusAndBody(await requestTokens(platform, integration, refreshGrant(refresh_token, slash)))).toEqual(
    differs,
  );
  expect((await requestTokens(platform, integration, refreshGrant(refresh_token))).statusCode).toBe(200);
});

describe('§12.4: the same refresh token twice', () => {
  test('§12.4: within the grace period a refresh token gives the same successor until that is used; then 401', async () => {
    const first = await issueTokenPair(platform, integration);
    const second = (await requestTokens(platform, integration, refreshGrant(first.refresh_token))).json<TokenPair>();
    const again = (await requestTokens(platform, integration, refreshGrant(first.refresh_token))).json<TokenPair>();
    expect(again.refresh_token).toBe(second.refresh_token);
    expect(again.access_token).not.toBe(second.access_token);
    expect((await requestTokens(platform, integration, refreshGrant(second.refresh_token))).statusCode).toBe(200);
    expect(statusAndBody(await requestTokens(platform, integration, refreshGrant(first.refresh_token)))).toEqual(
      tokenRevokedError,
    );
  });

  test('§12.4: the same refresh token twice with a grace of 0 seconds: 200, then 401 `Token has been revoked`', async () => {
    const strictly = await anIntegration(strict, 'demo');
    const { refresh_token } = await issueTokenPair(strict, strictly);
    expect((await requestTokens(strict, strictly, refreshGrant(refresh_token))).statusCode).toBe(200);
    expect(statusAndBody(await requestTokens(strict, strictly, refreshGrant(refresh_token)))).toEqual({
      status: 401,
      body:
        '{"hint":"Token has been revoked","title":"Bad request","type":"https://developers.amocrm.ru/v3/errors/OAuthProblemJson",' +
        '"status":401,"detail":"Some parameters are missing or invalid","error":"invalid_grant","error_description":"Token has been revoked"}',
    });
  });
});

test('§12.5: the token endpoint takes JSON and forms, a trailing or doubled slash, and Basic beside or instead of the body', async () => {
  const basic = `Basic ${Buffer.from(`${integration.client_id}:${integration.client_secret}`).toString('base64')}`;
  const ways = [
    {},
    { form: true },
    { url: '/oauth2/access_token/' },
    { url: '//oauth2//access_token' },
    { headers: { authorization: basic } },
    { form: true, headers: { authorization: basic } },
  ];
  for (const way of ways) {
    const request = codeGrant(integration, await issueCode(platform, integration));
    expect((await requestTokens(platform, integration, { ...request, ...way })).statusCode, JSON.stringify(way)).toBe(
      200,
    );
    const alone = codeGrant(integration, await issueCode(platform, integration), {
      client_id: undefined,
      client_secret: undefined,
    });
    const expected = 'headers' in way ? 200 : 400;
    expect((await requestTokens(platform, integration, { ...alone, ...way })).statusCode, JSON.stringify(way)).toBe(
      expected,
    );
  }
});

/** Opens the button's standard authorize URL, chooses the account and allows. */
async function redirectAfterAllow(on: Platform, accountId: number, query: string): Promise<URL> {
  const visitor = aVisitor(on);
  await visitor.signIn(demoAdmin.email);
  const first = await visitor.get(`/oauth?${query}`);
  const chosen = hiddenFields(first.body, '/oauth/choose');
  const page =
    chosen['request'] === undefined
      ? first
      : await visitor.get(`/oauth/consent?request=${chosen['request']}&account_id=${accountId}`);
  on.clock.advance(1_000);
  const allowed = await visitor.post('/oauth/allow', hiddenFields(page.body, '/oauth/allow'));
  return new URL(await returnUrlAfter(visitor, allowed));
}

describe('§12.6: the redirect after Allow', () => {
  test('§12.6: the redirect after Allow names the account’s host and the platform’s number, and returns the state byte for byte', async () => {
    const state = 'a+b%20c%2F%FF=';
    const url = await redirectAfterAllow(platform, demoId, `client_id=${integration.client_id}&state=${state}`);
    expect(url.href.split('?')[0]).toBe(redirectUri);
    expect([...url.searchParams.keys()]).toEqual(['code', 'state', 'referer', 'platform', 'client_id']);
    expect(url.search).toContain(`&state=${state}&`);
    expect(url.searchParams.get('referer')).toBe('demo.accounts.test');
    expect(url.searchParams.get('platform')).toBe('1');
    expect(url.searchParams.get('client_id')).toBe(integration.client_id);
  });

  test('§12.6: the redirect after Allow has no state when none was sent, and names platform 2; its code works at its referer', async () => {
    const there = await anIntegration(strict, 'demo');
    const account = await strict.world.store.accounts.accountByName('demo');
    const url = await redirectAfterAllow(strict, account?.accountId ?? 0, `client_id=${there.client_id}`);
    expect([...url.searchParams.keys()]).toEqual(['code', 'referer', 'platform', 'client_id']);
    expect(url.searchParams.get('platform')).toBe('2');
    const asked = codeGrant(there, url.searchParams.get('code') ?? '');
    expect(
      (await requestTokens(strict, there, { ...asked, host: url.searchParams.get('referer') ?? '' })).statusCode,
    ).toBe(200);
  });
});

test('§12.10: the account chooser offers only the technical account for an unmoderated integration, every account for a published one', async () => {
  const unmoderated = await anIntegration(platform, 'demo', { kind: 'unmoderated' });
  const visitor = aVisitor(platform);
  await visitor.signIn('both@demo.test');
  const choosable = async ({ client_id }: Integration) => {
    const page = await visitor.get(`/oauth?client_id=${client_id}`);
    const offered = page.body.matchAll(/<(?:input|button)[^>]*name="account_id"[^>]*>/g);
    return [...offered].filter(([tag]) => !/\bdisabled\b/.test(tag)).length;
  };
  expect(await choosable(unmoderated)).toBe(1);
  expect(await choosable(integration)).toBe(2);
});

test('§12.12: 401 for the access token and the refresh token after the installation is disabled', async () => {
  const { access_token, refresh_token } = await issueTokenPair(platform, integration);
  const waiting = await issueCode(platform, integration);
  expect((await callApi(platform, access_token, '/api/v4/account')).statusCode).toBe(200);
  await disableInstallation(platform.world, {
    accountId: demoId,
    integrationId: integration.client_id,
    by: 'operator',
    press: undefined,
  });
  const response = await callApi(platform, access_token, '/api/v4/account');
  expect(response.json()).toEqual(unauthorizedProblem);
  expect(statusAndBody(await requestTokens(platform, integration, refreshGrant(refresh_token)))).toEqual(
    tokenRevokedError,
  );
  expect(statusAndBody(await requestTokens(platform, integration, codeGrant(integration, waiting)))).toEqual(
    codeRevokedError,
  );
});

test('§12.13: a successful token answer has the five members in order and no `status`', async () => {
  const response = await requestTokens(
    platform,
    integration,
    codeGrant(integration, await issueCode(platform, integration)),
  );
  expect(Object.keys(response.json<TokenPair>())).toEqual([
    'token_type',
    'expires_in',
    'server_time',
    'access_token',
    'refresh_token',
  ]);
  expect(response.json()).toMatchObject({ token_type: 'Bearer', expires_in: 86400 });
});
