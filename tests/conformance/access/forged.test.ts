import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAccount, anIntegration, tokens } from '../../harness/people.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { call, unauthorized } from './call.ts';

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
  const response = await call(platform, forged, '/api/v4/account');
  expect([response.statusCode, response.json()]).toEqual([401, unauthorized]);
}

test('the token itself is accepted, so that the refusals below say something', async () => {
  expect((await call(platform, token, '/api/v4/account')).statusCode).toBe(200);
});

test('alg none is refused, with and without a signature', async () => {
  const [header, payload, signature] = token.split('.');
  const none = encode({ ...decode(header), alg: 'none' });
  await refused(`${none}.${payload}.`);
  await refused(`${none}.${payload}.${signature}`);
  await refused(`${encode({ typ: 'JWT', alg: 'none' })}.${payload}.`);
});

test('HS256 under the published key is refused, in every form the key has', async () => {
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

test('another kid is refused, also one that would be a path or a statement', async () => {
  const [header, payload, signature] = token.split('.');
  for (const kid of ['other', '', '../../../dev/null', "' or 1=1 --", null, 7]) {
    await refused(`${encode({ ...decode(header), kid })}.${payload}.${signature}`);
  }
});

test('a signature that was cut, lengthened, emptied or taken from another token is refused', async () => {
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

test('changed claims are refused', async () => {
  const [header, payload, signature] = token.split('.');
  for (const change of [{ account_id: 1 }, { exp: 9_999_999_999 }, { sub: '1' }, { key_epoch: 99 }]) {
    await refused(`${header}.${encode({ ...decode(payload), ...change })}.${signature}`);
  }
});

test('what is no token at all is refused', async () => {
  for (const text of ['x', '..', 'a.b', 'a.b.c', `${token}.x`, `${token}=`, 'e30.e30.e30', 'A'.repeat(8_000)])
    await refused(text);
  for (const authorization of ['Bearer', 'Bearer ', token, `Token ${token}`, `Bearer ${token} ${token}`]) {
    expect((await call(platform, undefined, '/api/v4/account', { headers: { authorization } })).statusCode).toBe(401);
  }
});

test('a refresh token and a code are no access tokens', async () => {
  const pair = await tokens(platform, await anIntegration(platform, 'demo'), {
    account: 'demo',
    email: 'admin@demo.test',
  });
  await refused(pair.refresh_token);
});

test('an expired token is refused, and only then', async () => {
  const integration = await anIntegration(platform, 'demo');
  const pair = await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
  platform.clock.advance(86_400_000 - 60_000);
  expect((await call(platform, pair.access_token, '/api/v4/account')).statusCode).toBe(200);
  platform.clock.advance(60_000);
  await refused(pair.access_token);
});
