import type { Language } from './languages.ts';
import { wholeSpan } from './whole-span.ts';

// Formatters, made at first use and then reused, because making one is slow and most importers of this package need
// none.
const formats: Partial<Record<Language, Intl.RelativeTimeFormat>> = {};

/**
 * An instant relative to now, such as "3 minutes ago" or "in 14 days"; both in epoch milliseconds. Remaining time is
 * rounded up, passed time down. Returns `null` within a minute, for which pages have their own words.
 */
export function relativeTime(at: number, now: number, language: Language): string | null {
  const { unit, count } = wholeSpan(at - now);
  if (unit === 'second') return null;
  formats[language] ??= new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  return formats[language].format(count, unit);
}
