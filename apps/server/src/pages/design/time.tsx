import { languageFacts } from '@pristan/locales';
import type { Language } from '@pristan/wire';
import { relativeTime } from '@pristan/wire';
import { usePage, type PageContext } from './page-context.ts';

const exact = new Map<string, Intl.DateTimeFormat>();
const EXACT_KEPT_MAX = 64;

/** Language and time zone of a reader. */
export type TimeFormat = Pick<PageContext, 'language' | 'zone'>;

/** Exact time in the reader's time zone, with the zone: "22 November 2026 at 17:03 GMT+3". */
export function exactTime(at: number, { language, zone }: TimeFormat): string {
  const key = `${language} ${zone}`;
  const format = exact.get(key) ?? exactIn(language, zone);
  // Readers name their time zones, so the cache of formats is bounded.
  if (!exact.has(key) && exact.size >= EXACT_KEPT_MAX) exact.clear();
  exact.set(key, format);
  return format.format(at);
}

function exactIn(language: Language, zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(languageFacts[language].dates, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
    timeZoneName: 'short',
  });
}

/** Shows a time (epoch milliseconds) relative to now, with the exact time on hover and focus. */
export function Time(props: { at: number }) {
  const { language, zone, now, t } = usePage();
  return (
    <time
      class="time"
      dateTime={new Date(props.at).toISOString()}
      data-exact={exactTime(props.at, { language, zone })}
      tabIndex={0}
    >
      {relativeTime(props.at, now, language) ?? t('terms:now')}
    </time>
  );
}
