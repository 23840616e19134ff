import type { Language } from '../texts.ts';
import { usePage } from './setting.ts';

const steps = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

// Kept: making one takes longer than a row of a list.
const relativeIn = (locale: string) => new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'long' });
const exactIn = (locale: string) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
const relative = { ru: relativeIn('ru'), en: relativeIn('en') };
const exact = { ru: exactIn('ru'), en: exactIn('en-GB') };

/** "3 minutes ago" in words; under a minute in either direction gives `null`, for which a page has its own words. */
export function relativeWords(at: number, now: number, language: Language): string | null {
  const distance = at - now;
  const step = steps.find(([, size]) => Math.abs(distance) >= size);
  if (step === undefined) return null;
  return relative[language].format(Math.trunc(distance / step[1]), step[0]);
}

/** The exact instant in words, in UTC and saying so. */
export function exactWords(at: number, language: Language): string {
  return `${exact[language].format(at)} UTC`;
}

/** A past or coming instant (epoch milliseconds), relative, with the exact one on hover and focus. */
export function Time(props: { at: number }) {
  const { language, now, t } = usePage();
  return (
    <time
      class="time"
      dateTime={new Date(props.at).toISOString()}
      data-exact={exactWords(props.at, language)}
      tabIndex={0}
    >
      {relativeWords(props.at, now, language) ?? t('frame:time.now')}
    </time>
  );
}
