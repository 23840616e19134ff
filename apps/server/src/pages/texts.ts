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
  const texts = { language, t: oncePerText(instance.getFixedT(language) as Texts['t']) };
  all.set(language, texts);
  return texts;
}

/** Looks a text without values up once: i18next resolves its name, namespace and plural form anew each time. */
function oncePerText(t: Texts['t']): Texts['t'] {
  const known = new Map<TextKey, string>();
  return (key, values) => {
    if (values !== undefined) return t(key, values);
    const text = known.get(key) ?? t(key);
    known.set(key, text);
    return text;
  };
}
