import type { deliveryFailures } from '@pristan/wire/api';

/** Reason why an attempt failed. */
export type FailureView = (typeof deliveryFailures)[number];
