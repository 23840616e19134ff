import { minuteMs, secondMs } from '../instant.ts';

/** Wait after a failed attempt to fetch the logo of an external integration (ms): it doubles from three seconds. */
export const logoWaits = { firstMs: 3 * secondMs, longestMs: 10 * minuteMs } as const;

const attemptsMax = 6;

/**
 * Whether a logo is given up: after six failed attempts, some minutes. The integration then shows its initial.
 *
 * @param attempts number of attempts, including the one that has just failed
 */
export function isLogoGivenUp(attempts: number): boolean {
  return attempts >= attemptsMax;
}
