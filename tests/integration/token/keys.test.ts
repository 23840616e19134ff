import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rotateKeysCommand } from '../../../apps/server/src/cli/keys.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { openSecondNode } from '../../harness/second-node.ts';
import { callApi } from '../access/call.ts';
import type { TokenPair } from './token-request.ts';
import {
  statusAndBody,
  requestTokens,
  issueCode,
  codeGrant,
  issueTokenPair,
  refreshGrant,
  tokenError,
} from './token-request.ts';

let platform: Platform;
let integration: Integration;
let ids: { account: number; admin: number };
beforeAll(async () => {
  platform = await openPlatform();
  const account = await anAccount(platform, 'demo');
  ids = { account: account.id, admin: account.admin.id };
});
beforeEach(async () => {
  integration = await anIntegration(platform, 'demo', { scope: ['crm', 'files'] });
});
afterAll(async () => platform.close());

const published = async (on: Pick<Platform, 'inject'> = platform) => {
  const response = await on.inject({ method: 'GET', url: '/.well-known/jwks.json' });
  expect(response.statusCode).toBe(200);
  return response.json<JSONWebKeySet>();
};
const verify = async (token: string) =>
  jwtVerify(token, createLocalJWKSet(await published()), {
    issuer: 'https://pristan.test',
    currentDate: new Date(platform.clock.now()),
  });
const works = async ({ access_token }: TokenPair) =>
  (await callApi(platform, access_token, '/api/v4/account')).statusCode === 200;
const rotate = async (options: { algorithm?: string; compromised?: boolean } = {}) => {
  await rotateKeysCommand(platform.world, { algorithm: 'ES256', ...options });
  await platform.world.keyRing.reload();
};

describe('an access token', () => {
  test('an access token verifies with the published keys in an independent library', async () => {
    const { access_token } = await issueTokenPair(platform, integration);
    const { protectedHeader } = await verify(access_token);
    expect(protectedHeader).toEqual({ typ: 'JWT', alg: 'ES256', kid: expect.stringMatching(/^sl[0-9a-f]{12}$/) });
    expect(access_token).toMatch(/^eyJ0eXAiOiJKV1QiLCJhbGciOi/);
  });

  test('an access token has exactly the claims of the dialect', async () => {
    const before = Math.floor(platform.clock.now() / 1000);
    const { access_token } = await issueTokenPair(platform, integration);
    const { payload } = await verify(access_token);
    const grant = await platform.world.db
      .selectFrom('grants')
      .select('id')
      .where('integration_id', '=', integration.client_id)
      .executeTakeFirstOrThrow();
    const { iat = 0 } = payload;
    expect(iat - before).toBeLessThanOrEqual(5);
    expect(payload).toEqual({
      aud: integration.client_id,
      jti: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
      iat,
      nbf: iat,
      exp: iat + 86_400,
      sub: String(ids.admin),
      grant_type: '',
      account_id: ids.account,
      base_domain: 'accounts.test',
      version: 2,
      scopes: ['crm', 'files'],
      user_flags: 0,
      hash_uuid: grant.id,
      api_domain: 'api.accounts.test',
      iss: 'https://pristan.test',
      key_epoch: 1,
    });
  });

  test('an access token contains neither the family nor the generation of its refresh token', async () => {
    const { access_token, refresh_token } = await issueTokenPair(platform, integration);
    const { payload } = await verify(access_token);
    const [, family = ''] = refresh_token.split('.');
    expect(JSON.stringify(payload)).not.toContain(family);
  });

  test('an access token is different each time, even within one second', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    const again = await Promise.all(
      [1, 2, 3].map(() => requestTokens(platform, integration, refreshGrant(refresh_token))),
    );
    expect(new Set(again.map((response) => response.json<TokenPair>().access_token)).size).toBe(3);
  });
});

