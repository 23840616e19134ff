import type { deliveryFailures } from '@pristan/wire/api';

/** Reason why a delivery attempt failed. */
export type FailureView = (typeof deliveryFailures)[number];
