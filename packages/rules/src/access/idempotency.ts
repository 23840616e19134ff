import { dayMs } from '../instant.ts';

/** Lifetime of an answer stored under an idempotency key, in milliseconds. */
export const idempotencyRetentionMs = dayMs;

/**
 * Maximum number of answers stored under idempotency keys per user, integration or grant; the oldest is dropped first.
 */
export const idempotencyAnswersMax = 1_000;
