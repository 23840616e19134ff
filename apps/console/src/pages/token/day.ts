const DAY_MS = 86_400_000;
const YEARS_MAX = 5;

/** Possible last days of a long-lived token, in the format of a date field: tomorrow to five years from now. */
export function lastDayRange(now: Date): { readonly min: string; readonly max: string } {
  return { min: dayOf(new Date(now.getTime() + DAY_MS)), max: dayOf(yearsLater(now, YEARS_MAX)) };
}

/** The day one year after `now`, in the format of a date field. */
export function yearLater(now: Date): string {
  return dayOf(yearsLater(now, 1));
}

/**
 * Expiry of a token that works until the end of this day in the person's time zone: Unix seconds, at most five years
 * from now. `undefined` for an empty date field.
 */
export function endOfDay(day: string, now: Date): number | undefined {
  const end = new Date(`${day}T23:59:59`).getTime();
  return Number.isNaN(end) ? undefined : Math.floor(Math.min(end, yearsLater(now, YEARS_MAX).getTime()) / 1000);
}

function yearsLater(now: Date, years: number): Date {
  const later = new Date(now);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
}

function dayOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
