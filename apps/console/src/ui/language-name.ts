import type { Language } from '@pristan/wire';

/** A language's name in the reader's language, capitalized: «Казахский». */
export function languageName(code: string, reader: Language): string {
  const name = new Intl.DisplayNames(reader, { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(reader) + name.slice(1);
}
