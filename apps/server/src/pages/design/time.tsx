import type { Language } from '../texts.ts';
import { usePage, type PageSetting } from './setting.ts';

const steps = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

// Kept: making one takes longer than a row of a list.
const relativeIn = (locale: string) => new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'long' });
const relative = { ru: relativeIn('ru'), en: relativeIn('en') };
const exact = new Map<string, Intl.DateTimeFormat>();
const EXACT_KEPT_MAX = 64;

/** "3 minutes ago" in words; under a minute in either direction gives `null`, for which a page has its own words. */
export function relativeWords(at: number, now: number, language: Language): string | null {
  const distance = at - now;
  const step = steps.find(([, size]) => Math.abs(distance) >= size);
  if (step === undefined) return null;
  return relative[language].format(Math.trunc(distance / step[1]), step[0]);
}

/** Where an instant is read: in which language, and at which place's time. */
export type Reading = Pick<PageSetting, 'language' | 'zone'>;

/** The exact instant in words, in the reader's zone and naming it: "22 November 2026 at 17:03 GMT+3". */
export function exactWords(at: number, { language, zone }: Reading): string {
  const key = `${language} ${zone}`;
  const format = exact.get(key) ?? exactIn(language, zone);
  // Zones are readers' words: however many they name, few are kept.
  if (!exact.has(key) && exact.size >= EXACT_KEPT_MAX) exact.clear();
  exact.set(key, format);
  return format.format(at);
}

function exactIn(language: Language, zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ru', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
    timeZoneName: 'short',
  });
}

/** A past or coming instant (epoch milliseconds), relative, with the exact one on hover and focus. */
export function Time(props: { at: number }) {
  const { language, zone, now, t } = usePage();
  return (
    <time
      class="time"
      dateTime={new Date(props.at).toISOString()}
      data-exact={exactWords(props.at, { language, zone })}
      tabIndex={0}
    >
      {relativeWords(props.at, now, language) ?? t('frame:time.now')}
    </time>
  );
}
