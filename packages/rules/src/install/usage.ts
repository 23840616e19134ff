import type { Instant } from '../instant.ts';
import { dayMs } from '../instant.ts';

/** Retention of daily call counts, in milliseconds. */
export const usageRetentionMs = 90 * dayMs;

/** The number of days that the usage chart shows. */
export const usageShownDays = 30;

/** The accepted API calls with the tokens of one grant on one UTC day. */
export interface DailyUsage {
  /** The day's start: midnight UTC, in epoch milliseconds. */
  readonly dayStartsAt: Instant;
  readonly calls: number;
}

/**
 * The UTC day of an instant, as its first millisecond. Members of an account live in many time zones and must see the
 * same days.
 */
export function dayOf(at: Instant): Instant {
  return at - (at % dayMs);
}

/** The call counts of the last 30 days up to today, oldest first, including days without calls. */
export function lastDays(known: readonly DailyUsage[], now: Instant): readonly DailyUsage[] {
  const calls = new Map(known.map((day) => [day.dayStartsAt, day.calls]));
  return Array.from({ length: usageShownDays }, (_, index) => {
    const dayStartsAt = dayOf(now) - (usageShownDays - 1 - index) * dayMs;
    return { dayStartsAt, calls: calls.get(dayStartsAt) ?? 0 };
  });
}
