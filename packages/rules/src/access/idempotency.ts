import { dayMs } from '../instant.ts';

/**
 * Effect of sending a write twice.
 *
 * - `key`: a repeat would do it again; an idempotency key makes it one.
 * - `precondition`: the request names what it replaces or edits, and a repeat is refused, or with a key answered as the first.
 * - `naturally`: a repeat has no further effect and the same answer, so a key has nothing to add and is not looked at.
 *
 * @see docs/spec/api-problems.md#idempotency
 */
export type Repeatable = 'key' | 'precondition' | 'naturally';

/** Lifetime of a stored answer, in milliseconds. */
export const idempotencyKeptMs = dayMs;

/** The most answers stored of one person, integration or grant; the oldest is forgotten first. */
export const idempotencyAnswersMax = 1_000;
