import type { Bucket } from '../bucket.ts';
import { hourMs } from '../instant.ts';

// Whoever pressed on and on, or a program that repeats itself, would make the platform press somebody's server. An
// account may make integrations without end, so that it is counted too.

const TESTS_OF_INTEGRATION_MAX = 30;
const TESTS_OF_ACCOUNT_MAX = 100;

/** Where test hooks are counted: of an integration, and of all that its technical account develops. */
export function testBuckets(about: { readonly accountId: number; readonly integrationId: string }): readonly Bucket[] {
  return [
    { key: `test delivery ${about.integrationId}`, windowMs: hourMs, max: TESTS_OF_INTEGRATION_MAX },
    { key: `test deliveries of ${about.accountId}`, windowMs: hourMs, max: TESTS_OF_ACCOUNT_MAX },
  ];
}

const RESENDS_OF_DELIVERY_MAX = 10;
const RESENDS_OF_ACCOUNT_MAX = 1000;

/** Where deliveries that are sent anew by hand are counted: each, and all that the technical account's integrations have. */
export function resendBuckets(about: { readonly ownerId: number; readonly deliveryId: string }): readonly Bucket[] {
  return [
    { key: `resend ${about.deliveryId}`, windowMs: hourMs, max: RESENDS_OF_DELIVERY_MAX },
    { key: `resends of ${about.ownerId}`, windowMs: hourMs, max: RESENDS_OF_ACCOUNT_MAX },
  ];
}
