import { disableInstallation, switchIntegration } from '@pristan/flows';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Integration } from '../../harness/fixtures.ts';
import { rotateNewestSecret } from '../../harness/newest-secret.ts';
import { aUser, anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
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
  tokenRevokedError,
} from './token-request.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

let platform: Platform;
let integration: Integration;
let accountId: number;
beforeAll(async () => {
  platform = await openPlatform();
  accountId = (await anAccount(platform, 'demo', true)).id;
  await aUser(platform, 'second@demo.test', { demo: 'admin' });
  await anAccount(platform, 'other');
});
beforeEach(async () => {
  integration = await anIntegration(platform, 'demo');
});
afterAll(async () => platform.close());

const refresh = (token: string, more: Record<string, unknown> = {}, host = 'demo.accounts.test') =>
  requestTokens(platform, integration, { ...refreshGrant(token, more), host });
const refreshed = async (token: string) => (await refresh(token)).json<TokenPair>();
const operator = () => ({ accountId, integrationId: integration.client_id, by: 'operator' as const });
const notices = async () => {
  const all = await platform.world.db
    .selectFrom('notices')
    .select(['kind', 'facts'])
    .where('account_id', '=', accountId)
    .execute();
  return all.filter(({ kind, facts }) => kind === 'refresh_reused' && facts['integrationId'] === integration.client_id);
};

describe('a refresh token', () => {
  test('a refresh token gives a new pair each time, and earlier access tokens still work', async () => {
    const first = await issueTokenPair(platform, integration);
    const second = await refreshed(first.refresh_token);
    const third = await refreshed(second.refresh_token);
    expect(new Set([first, second, third].flatMap((one) => [one.access_token, one.refresh_token])).size).toBe(6);
    for (const { access_token } of [first, second, third]) {
      expect((await callApi(platform, access_token, '/api/v4/account')).statusCode).toBe(200);
    }
  });

  test('a refresh token used on two nodes gives the same successor', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    const here = await refreshed(refresh_token);
    const second = await openSecondNode(platform);
    const there = (
      await requestTokens({ ...platform, inject: second.inject }, integration, refreshGrant(refresh_token))
    ).json<TokenPair>();
    await second.close();
    expect(there.refresh_token).toBe(here.refresh_token);
  });

  test('a refresh token can be used again after calls with the successor’s access token', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    const second = await refreshed(refresh_token);
    expect((await callApi(platform, second.access_token, '/api/v4/account')).statusCode).toBe(200);
    expect((await refreshed(refresh_token)).refresh_token).toBe(second.refresh_token);
  });

  test('a refresh token works again within ten minutes of its use and gets 401 after; one notice tells of the reuse', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    const second = await refreshed(refresh_token);
    platform.clock.advance(10 * minuteMs - 2_000);
    expect((await refresh(refresh_token)).statusCode).toBe(200);
    platform.clock.advance(2_000);
    expect(statusAndBody(await refresh(refresh_token))).toEqual(tokenRevokedError);
    expect(statusAndBody(await refresh(refresh_token))).toEqual(tokenRevokedError);
    expect(await notices()).toMatchObject([{ kind: 'refresh_reused' }]);
    const reuses = await platform.world.db
      .selectFrom('refresh_reuses')
      .selectAll()
      .where('integration_id', '=', integration.client_id)
      .execute();
    expect(reuses).toMatchObject([{ generation: 1, count: 2, first_address: '127.0.0.1', reuse_address: '127.0.0.1' }]);
    expect((await refresh(second.refresh_token)).statusCode).toBe(200);
  });

  test('a refresh token older than the previous one gets 401 even within the grace period, and its family lives on', async () => {
    const first = await issueTokenPair(platform, integration);
    const second = await refreshed(first.refresh_token);
    const third = await refreshed(second.refresh_token);
    expect(statusAndBody(await refresh(first.refresh_token))).toEqual(tokenRevokedError);
    expect((await refreshed(second.refresh_token)).refresh_token).toBe(third.refresh_token);
    expect((await refresh(third.refresh_token)).statusCode).toBe(200);
  });

  test('a refresh token is valid for 90 days from its issue, and so is its successor', async () => {
    const first = await issueTokenPair(platform, integration);
    platform.clock.advance(90 * dayMs - 5_000);
    const second = await refreshed(first.refresh_token);
    platform.clock.advance(90 * dayMs - 5_000);
    const third = await refreshed(second.refresh_token);
    platform.clock.advance(90 * dayMs);
    expect(statusAndBody(await refresh(third.refresh_token))).toEqual(
      tokenError(401, 'Token has expired', 'invalid_grant'),
    );
  });

  test.each([
    ['nonsense', 'abc'],
    ['of the original platform', `def502${'0'.repeat(900)}`],
    ['made with an unknown key', `mffff.hx5b5-${'A'.repeat(22)}.1.${'A'.repeat(43)}`],
  ])('401 `Cannot decrypt the refresh token` for a refresh token that is %s', async (_what, token) => {
    const response = await refresh(token);
    expect(statusAndBody(response)).toEqual(tokenError(401, 'Cannot decrypt the refresh token', 'invalid_grant'));
    expect(response.headers['www-authenticate']).toBeUndefined();
  });

  test('401 for a refresh token with a different last character that decodes to the same bytes', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    // Two bits of the last character are unused, so three other characters decode to the same bytes.
    const last = alphabet.indexOf(refresh_token.at(-1) ?? '');
    for (const other of [1, 2, 3])
      expect(statusAndBody(await refresh(refresh_token.slice(0, -1) + alphabet.charAt(last + other)))).toEqual(
        tokenError(401, 'Cannot decrypt the refresh token', 'invalid_grant'),
      );
    expect((await refresh(refresh_token)).statusCode).toBe(200);
  });

  test('401 for a refresh token with its generation raised', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    const forged = refresh_token.replace(/\.1\./, '.2.');
    expect(forged).not.toBe(refresh_token);
    expect(statusAndBody(await refresh(forged))).toEqual(
      tokenError(401, 'Cannot decrypt the refresh token', 'invalid_grant'),
    );
  });

  test('a refresh token is not accepted as an authorization code, nor a code as a refresh token', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    expect(statusAndBody(await requestTokens(platform, integration, codeGrant(integration, refresh_token)))).toEqual(
      tokenError(400, 'Cannot decrypt the authorization code', 'invalid_grant'),
    );
    expect(statusAndBody(await refresh(await issueCode(platform, integration)))).toEqual(
      tokenError(401, 'Cannot decrypt the refresh token', 'invalid_grant'),
    );
  });

  test('401 for a refresh token of another client, which can still use it', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    const stranger = await anIntegration(platform, 'other');
    expect(statusAndBody(await requestTokens(platform, stranger, refreshGrant(refresh_token)))).toEqual(
      tokenError(401, 'Token is not linked to client', 'invalid_grant'),
    );
    expect((await refresh(refresh_token)).statusCode).toBe(200);
  });

  test('a refresh token sent with a wrong host, URI or secret is not used up and not reported as reuse', async () => {
    const first = await issueTokenPair(platform, integration);
    await refreshed(first.refresh_token);
    platform.clock.advance(11 * minuteMs);
    const wrong = [
      await refresh(first.refresh_token, {}, 'other.accounts.test'),
      await refresh(first.refresh_token, {}, 'nobody.accounts.test'),
      await refresh(first.refresh_token, { redirect_uri: 'https://elsewhere.test/' }),
      await refresh(first.refresh_token, { client_secret: 'wrong' }),
    ];
    expect(wrong.map((response) => response.statusCode)).toEqual([400, 404, 400, 401]);
    expect(await notices()).toEqual([]);
  });

  test('a refresh token is accepted on the public site', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    expect((await refresh(refresh_token, {}, 'pristan.test')).statusCode).toBe(200);
  });

  test('400 for a refresh without a refresh token names the missing `refresh_token` parameter', async () => {
    expect(statusAndBody(await refresh(''))).toEqual(
      tokenError(400, 'Check the `refresh_token` parameter', 'invalid_request'),
    );
  });
});

