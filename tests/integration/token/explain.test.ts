import {
  changeMember,
  disableInstallation,
  mintLongLivedToken,
  revokeGrant,
  revokeLongLivedToken,
  switchIntegration,
} from '@pristan/flows';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tokenEnvironment } from '../../../apps/server/src/environment/token-environment.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { rotateNewestSecret } from '../../harness/newest-secret.ts';
import { aCode, aUser, anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import type { TokenPair } from './token-request.ts';
import { demoAdmin, requestTokens, codeGrant, refreshGrant } from './token-request.ts';

const member = { account: 'demo', email: 'member@demo.test' };
const dayMs = 86_400_000;

let platform: Platform;
let account: Awaited<ReturnType<typeof anAccount>>;
let integration: Integration;
let pair: TokenPair;
beforeAll(async () => {
  platform = await openPlatform();
  account = await anAccount(platform, 'demo', true);
  await aUser(platform, 'second@demo.test', { demo: 'admin' });
});
beforeEach(async () => {
  integration = await anIntegration(platform, 'demo', { kind: 'private' });
  pair = await tokens(platform, integration, demoAdmin);
});
afterAll(async () => platform.close());

const explain = (token: string | undefined, more: Readonly<Record<string, unknown>> = {}) =>
  requestTokens(platform, integration, { url: '/oauth2/explain', host: 'pristan.test', fields: { token, ...more } });
const told = async (token: string) => {
  const response = await explain(token);
  expect(response.statusCode, response.body).toBe(200);
  return response.json<Record<string, unknown>>();
};
const refresh = (token: string) => requestTokens(platform, integration, refreshGrant(token));
const nowSeconds = () => Math.floor(platform.clock.now() / 1000);
const about = () => ({ accountId: account.id, integrationId: integration.client_id });
const byOperator = () => ({ ...about(), by: 'operator' as const, press: undefined });
const near = (seconds: number) => expect.toSatisfy((at: number) => Math.abs(at - seconds) <= 5);
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

describe('POST /oauth2/explain for a token that works', () => {
  test('the explanation of a token that works says `live` or `in_grace`, and changes nothing', async () => {
    const { code } = await aCode(platform, integration, demoAdmin);
    expect(await told(code)).toMatchObject({ token: 'code', works: true, reason: 'live', account_id: account.id });
    for (let i = 0; i < 2; i++) {
      expect(await told(pair.access_token)).toMatchObject({ token: 'access_token', works: true, reason: 'live' });
      expect(await told(pair.refresh_token)).toMatchObject({ token: 'refresh_token', works: true, reason: 'live' });
    }
    expect((await requestTokens(platform, integration, codeGrant(integration, code))).statusCode).toBe(200);
    const next = (await refresh(pair.refresh_token)).json<TokenPair>();
    expect(await told(pair.refresh_token)).toMatchObject({
      works: true,
      reason: 'in_grace',
      at: near(nowSeconds() + 600),
    });
    expect((await refresh(next.refresh_token)).statusCode).toBe(200);
  });

  test('the explanation of a token has a fixed body with members in a fixed order', async () => {
    expect((await explain(pair.refresh_token)).body).toMatch(
      /^\{"token":"refresh_token","works":true,"reason":"live","description":"It works\.","account_id":\d+,"issued_at":\d+,"expires_at":\d+,"at":null,"by":null,"first_use":null,"used_again":null\}$/,
    );
  });
});

describe('POST /oauth2/explain for a refused refresh token', () => {
  test('the explanation of a refresh token used again lists both uses with the integrator’s own addresses', async () => {
    const usedAt = nowSeconds();
    const { refresh_token } = (await refresh(pair.refresh_token)).json<TokenPair>();
    platform.clock.advance(700_000);
    expect(await told(pair.refresh_token)).toMatchObject({
      works: false,
      reason: 'superseded',
      at: near(usedAt),
      first_use: { at: near(usedAt), address: '127.0.0.1' },
      used_again: null,
    });
    expect((await refresh(pair.refresh_token)).statusCode).toBe(401);
    platform.clock.advance(60_000);
    expect((await refresh(pair.refresh_token)).statusCode).toBe(401);
    expect(await told(pair.refresh_token)).toMatchObject({
      works: false,
      reason: 'reused',
      first_use: { at: near(usedAt), address: '127.0.0.1' },
      used_again: { at: near(usedAt + 700), address: '127.0.0.1', last_at: near(usedAt + 760), count: 2 },
    });
    expect(await told(refresh_token)).toMatchObject({ works: true });
  });

  test('the explanation of a refresh token says that it was not used for 90 days', async () => {
    platform.clock.advance(90 * dayMs + 1000);
    expect(await told(pair.refresh_token)).toMatchObject({ works: false, reason: 'idle', at: near(nowSeconds() - 1) });
    expect(await told(pair.access_token)).toMatchObject({ reason: 'expired', at: claimsOf(pair.access_token).exp });
  });
});

describe('POST /oauth2/explain for a token whose access ended', () => {
  test('the explanation of a token says that its person or an admin revoked the grant, and when', async () => {
    const grantId: string = claimsOf(pair.access_token).hash_uuid;
    const own = { userId: account.admin.id, address: '203.0.113.99' };
    await revokeGrant(platform.world, { accountId: account.id, grantId, by: own, press: undefined });
    for (const token of [pair.access_token, pair.refresh_token]) {
      const response = await explain(token);
      expect(response.json()).toMatchObject({ reason: 'grant_revoked', by: 'granting_person', at: near(nowSeconds()) });
      expect(response.body).not.toMatch(/203\.0\.113\.99|demo\.test/);
    }
    const theirs = await tokens(platform, integration, demoAdmin).then(() => tokens(platform, integration, member));
    const theirGrant: string = claimsOf(theirs.access_token).hash_uuid;
    await revokeGrant(platform.world, { accountId: account.id, grantId: theirGrant, by: own, press: undefined });
    expect(await told(theirs.refresh_token)).toMatchObject({ reason: 'grant_revoked', by: 'account_admin' });
  });

  test('the explanation of a token says that the installation was disabled, even if it was enabled again later', async () => {
    const { code } = await aCode(platform, integration, demoAdmin);
    await disableInstallation(platform.world, byOperator());
    const at = nowSeconds();
    await tokens(platform, integration, demoAdmin);
    platform.clock.advance(60_000);
    for (const token of [pair.access_token, pair.refresh_token, code]) {
      expect(await told(token)).toMatchObject({ reason: 'installation_disabled', by: 'operator', at: near(at) });
    }
  });

  test('the explanation of a token says that the integration was paused', async () => {
    await switchIntegration(platform.world, { ...about(), by: { userId: account.admin.id, address: '' } }, 'stopped');
    expect(await told(pair.access_token)).toMatchObject({
      reason: 'integration_stopped',
      by: 'integrator_admin',
      at: near(nowSeconds()),
    });
  });

  test('the explanation of a token says that a secret was revoked together with everything issued under it', async () => {
    const before = integration.client_secret;
    const rotated = await rotateNewestSecret(platform.world, byOperator(), { overlapHours: 0, revokeNow: true });
    if (rotated.kind !== 'rotated') throw new Error(rotated.reason);
    expect((await explain(pair.refresh_token, { client_secret: before })).statusCode).toBe(401);
    integration = { ...integration, client_secret: rotated.clientSecret };
    for (const token of [pair.access_token, pair.refresh_token]) {
      expect(await told(token)).toMatchObject({ reason: 'secret_revoked', by: 'operator', at: near(nowSeconds()) });
    }
  });

  test('the explanation of a token says that the member who consented was deactivated', async () => {
    const theirs = await tokens(platform, integration, member);
    const userId = account.member?.id ?? 0;
    const change = (state: 'active' | 'deactivated') =>
      changeMember(platform.world, {
        accountId: account.id,
        userId,
        to: { state },
        by: { userId: account.admin.id, address: '203.0.113.5' },
      });
    await change('deactivated');
    for (const token of [theirs.access_token, theirs.refresh_token]) {
      expect(await told(token)).toMatchObject({
        reason: 'person_deactivated',
        by: 'account_admin',
        at: near(nowSeconds()),
      });
    }
    await change('active');
  });

  test('the explanation of an authorization code says that it was used or has expired', async () => {
    const { code } = await aCode(platform, integration, demoAdmin);
    const used = await aCode(platform, integration, demoAdmin);
    await requestTokens(platform, integration, codeGrant(integration, used.code));
    expect(await told(used.code)).toMatchObject({ reason: 'used', at: near(nowSeconds()) });
    platform.clock.advance(21 * 60_000);
    expect(await told(code)).toMatchObject({ reason: 'expired', at: near(nowSeconds() - 60) });
    expect(await told(used.code)).toMatchObject({ reason: 'used' });
  });

  test('the explanation of a long-lived token says that this token alone was revoked', async () => {
    const env = { ...tokenEnvironment(platform.world), store: platform.world.store };
    const by = { userId: account.admin.id, address: '' };
    const minted = await mintLongLivedToken(env, {
      ...about(),
      by,
      name: 'x',
      expiresAt: platform.clock.now() + 2 * dayMs,
    });
    if (minted.kind !== 'minted') throw new Error(minted.kind);
    expect(await told(minted.token)).toMatchObject({ token: 'long_lived_token', reason: 'live' });
    await revokeLongLivedToken(env, { ...about(), by, tokenId: minted.tokenId });
    expect(await told(minted.token)).toMatchObject({ reason: 'token_revoked', by: 'granting_person' });
    expect(await told(pair.access_token)).toMatchObject({ reason: 'live' });
  });
});

describe('POST /oauth2/explain for an unknown token', () => {
  test('404 for explaining a changed, an invented or another client’s token, live or ended, always with the same body', async () => {
    const other = await anIntegration(platform, 'demo');
    const theirs = await tokens(platform, other, demoAdmin);
    const { code } = await aCode(platform, other, demoAdmin);
    const flipped = (token: string, at: number) =>
      `${token.slice(0, at)}${token.at(at) === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
    const signatureAt = pair.access_token.lastIndexOf('.') + 3;
    const wrong = [
      theirs.access_token,
      theirs.refresh_token,
      code,
      flipped(pair.access_token, signatureAt),
      flipped(pair.refresh_token, pair.refresh_token.length - 9),
      flipped(code, code.length - 9),
      'x',
      'eyJ.eyJ.x',
    ];
    const answers = [];
    for (const token of wrong) answers.push(await explain(token));
    await disableInstallation(platform.world, { ...byOperator(), integrationId: other.client_id });
    answers.push(await explain(theirs.refresh_token));
    for (const answer of answers) {
      expect(answer.statusCode).toBe(404);
      expect(answer.body).toBe(answers[0]?.body);
      expect(answer.json()).toMatchObject({ hint: 'Nothing is known about this token', error: 'invalid_grant' });
    }
  });

  test('404 for POST /oauth2/explain on an account’s host', async () => {
    const asked = { url: '/oauth2/explain', fields: { token: pair.access_token } };
    expect((await requestTokens(platform, integration, asked)).statusCode).toBe(404);
  });
});

describe('refused requests to POST /oauth2/explain', () => {
  test('POST /oauth2/explain checks the credentials first, as the token endpoint does', async () => {
    const asked: [status: number, hint: string | undefined, fields: Record<string, unknown>][] = [
      [400, 'Check the `client_id` parameter', { client_id: undefined }],
      [400, 'Check the `client_secret` parameter', { client_secret: undefined }],
      [401, undefined, { client_secret: 'x' }],
      [400, 'Check the `token` parameter', { token: undefined }],
      [400, 'Check the request body', { token: 5 }],
    ];
    for (const [status, hint, fields] of asked) {
      const response = await explain(pair.access_token, fields);
      expect([response.statusCode, response.json<{ hint?: string }>().hint]).toEqual([status, hint]);
    }
  });

  test('POST /oauth2/explain accepts a form with HTTP Basic, and refuses a repeated parameter', async () => {
    const { client_id, client_secret } = integration;
    const authorization = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
    const post = (payload: string) =>
      platform.inject({
        method: 'POST',
        url: '/oauth2/explain',
        headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
        payload,
      });
    expect((await post(`token=${pair.access_token}`)).json()).toMatchObject({ reason: 'live' });
    expect((await post(`token=${pair.access_token}&token=x`)).json()).toMatchObject({
      hint: 'Check the `token` parameter',
    });
  });

  test('429 after 60 explanations a minute; requests without valid credentials do not count', async () => {
    for (let i = 0; i < 3; i++) await explain('x', { client_secret: 'wrong' });
    for (let i = 0; i < 60; i++) expect((await explain('x')).statusCode).toBe(404);
    const late = await explain(pair.access_token);
    expect(late.statusCode).toBe(429);
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);
    platform.clock.advance(61_000);
    expect((await explain(pair.access_token)).statusCode).toBe(200);
  });
});

describe('the list of refused tokens', () => {
  test('an account’s admins read the refused tokens with the person’s name; 403 for a member', async () => {
    await refresh(pair.refresh_token);
    platform.clock.advance(700_000);
    await refresh(pair.refresh_token);
    const path = `/accounts/${account.id}/installations/${integration.client_id}/refused-tokens`;
    const asAdmin = await apiCaller(platform, account.admin);
    expect((await asAdmin('GET', path)).json()).toEqual({
      refused: [
        {
          client_id: integration.client_id,
          person: { id: account.admin.id, name: 'admin' },
          first_use: { at: near(nowSeconds() - 700), address: '127.0.0.1' },
          used_again: { at: near(nowSeconds()), address: '127.0.0.1', last_at: near(nowSeconds()), count: 1 },
        },
      ],
      ended: [],
      next_before: null,
    });
    expect((await (await apiCaller(platform, account.member))('GET', path)).statusCode).toBe(403);
  });
});
