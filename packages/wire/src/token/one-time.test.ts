import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { oneTimeTokenAudience, oneTimeTokenSigningInput } from './one-time.ts';

const claims = {
  iss: 'https://demo.amocrm.ru',
  aud: 'https://ext.example.com',
  jti: '11111111-2222-4333-8444-555555555555',
  iat: 1_700_000_000,
  nbf: 1_700_000_000,
  exp: 1_700_001_800,
  account_id: 12_345_678,
  user_id: 87_654_321,
  subdomain: 'demo',
  client_uuid: '0b0832f6-0000-4000-8000-00000000abcd',
  is_admin: true,
};

describe('a one-time token', () => {
  test('a one-time token is signed over exactly the bytes of the contract’s test vector', () => {
    const input = oneTimeTokenSigningInput(claims);
    expect(createHmac('sha256', 'test-secret-0123456789').update(input).digest('base64url')).toBe(
      'aNhcXBfWklGRdx3Agiefktr3sFqXAx7RlloL6tfemB4',
    );
  });

  test('a one-time token does not depend on the order in which its claims were assembled', () => {
    const { iss, ...rest } = claims;
    expect(oneTimeTokenSigningInput({ ...rest, iss })).toBe(oneTimeTokenSigningInput(claims));
  });

  test('a one-time token encodes non-ASCII characters as UTF-8', () => {
    const [, payload = ''] = oneTimeTokenSigningInput({ ...claims, subdomain: 'дом😀' }).split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')).subdomain).toBe('дом😀');
  });

  test.each([
    ['https://ext.example.com/callback?x=1', 'https://ext.example.com'],
    ['https://ext.example.com:8443/', 'https://ext.example.com'],
    ['http://localhost:4401/callback', 'http://localhost'],
    ['http://[::1]:8080/', 'http://[::1]'],
  ])('a one-time token of the redirect URI %s has the audience %s, without the port', (redirectUri, audience) => {
    expect(oneTimeTokenAudience(redirectUri)).toBe(audience);
  });
});
