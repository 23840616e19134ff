import type { Bucket } from '../access/bucket.ts';
import { hourMs } from '../instant.ts';

// Without limits a user or program could make the platform send endless requests to somebody's server. An account can
// create integrations without end, so the account is limited too.

const TESTS_OF_INTEGRATION_MAX = 30;
const TESTS_OF_ACCOUNT_MAX = 100;

/** The rate limits of test hooks: per integration, and per technical account. */
export function testBuckets(about: { readonly accountId: number; readonly integrationId: string }): readonly Bucket[] {
  return [
    { key: `test delivery ${about.integrationId}`, windowMs: hourMs, max: TESTS_OF_INTEGRATION_MAX },
    { key: `test deliveries of ${about.accountId}`, windowMs: hourMs, max: TESTS_OF_ACCOUNT_MAX },
  ];
}

const RESENDS_OF_DELIVERY_MAX = 10;
const RESENDS_OF_ACCOUNT_MAX = 1000;

/** The rate limits of resends: per delivery, and per technical account. */
export function resendBuckets(about: { readonly ownerId: number; readonly deliveryId: string }): readonly Bucket[] {
  return [
    { key: `resend ${about.deliveryId}`, windowMs: hourMs, max: RESENDS_OF_DELIVERY_MAX },
    { key: `resends of ${about.ownerId}`, windowMs: hourMs, max: RESENDS_OF_ACCOUNT_MAX },
  ];
}