describe('the end of a refresh token', () => {
  test('a refresh token ends with its installation; a new consent makes neither it nor its access token valid again', async () => {
    const first = await issueTokenPair(platform, integration);
    await disableInstallation(platform.world, { ...operator(), press: undefined });
    expect(statusAndBody(await refresh(first.refresh_token))).toEqual(tokenRevokedError);
    const second = await issueTokenPair(platform, integration);
    expect((await refresh(second.refresh_token)).statusCode).toBe(200);
    expect(statusAndBody(await refresh(first.refresh_token))).toEqual(tokenRevokedError);
    expect((await callApi(platform, first.access_token, '/api/v4/account')).statusCode).toBe(401);
    expect(await notices()).toEqual([]);
  });

  test('a refresh token does not work while its integration is paused, and works again afterwards', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    await switchIntegration(platform.world, operator(), 'stopped');
    expect(statusAndBody(await refresh(refresh_token))).toEqual(tokenRevokedError);
    await switchIntegration(platform.world, operator(), 'active');
    expect((await refresh(refresh_token)).statusCode).toBe(200);
  });

  test('a refresh token ends with a secret that is revoked at once, even under the new secret', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    const rotated = await rotateNewestSecret(platform.world, operator(), { revokeNow: true, overlapHours: 0 });
    const client_secret = rotated.kind === 'refuse' ? '' : rotated.clientSecret;
    expect((await refresh(refresh_token)).statusCode).toBe(401);
    expect(statusAndBody(await refresh(refresh_token, { client_secret }))).toEqual(tokenRevokedError);
  });

  test('a refresh token ends with the deactivation of the member who consented', async () => {
    await issueTokenPair(platform, integration);
    const person = await aUser(platform, `leaver-${integration.client_id}@demo.test`, { demo: 'member' });
    const members = await tokens(platform, integration, { account: 'demo', email: person.email });
    const change = {
      kind: 'member_changed',
      accountId,
      userId: person.id,
      from: { role: 'member', state: 'active' },
      to: { role: 'member', state: 'deactivated' },
    } as const;
    await platform.world.store.commit([
      { ...change, at: platform.clock.now(), actor: { as: 'operator', userId: undefined, address: undefined } },
    ]);
    expect(statusAndBody(await refresh(members.refresh_token))).toEqual(tokenRevokedError);
  });

  test('a refresh token ends with the 21st token family of its grant, if its own family has been idle longest', async () => {
    const families: string[] = [];
    for (let at = 0; at < 20; at++) {
      families.push((await issueTokenPair(platform, integration)).refresh_token);
      platform.clock.advance(1_000);
    }
    const [oldest = '', second = ''] = families;
    const kept = (await refreshed(oldest)).refresh_token;
    platform.clock.advance(1_000);
    await issueTokenPair(platform, integration);
    expect((await refresh(kept)).statusCode).toBe(200);
    expect(statusAndBody(await refresh(second))).toEqual(
      tokenError(401, 'Cannot decrypt the refresh token', 'invalid_grant'),
    );
    for (const token of families.slice(2)) expect((await refresh(token)).statusCode).toBe(200);
  });
});
