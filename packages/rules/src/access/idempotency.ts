import { dayMs } from '../instant.ts';

/**
 * The effect of sending a write twice.
 *
 * - `key`: a repeat would do it again; an idempotency key makes it happen once.
 * - `precondition`: the request names what it replaces or edits; a repeat is refused, or with a key answered like the first.
 * - `naturally`: a repeat has no further effect and gets the same answer; a key is ignored.
 *
 * @see docs/spec/api-problems.md#idempotency
 */
export type Repeatable = 'key' | 'precondition' | 'naturally';

/** Lifetime of a stored answer, in milliseconds. */
export const idempotencyRetentionMs = dayMs;

/** Maximum number of stored answers per person, integration or grant; the oldest is dropped first. */
export const idempotencyAnswersMax = 1_000;
