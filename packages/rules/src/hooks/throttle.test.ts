import { expect, test } from 'vitest';
import { resendBuckets, testBuckets } from './throttle.ts';

const hour = 3_600_000;

test('the rate limit allows 30 tests of an integration per hour, and 100 tests of its account', () => {
  expect(testBuckets({ accountId: 7, integrationId: 'tide' })).toEqual([
    { key: 'test delivery tide', windowMs: hour, max: 30 },
    { key: 'test deliveries of 7', windowMs: hour, max: 100 },
  ]);
});

test('the rate limit allows 10 resends of a delivery per hour, and 1000 resends of an account', () => {
  expect(resendBuckets({ ownerId: 7, deliveryId: 'd1' })).toEqual([
    { key: 'resend d1', windowMs: hour, max: 10 },
    { key: 'resends of 7', windowMs: hour, max: 1000 },
  ]);
});
