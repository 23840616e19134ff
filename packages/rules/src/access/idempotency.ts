import { dayMs } from '../instant.ts';

/**
 * The effect of sending the same write request twice.
 * - `key`: a repeat would write again; an idempotency key makes it one write.
 * - `precondition`: the request names the state that it replaces; a repeat is refused, or with an idempotency key gets
 * the first answer.
 * - `naturally`: a repeat has no further effect and gets the same answer; an idempotency key is ignored.
 *
 * @see docs/spec/api-problems.md#idempotency
 */
export type Repeatable = 'key' | 'precondition' | 'naturally';

/** Lifetime of an answer stored under an idempotency key, in milliseconds. */
export const idempotencyRetentionMs = dayMs;

/**
 * Maximum number of answers stored under idempotency keys per user, integration or grant; the oldest is dropped first.
 */
export const idempotencyAnswersMax = 1_000;