describe('the published signing keys', () => {
  test('the published signing keys contain only public parts', async () => {
    const { keys } = await published();
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys)
      expect(Object.keys(key).toSorted()).toEqual([
        'alg',
        'crv',
        'kid',
        'kty',
        'use',
        'x',
        ...(key.kty === 'EC' ? ['y'] : []),
      ]);
  });

  test('the published signing keys may be cached for 5 minutes and read from any origin', async () => {
    const response = await platform.inject({ method: 'GET', url: '/.well-known/jwks.json' });
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=300',
    });
    expect(response.headers).not.toHaveProperty('set-cookie');
  });
});

describe('pristan keys rotate', () => {
  test('pristan keys rotate makes the platform sign and issue with a new key; old tokens and codes still work', async () => {
    const before = await issueTokenPair(platform, integration);
    const waiting = await issueCode(platform, integration);
    const { keys: keysBefore } = await published();
    await rotate();
    const { keys: keysAfter } = await published();
    // The platform publishes one key for tokens and one for hooks.
    expect(keysAfter.length).toBe(keysBefore.length + 2);
    expect(await works(before)).toBe(true);
    await verify(before.access_token);
    const after = (await requestTokens(platform, integration, refreshGrant(before.refresh_token))).json<TokenPair>();
    expect(decodeProtectedHeader(after.access_token).kid).not.toBe(decodeProtectedHeader(before.access_token).kid);
    expect(after.refresh_token.split('.')[0]).not.toBe(before.refresh_token.split('.')[0]);
    await verify(after.access_token);
    expect(await works(after)).toBe(true);
    expect((await requestTokens(platform, integration, codeGrant(integration, waiting))).statusCode).toBe(200);
  });

  test('pristan keys rotate does not change the successor of a refresh token within its grace period', async () => {
    const first = await issueTokenPair(platform, integration);
    const second = (await requestTokens(platform, integration, refreshGrant(first.refresh_token))).json<TokenPair>();
    await rotate();
    const again = (await requestTokens(platform, integration, refreshGrant(first.refresh_token))).json<TokenPair>();
    expect(again.refresh_token).toBe(second.refresh_token);
  });

  test('pristan keys rotate reaches a node that was not notified, as soon as that node gets a token of the new key', async () => {
    const second = await openSecondNode(platform);
    await rotate();
    const made = await issueTokenPair(platform, integration);
    const there = { ...platform, inject: second.inject };
    expect((await callApi(there, made.access_token, '/api/v4/account')).statusCode).toBe(200);
    expect((await requestTokens(there, integration, refreshGrant(made.refresh_token))).statusCode).toBe(200);
    await second.close();
  });

  test.each(['RS256', 'EdDSA', 'ES256'])('pristan keys rotate signs with %s when asked to', async (algorithm) => {
    await rotate({ algorithm });
    const made = await issueTokenPair(platform, integration);
    expect((await verify(made.access_token)).protectedHeader.alg).toBe(algorithm);
    expect(await works(made)).toBe(true);
  });

  test('pristan keys rotate --compromised drops the old keys, and every token and code issued with them', async () => {
    const before = await issueTokenPair(platform, integration);
    const waiting = await issueCode(platform, integration);
    await rotate({ compromised: true });
    expect((await published()).keys.filter(({ kid }) => kid?.startsWith('s'))).toHaveLength(1);
    expect(await works(before)).toBe(false);
    await expect(verify(before.access_token)).rejects.toThrow();
    expect(statusAndBody(await requestTokens(platform, integration, refreshGrant(before.refresh_token)))).toEqual(
      tokenError(401, 'Cannot decrypt the refresh token', 'invalid_grant'),
    );
    expect(statusAndBody(await requestTokens(platform, integration, codeGrant(integration, waiting)))).toEqual(
      tokenError(400, 'Cannot decrypt the authorization code', 'invalid_grant'),
    );
    expect(await works(await issueTokenPair(platform, integration))).toBe(true);
  });
});
