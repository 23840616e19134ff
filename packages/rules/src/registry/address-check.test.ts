import { describe, expect, test } from 'vitest';
import { addressCheckBuckets, addressesToCheck, addressFinding, plainAddress } from './address-check.ts';

test('an address check covers the redirect URI, each button origin and the disconnect-hook address', () => {
  expect(
    addressesToCheck({
      redirectUri: 'https://shop.test/callback',
      buttonOrigins: ['https://shop.test', 'https://www.shop.test'],
      disconnectUri: 'https://shop.test/bye',
    }),
  ).toEqual([
    { use: 'redirect', address: 'https://shop.test/callback' },
    { use: 'button_origin', address: 'https://shop.test' },
    { use: 'button_origin', address: 'https://www.shop.test' },
    { use: 'disconnect', address: 'https://shop.test/bye' },
  ]);
  const bare = { redirectUri: 'https://shop.test/', buttonOrigins: [], disconnectUri: undefined };
  expect(addressesToCheck(bare)).toEqual([{ use: 'redirect', address: 'https://shop.test/' }]);
});

test.each([
  ['https://shop.test/callback?shop=7&token=x', 'https://shop.test/callback'],
  ['https://shop.test?logout', 'https://shop.test/'],
  ['https://shop.test:8443/a%20b', 'https://shop.test:8443/a%20b'],
])('an address check of %s requests %s', (address, plain) => expect(plainAddress(address)).toBe(plain));

describe('the answer to an address check', () => {
  test.each([
    [100, true],
    [200, true],
    [302, true],
    [401, true],
    [404, true],
    [499, true],
    [500, false],
    [503, false],
  ])('an address check whose answer is status %i finds a working server: %s', (status, fine) => {
    expect(addressFinding({ kind: 'answered', status })).toEqual({ kind: 'answered', status, fine });
  });

  test('an address check without an answer reports the kind of failure only', () => {
    const failed = { kind: 'failed', reason: 'tls', ms: 12 } as const;
    expect(addressFinding(failed)).toEqual({ kind: 'failed', reason: 'tls' });
  });
});

test('the rate limit allows 10 address checks of an integration in ten minutes, and 30 of its account per hour', () => {
  expect(addressCheckBuckets({ accountId: 7, integrationId: 'tide' })).toEqual([
    { key: 'address check tide', windowMs: 600_000, max: 10 },
    { key: 'address checks of 7', windowMs: 3_600_000, max: 30 },
  ]);
});
