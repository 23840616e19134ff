import { describe, expect, test } from 'vitest';
import { addressDifference } from './address-difference.ts';
import { decideExchange } from './decide-exchange.ts';
import { refusedExchange } from './refused-exchange.ts';
import { aClient } from '../testing/a-client.ts';
import { aCode } from '../testing/a-code.ts';
import { aGrant } from '../testing/a-grant.ts';

const at = 1_700_000_000_000;
const grant = aGrant({ fullAccess: true });
const client = aClient();
const code = aCode({ expiresAt: at + 1, grant });

describe('the record of a refused exchange', () => {
  const recorded = (parameter: 'client_id' | 'client_secret' | 'redirect_uri' | 'code' | 'code_verifier') =>
    refusedExchange(
      { kind: 'refuse', reason: 'parameter_missing', parameter },
      { client, code },
      { redirectUri: undefined, at },
    ).map((change) => (change.kind === 'exchange_refused' ? change.fault : change.kind));

  test.each(['client_secret', 'redirect_uri', 'code', 'code_verifier'] as const)(
    'the record of a refused exchange names the missing member %s',
    (parameter) => expect(recorded(parameter)).toEqual([`${parameter}_missing`]),
  );

  test('an exchange without a client ID is not recorded, since it names no integration', () => {
    expect(recorded('client_id')).toEqual([]);
  });

  test('a refused exchange is recorded with the difference of its redirect URI and its time', () => {
    const { outcome, changes } = decideExchange(
      {
        clientId: 'n1',
        hasSecret: true,
        redirectUri: 'https://shop.test/cb/',
        hasCode: true,
        verifier: 'absent',
        host: { kind: 'public' },
        familyId: 'f',
        macKeyId: 'm',
        address: '192.0.2.1',
      },
      { client, code },
      at,
    );
    expect(outcome).toEqual({ kind: 'refuse', reason: 'redirect_uri_differs' });
    expect(changes).toEqual([
      {
        kind: 'exchange_refused',
        integrationId: 'n1',
        accountId: 7,
        fault: 'redirect_uri_differs',
        difference: 'slash',
        at,
      },
    ]);
  });
});

describe('the difference of two addresses', () => {
  test.each([
    ['https://shop.test/%41', 'https://shop.test/B', 'other'],
    ['https://shop.test/?to=https:', 'http://shop.test/?to=https:', 'scheme'],
    ['http://shop.test/a', 'https://shop.test/a', 'scheme'],
    ['shop.test/?to=http:', 'shop.test/?to=https:', 'query'],
    ['?code=1', '?', 'query'],
  ])('the difference of %s and %s is %s', (sent, registered, difference) => {
    expect(addressDifference(sent, registered)).toBe(difference);
  });
});
