import { createHmac, verify } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tokenKeys } from '../../../apps/server/src/environment/token-keys.ts';
import { anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { callApi, unauthorizedProblem } from './call.ts';

let platform: Platform;
let token: string;
beforeAll(async () => {
  platform = await openPlatform();
  await anAccount(platform, 'demo');
  const integration = await anIntegration(platform, 'demo');
  token = (await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' })).access_token;
});
afterAll(async () => platform.close());

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const decode = (part = ''): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString());

async function refused(forged: string): Promise<void> {
  const response = await callApi(platform, forged, '/api/v4/account');
  expect([response.statusCode, response.json()]).toEqual([401, unauthorizedProblem]);
}

test('the original access token is accepted, so the refusals of forged tokens mean something', async () => {
  expect((await callApi(platform, token, '/api/v4/account')).statusCode).toBe(200);
});

test('401 for a forged token with alg none, with and without a signature', async () => {
  const [header, payload, signature] = token.split('.');
  const none = encode({ ...decode(header), alg: 'none' });
  await refused(`${none}.${payload}.`);
  await refused(`${none}.${payload}.${signature}`);
  await refused(`${encode({ typ: 'JWT', alg: 'none' })}.${payload}.`);
});

test('401 for a forged token signed by HS256 with the published key as secret, in every encoding', async () => {
  const [header, payload] = token.split('.');
  const { kid } = decode(header);
  const jwks = (await platform.inject({ url: '/.well-known/jwks.json' })).json<{ keys: Record<string, unknown>[] }>();
  const jwk = jwks.keys.find((key) => key['kid'] === kid);
  const signing = await platform.world.keyRing.signing(String(kid));
  const forms = [
    JSON.stringify(jwk),
    signing?.publicKey.export({ type: 'spki', format: 'pem' }),
    signing?.publicKey.export({ type: 'spki', format: 'der' }),
  ];
  for (const form of forms) {
    expect(form).toBeDefined();
    const input = `${encode({ typ: 'JWT', alg: 'HS256', kid })}.${payload}`;
    await refused(
      `${input}.${createHmac('sha256', form ?? '')
        .update(input)
        .digest('base64url')}`,
    );
  }
});

test('401 for a token with another kid, including a path or an SQL fragment', async () => {
  const [header, payload, signature] = token.split('.');
  for (const kid of ['other', '', '../../../dev/null', "' or 1=1 --", null, 7]) {
    await refused(`${encode({ ...decode(header), kid })}.${payload}.${signature}`);
  }
});

test('401 for a token whose signature is cut, lengthened, empty or from another token', async () => {
  const [header, payload, signature = ''] = token.split('.');
  const other = await tokens(platform, await anIntegration(platform, 'demo'), {
    account: 'demo',
    email: 'admin@demo.test',
  });
  const taken = other.access_token.split('.')[2] ?? '';
  for (const forged of [
    signature.slice(0, -1),
    signature.slice(0, 40),
    '',
    `${signature}AAAA`,
    'A'.repeat(86),
    taken,
  ]) {
    await refused(`${header}.${payload}.${forged}`);
  }
});

test('401 for a token with changed claims', async () => {
  const [header, payload, signature] = token.split('.');
  for (const change of [{ account_id: 1 }, { exp: 9_999_999_999 }, { sub: '1' }, { key_epoch: 99 }]) {
    await refused(`${header}.${encode({ ...decode(payload), ...change })}.${signature}`);
  }
});

test('401 for a Bearer text that is no token', async () => {
  for (const text of ['x', '..', 'a.b', 'a.b.c', `${token}.x`, `${token}=`, 'e30.e30.e30', 'A'.repeat(8_000)])
    await refused(text);
  for (const authorization of ['Bearer', 'Bearer ', token, `Token ${token}`, `Bearer ${token} ${token}`]) {
    expect((await callApi(platform, undefined, '/api/v4/account', { headers: { authorization } })).statusCode).toBe(
      401,
    );
  }
});

test('401 for a refresh token in place of an access token', async () => {
  const pair = await tokens(platform, await anIntegration(platform, 'demo'), {
    account: 'demo',
    email: 'admin@demo.test',
  });
  await refused(pair.refresh_token);
});

test('401 for an expired access token, from its expiry on', async () => {
  const integration = await anIntegration(platform, 'demo');
  const pair = await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
  platform.clock.advance(86_400_000 - 60_000);
  expect((await callApi(platform, pair.access_token, '/api/v4/account')).statusCode).toBe(200);
  platform.clock.advance(60_000);
  await refused(pair.access_token);
});

test('401 for the second valid ECDSA signature of the same access token (order − s)', async () => {
  const [header, payload, signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const other = (order - BigInt(`0x${bytes.toString('hex', 32)}`)).toString(16).padStart(64, '0');
  const forged = Buffer.concat([bytes.subarray(0, 32), Buffer.from(other, 'hex')]);
  const { kid } = decode(header);
  const key = await platform.world.keyRing.signing(String(kid));
  if (key === undefined) throw new Error('the key is there');
  const verifies = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key: key.publicKey, dsaEncoding: 'ieee-p1363' },
    forged,
  );
  expect(verifies).toBe(true);
  await refused(`${header}.${payload}.${forged.toString('base64url')}`);
});

test('a signing key of an earlier version accepts both ECDSA signatures, so its tokens still work', async () => {
  const { world } = platform;
  const earlier: typeof world.keyRing = {
    ...world.keyRing,
    signing: async (id) => {
      const key = await world.keyRing.signing(id);
      return key && { ...key, lowSOnly: false };
    },
  };
  const [header, payload, signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const other = (order - BigInt(`0x${bytes.toString('hex', 32)}`)).toString(16).padStart(64, '0');
  const high = Buffer.concat([bytes.subarray(0, 32), Buffer.from(other, 'hex')]).toString('base64url');
  expect(await tokenKeys(earlier).readAccessToken(`${header}.${payload}.${high}`)).toBeDefined();
  expect(await world.tokenKeys.readAccessToken(`${header}.${payload}.${high}`)).toBeUndefined();
});
