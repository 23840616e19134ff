import { describe, expect, test } from 'vitest';
import type { GrantFacts } from '../access/grant-status.ts';
import { addressDifference } from './address-difference.ts';
import type { ExchangeRefusal } from './exchange-facts.ts';
import { refusedExchange } from './refused-exchange.ts';
import { aClient } from '../testing/a-client.ts';
import { aCode } from '../testing/a-code.ts';

const at = 1_700_000_000_000;
const client = aClient({ keyEpoch: 1 });
const code = aCode({ keyEpoch: 1, expiresAt: at + 1, grant: {} as GrantFacts });
const refused = (reason: Exclude<ExchangeRefusal['reason'], 'parameter_missing'>): ExchangeRefusal => ({
  kind: 'refuse',
  reason,
});
const sent = { redirectUri: 'https://shop.test/cb/', at };
const kept = (refusal: ExchangeRefusal, found: Parameters<typeof refusedExchange>[1]) => {
  const [change] = refusedExchange(refusal, found, sent);
  return change?.kind === 'exchange_refused' ? change : undefined;
};

describe('a refused exchange that is not recorded', () => {
  const stranger = { ...client, secret: 'wrong' } as const;

  test('a refused exchange is not recorded for a caller with a wrong secret and without a code of the integration', () => {
    expect(kept(refused('secret_wrong'), { client: stranger, code: undefined })).toBeUndefined();
    expect(kept(refused('secret_wrong'), { client: stranger, code: { ...code, integrationId: 'n2' } })).toBeUndefined();
  });

  test('a refused exchange is not recorded for an unknown client with an unknown code', () => {
    expect(kept(refused('client_unknown'), { client: undefined, code: undefined })).toBeUndefined();
  });
});

describe('a refused exchange that is recorded for the integration', () => {
  test('a refused exchange is recorded for the integration when the secret is wrong and the code is its own', () => {
    expect(kept(refused('secret_wrong'), { client: { ...client, secret: 'wrong' }, code })).toEqual({
      kind: 'exchange_refused',
      integrationId: 'n1',
      accountId: 7,
      fault: 'secret_wrong',
      difference: undefined,
      at,
    });
  });

  test('a refused exchange is recorded for the integration when the client ID is wrong and the code is its own', () => {
    expect(kept(refused('client_unknown'), { client: undefined, code })).toMatchObject({
      integrationId: 'n1',
      fault: 'client_unknown',
    });
  });

  test('a refused exchange with the right secret is recorded; another integration’s code leaves no trace, nor does its account', () => {
    expect(
      kept(refused('code_of_another_client'), { client, code: { ...code, integrationId: 'n2', accountId: 8 } }),
    ).toMatchObject({ integrationId: 'n1', accountId: undefined, fault: 'code_of_another_client' });
    expect(kept(refused('code_unknown'), { client, code: undefined })).toMatchObject({
      accountId: undefined,
      fault: 'code_unknown',
    });
  });

  test('the record of a refused exchange tells a used code from an ended access, which the token endpoint answers alike', () => {
    expect(kept(refused('code_revoked'), { client, code: { ...code, redeemedAt: at } })?.fault).toBe('code_used');
    expect(kept(refused('code_revoked'), { client, code })?.fault).toBe('access_ended');
  });

  test('the record of a refused exchange names the missing parameter', () => {
    const missing = { kind: 'refuse', reason: 'parameter_missing', parameter: 'redirect_uri' } as const;
    expect(kept(missing, { client, code })?.fault).toBe('redirect_uri_missing');
  });

  test('the record of a refused exchange has the kind of difference of the redirect URI, and not the URI that was sent', () => {
    const change = kept(refused('redirect_uri_differs'), { client, code });
    expect(change).toMatchObject({ fault: 'redirect_uri_differs', difference: 'slash' });
    expect(JSON.stringify(change)).not.toContain('shop.test');
  });
});

test.each([
  ['https://shop.test/cb ', 'blanks'],
  ['https://Shop.test/cb', 'case'],
  ['https://shop.test/cb/', 'slash'],
  ['https%3A%2F%2Fshop.test%2Fcb', 'encoding'],
  ['http://shop.test/cb', 'scheme'],
  ['https://shop.test/cb?code=1', 'query'],
  ['https://shop.test/', 'other'],
  ['', 'other'],
])('the redirect URI %s differs from https://shop.test/cb by: %s', (address, difference) => {
  expect(addressDifference(address, 'https://shop.test/cb')).toBe(difference);
});
