import { createHmac } from 'node:crypto';
import { disableInstallation, switchIntegration } from '@pristan/flows';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Integration } from '../../harness/fixtures.ts';
import { rotateNewestSecret } from '../../harness/newest-secret.ts';
import { aCode, anIntegration } from '../../harness/fixtures.ts';
import { callApi } from '../access/call.ts';
import type { RegistryFixture } from '../registry/fixture.ts';
import { openRegistryFixture } from '../registry/fixture.ts';
import { demoAdmin, requestTokens, codeGrant } from './token-request.ts';

let stand: RegistryFixture;
let integration: Integration;
let path: string;
beforeAll(async () => {
  stand = await openRegistryFixture();
});
beforeEach(async () => {
  integration = await anIntegration(stand.platform, 'other', { redirectUri: 'https://shop.test:8443/callback?x=1' });
  await aCode(stand.platform, integration, demoAdmin);
  path = `/accounts/${stand.accountId}/installations/${integration.client_id}/one-time-token`;
});
afterAll(async () => stand.platform.close());

function opened(token: string, secret: string) {
  const [header = '', payload = '', signature] = token.split('.');
  const right = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url') === signature;
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
  return { right, header: read(header), claims: read(payload) };
}

describe('issuing a one-time token', () => {
  test('201 for a one-time token: it names person, account and integration, is signed with the client secret, valid for 30 minutes', async () => {
    const response = await stand.member('POST', path);
    expect(response.statusCode, response.body).toBe(201);
    const { token, expires_at } = response.json<{ token: string; expires_at: number }>();
    const { right, header, claims } = opened(token, integration.client_secret);
    expect(right).toBe(true);
    expect(header).toEqual({ typ: 'JWT', alg: 'HS256' });
    expect(claims).toEqual({
      iss: 'https://demo.accounts.test',
      aud: 'https://shop.test',
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iat: expires_at - 1800,
      nbf: expires_at - 1800,
      exp: expires_at,
      account_id: stand.accountId,
      user_id: expect.any(Number),
      subdomain: 'demo',
      client_uuid: integration.client_id,
      is_admin: false,
    });
  });

  test('an admin’s one-time token says that they are an admin, and no two one-time tokens are equal', async () => {
    const tokens = [];
    for (let i = 0; i < 2; i++) tokens.push((await stand.admin('POST', path)).json<{ token: string }>().token);
    expect(opened(tokens[0] ?? '', integration.client_secret).claims).toMatchObject({ is_admin: true });
    expect(tokens[0]).not.toBe(tokens[1]);
  });

  test('after a rotation the old secret signs one-time tokens until the new one has authenticated a request', async () => {
    const about = { accountId: stand.otherAccountId, integrationId: integration.client_id, by: 'operator' } as const;
    const mint = async () => (await stand.member('POST', path)).json<{ token: string }>().token;
    const { code } = await aCode(stand.platform, integration, demoAdmin);
    expect((await requestTokens(stand.platform, integration, codeGrant(integration, code))).statusCode).toBe(200);
    const rotated = await rotateNewestSecret(stand.platform.world, about, { overlapHours: 24, revokeNow: false });
    if (rotated.kind !== 'rotated') throw new Error(rotated.reason);
    expect(opened(await mint(), integration.client_secret).right).toBe(true);
    const next = { ...integration, client_secret: rotated.clientSecret };
    const again = await aCode(stand.platform, integration, demoAdmin);
    expect((await requestTokens(stand.platform, next, codeGrant(integration, again.code))).statusCode).toBe(200);
    expect(opened(await mint(), rotated.clientSecret).right).toBe(true);
  });

  test('a one-time token gets 401 at the platform’s API', async () => {
    const { token } = (await stand.admin('POST', path)).json<{ token: string }>();
    expect((await callApi(stand.platform, token, '/api/v4/account')).statusCode).toBe(401);
  });
});

