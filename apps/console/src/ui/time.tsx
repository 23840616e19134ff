import { useSyncExternalStore } from 'react';
import { useTexts, type Language } from '../texts.ts';
import { everyTick } from './tick.ts';

const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** "3 minutes ago"; within a minute `null`, for which there are own words. */
export function relativeWords(atSeconds: number, nowSeconds: number, language: Language): string | null {
  const distance = atSeconds - nowSeconds;
  const step = steps.find(([, size]) => Math.abs(distance) >= size);
  if (step === undefined) return null;
  // 90 days to come are three months from the first second on.
  const count = distance > 0 ? Math.round(distance / step[1]) : Math.trunc(distance / step[1]);
  return new Intl.RelativeTimeFormat(language, { numeric: 'always' }).format(count, step[0]);
}

/** The exact instant in the person's own zone, which is named. */
export function exactWords(atSeconds: number, language: Language): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ru', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(atSeconds * 1000);
}

/** An instant in Unix seconds: relative, also while the page stays open, and exact on hover and focus. */
export function Time(props: { readonly at: number }) {
  const { language, t } = useTexts();
  const exact = exactWords(props.at, language);
  // The words are what is watched: a time whose words stay is not shown anew.
  const relative = useSyncExternalStore(everyTick, () => relativeWords(props.at, Date.now() / 1000, language));
  return (
    <time dateTime={new Date(props.at * 1000).toISOString()} data-exact={exact} tabIndex={0} aria-label={exact}>
      {relative ?? t('console:just-now')}
    </time>
  );
}
