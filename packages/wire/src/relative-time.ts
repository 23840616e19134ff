import { wholeSpan } from './whole-span.ts';

// Made at first use, since whoever imports another part of this package needs none, and kept: making one is slow.
const formats: { ru?: Intl.RelativeTimeFormat; en?: Intl.RelativeTimeFormat } = {};

/**
 * "3 minutes ago", "in 14 days": an instant relative to now, both in epoch milliseconds. What remains is rounded up, what
 * has passed down. Within a minute `null`, for which there are own words.
 */
export function relativeTime(at: number, now: number, language: 'ru' | 'en'): string | null {
  const { unit, count } = wholeSpan(at - now);
  if (unit === 'second') return null;
  formats[language] ??= new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  return formats[language].format(count, unit);
}
