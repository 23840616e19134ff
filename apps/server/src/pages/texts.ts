import type { TextKeyOf } from '@pristan/locales';
import { pageTexts } from '@pristan/locales/pages';
import type { Language } from '@pristan/wire';
import { defaultLanguage } from '@pristan/wire';
import i18next from 'i18next';

/** Name of a page text: `word:path.to.text`; plural forms share one name. An unknown name is a type error. */
export type TextKey = TextKeyOf<(typeof pageTexts)['en']>;

/**
 * Values for the `{{gaps}}` of a page text. `count` chooses the plural form. The values are not escaped: the page does
 * that.
 */
export type TextValues = Readonly<Record<string, string | number | boolean>>;

/** Page texts of one language. */
export interface Texts {
  readonly language: Language;
  readonly t: (key: TextKey, values?: TextValues) => string;
}

const instance = i18next.createInstance({
  resources: pageTexts,
  lng: defaultLanguage,
  fallbackLng: false,
  initAsync: false,
  defaultNS: false,
  interpolation: { escapeValue: false },
  returnNull: false,
});
void instance.init();

const all = new Map<Language, Texts>();

/** Page texts of a language, with its plural forms. Never fails. */
export function textsIn(language: Language): Texts {
  const known = all.get(language);
  if (known !== undefined) return known;
  // i18next's own types follow one global declaration of resources; `TextKey` above replaces them.
  const texts = { language, t: instance.getFixedT(language) as Texts['t'] };
  all.set(language, texts);
  return texts;
}
