import { languageFacts } from '@pristan/locales';
import type { Language } from '@pristan/wire';
import { relativeTime } from '@pristan/wire';
import { useSyncExternalStore } from 'react';
import { useTexts } from '../texts.ts';
import { everyHalfMinute } from './tick.ts';

/** Formats an instant exactly, in the person's own time zone, with the zone's name. */
export function exactTime(atSeconds: number, language: Language): string {
  return new Intl.DateTimeFormat(languageFacts[language].dates, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(atSeconds * 1000);
}

/** Shows a time given in Unix seconds: relative to now and kept up to date, exact on hover and focus. */
export function Time(props: { readonly at: number }) {
  const { language, t } = useTexts();
  const exact = exactTime(props.at, language);
  // Only a change of the words renders the time again.
  const relative = useSyncExternalStore(everyHalfMinute, () => relativeTime(props.at * 1000, Date.now(), language));
  return (
    <time dateTime={new Date(props.at * 1000).toISOString()} data-exact={exact} tabIndex={0} aria-label={exact}>
      {relative ?? t('terms:now')}
    </time>
  );
}
