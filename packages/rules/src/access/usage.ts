import type { Instant } from '../instant.ts';
import { dayMs } from '../instant.ts';

/** How long the calls of a day are kept, in milliseconds. */
export const usageKeptMs = 90 * dayMs;

/** How many days are told. */
export const usageShownDays = 30;

/** The calls that were let in with the tokens of one grant on one day. */
export interface DayOfUse {
  /** Midnight in UTC, epoch milliseconds. */
  readonly dayStartsAt: Instant;
  readonly calls: number;
}

/** The day of an instant, in UTC: accounts have people in many zones, and a day must be the same for all of them. */
export function dayOf(at: Instant): Instant {
  return at - (at % dayMs);
}

/** The last 30 days up to today, oldest first, those without a call included. */
export function lastDays(known: readonly DayOfUse[], now: Instant): readonly DayOfUse[] {
  const calls = new Map(known.map((day) => [day.dayStartsAt, day.calls]));
  return Array.from({ length: usageShownDays }, (_, index) => {
    const dayStartsAt = dayOf(now) - (usageShownDays - 1 - index) * dayMs;
    return { dayStartsAt, calls: calls.get(dayStartsAt) ?? 0 };
  });
}