/** Checks a one-time token as an integrator's backend does: signature, audience, time. */
function checked(token: string, receiver: { secret: string; origin: string; nowSeconds: number }): string {
  const { right, claims } = opened(token, receiver.secret);
  const { aud, nbf, exp } = claims as { aud: string; nbf: number; exp: number };
  if (!right) return 'wrong signature';
  if (aud !== receiver.origin) return 'wrong audience';
  return nbf <= receiver.nowSeconds && receiver.nowSeconds < exp ? 'valid' : 'expired';
}

describe('checking a one-time token', () => {
  test('§12.15: a wrong secret, a wrong audience and an expired token are three failures, for a one-time token issued here', async () => {
    const { token, expires_at } = (await stand.member('POST', path)).json<{ token: string; expires_at: number }>();
    const right = { secret: integration.client_secret, origin: 'https://shop.test', nowSeconds: expires_at - 1 };
    expect(checked(token, right)).toBe('valid');
    expect(checked(token, { ...right, secret: `${right.secret}x` })).toBe('wrong signature');
    expect(checked(token, { ...right, origin: 'https://other.test' })).toBe('wrong audience');
    expect(checked(token, { ...right, nowSeconds: expires_at })).toBe('expired');
  });

  test('§12.15: a wrong secret, a wrong audience and an expired token are three failures, for the contract’s test vector', () => {
    const header = { typ: 'JWT', alg: 'HS256' };
    const text = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
    const claims =
      '{"iss":"https://demo.amocrm.ru","aud":"https://ext.example.com","jti":"11111111-2222-4333-8444-555555555555","iat":1700000000,"nbf":1700000000,"exp":1700001800,"account_id":12345678,"user_id":87654321,"subdomain":"demo","client_uuid":"0b0832f6-0000-4000-8000-00000000abcd","is_admin":true}';
    const payload = Buffer.from(claims).toString('base64url');
    const token = `${text(header)}.${payload}.aNhcXBfWklGRdx3Agiefktr3sFqXAx7RlloL6tfemB4`;
    const right = {
      secret: 'test-secret-0123456789',
      origin: 'https://ext.example.com',
      nowSeconds: 1_700_000_000,
    };
    expect(checked(token, right)).toBe('valid');
    expect(checked(token, { ...right, secret: 'test-secret-0123456788' })).toBe('wrong signature');
    expect(checked(token, { ...right, origin: 'https://ext.example.com:8443' })).toBe('wrong audience');
    expect(checked(token, { ...right, nowSeconds: 1_700_001_800 })).toBe('expired');
  });
});

describe('refused one-time tokens', () => {
  test('409 for a one-time token when the integration is paused or not installed', async () => {
    const about = { accountId: stand.accountId, integrationId: integration.client_id, by: 'operator' } as const;
    await switchIntegration(stand.platform.world, { ...about, accountId: stand.otherAccountId }, 'stopped');
    expect((await stand.member('POST', path)).json()).toMatchObject({ status: 409, code: 'integration_stopped' });
    await switchIntegration(stand.platform.world, { ...about, accountId: stand.otherAccountId }, 'active');
    await disableInstallation(stand.platform.world, { ...about, press: undefined });
    expect((await stand.member('POST', path)).json()).toMatchObject({ status: 409, code: 'not_installed' });
    const fresh = await anIntegration(stand.platform, 'other');
    const there = path.replace(integration.client_id, fresh.client_id);
    expect((await stand.member('POST', there)).json()).toMatchObject({ code: 'not_installed' });
  });

  test('404 for a one-time token requested by a stranger, 401 without a session, 403 for a page of another site', async () => {
    expect((await stand.stranger('POST', path)).json()).toMatchObject({ status: 404, code: 'account_not_found' });
    expect((await stand.nobody('POST', path)).statusCode).toBe(401);
    const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
    expect((await stand.member('POST', path, undefined, foreign)).json()).toMatchObject({ code: 'foreign_request' });
  });
});
