import { expect, test } from 'vitest';
import { json } from '../http.ts';
import { pairBy } from '../integrator.ts';
import { browserOf } from '../browser.ts';
import { given, pathOf } from '../settings.ts';
import { claimsOf, headerOf, verifyOneTime } from '../signatures.ts';

const example =
  'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.' +
  Buffer.from(
    '{"iss":"https://demo.amocrm.ru","aud":"https://ext.example.com","jti":"11111111-2222-4333-8444-555555555555",' +
      '"iat":1700000000,"nbf":1700000000,"exp":1700001800,"account_id":12345678,"user_id":87654321,"subdomain":"demo",' +
      '"client_uuid":"0b0832f6-0000-4000-8000-00000000abcd","is_admin":true}',
  ).toString('base64url') +
  '.aNhcXBfWklGRdx3Agiefktr3sFqXAx7RlloL6tfemB4';

test('12.15 the suite’s own check accepts the contract’s example, and tells three failures apart', () => {
  const right = { secret: 'test-secret-0123456789', audience: 'https://ext.example.com', atSeconds: 1_700_000_000 };
  expect(verifyOneTime(example, right)).toBe('valid');
  expect(verifyOneTime(example, { ...right, secret: 'another' })).toBe('wrong signature');
  expect(verifyOneTime(example, { ...right, audience: 'https://else.example.com' })).toBe('wrong audience');
  expect(verifyOneTime(example, { ...right, atSeconds: 1_700_001_800 })).toBe('expired');
});

test('12.15 a one-time token is HS256 by the client secret, for the redirect URI’s scheme and host, for 30 minutes', async (context) => {
  const {
    admin,
    technicalAccount: account,
    privateIntegration: keys,
    oneTimeTokenPath,
  } = given(context, 'admin', 'technicalAccount', 'privateIntegration', 'oneTimeTokenPath');
  const browser = browserOf(admin);
  const { access_token } = await pairBy(browser, keys, account);
  const answer = await browser.call('POST', pathOf(oneTimeTokenPath, account, keys));
  expect(answer.status, answer.text).toBeLessThan(300);
  const { token } = json<{ token: string }>(answer);

  const { protocol, hostname } = new URL(keys.redirectUri);
  const claims = claimsOf(token);
  const issuedAt = Number(claims['iat']);
  expect(headerOf(token)).toEqual({ typ: 'JWT', alg: 'HS256' });
  expect(claims).toEqual({
    iss: expect.stringMatching(new RegExp(`^https?://${account.host}$`)),
    aud: `${protocol}//${hostname}`,
    jti: expect.stringMatching(/^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/),
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + 1_800,
    account_id: account.id,
    user_id: Number(claimsOf(access_token)['sub']),
    subdomain: account.host.split('.')[0],
    client_uuid: keys.clientId,
    is_admin: true,
  });

  const right = { secret: keys.clientSecret, audience: `${protocol}//${hostname}`, atSeconds: issuedAt };
  expect(verifyOneTime(token, right)).toBe('valid');
  expect(verifyOneTime(token, { ...right, secret: 'x'.repeat(64) })).toBe('wrong signature');
  expect(verifyOneTime(token, { ...right, audience: 'https://else.example.com' })).toBe('wrong audience');
  expect(verifyOneTime(token, { ...right, atSeconds: issuedAt + 1_800 })).toBe('expired');
});
