import { hourMs, secondMs } from '../instant.ts';

/** Wait after a failed attempt to send a mail (ms): it doubles from half a minute to six hours. */
export const mailWaits = { firstMs: 30 * secondMs, longestMs: 6 * hourMs } as const;

const attemptsMax = 15;

/**
 * Whether a mail is given up instead of being sent: after 15 failed attempts, some two days.
 *
 * @param attempts number of attempts, including the one that would come now
 */
export function isMailGivenUp(attempts: number): boolean {
  return attempts > attemptsMax;
}
