import { relativeTime } from '@pristan/wire';
import { useSyncExternalStore } from 'react';
import { useTexts, type Language } from '../texts.ts';
import { everyTick } from './tick.ts';

/** The exact instant in the person's own zone, which is named. */
export function exactTime(atSeconds: number, language: Language): string {
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

/** A time in Unix seconds: relative and kept up to date, exact on hover and focus. */
export function Time(props: { readonly at: number }) {
  const { language, t } = useTexts();
  const exact = exactTime(props.at, language);
  // The words are what is watched: a time whose words stay is not shown anew.
  const relative = useSyncExternalStore(everyTick, () => relativeTime(props.at * 1000, Date.now(), language));
  return (
    <time dateTime={new Date(props.at * 1000).toISOString()} data-exact={exact} tabIndex={0} aria-label={exact}>
      {relative ?? t('terms:now')}
    </time>
  );
}
