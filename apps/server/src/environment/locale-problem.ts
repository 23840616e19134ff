import type { TextLocale } from '@pristan/store';

/**
 * Consequences of a database locale in which Cyrillic characters are not letters, and the remedy; undefined when the
 * locale treats them as letters.
 */
export function localeProblem({
  name,
  hasLetters,
}: TextLocale): { readonly what: string; readonly todo: string } | undefined {
  if (hasLetters) return undefined;
  return {
    what: `Cyrillic has no letters in the database's locale (${name}): names are found only in exactly the case they were written in`,
    todo: `nothing is lost; to fix it, create a database with: create database pristan template template0 encoding 'UTF8' locale_provider icu icu_locale 'und' locale 'C' – and move the data there with pg_dump and pg_restore`,
  };
}
