import type { TextKeyOf } from '@pristan/locales';
import { consoleTexts } from '@pristan/locales/console';
import type { Language } from '@pristan/wire';
import { knownLanguage } from '@pristan/wire';
import i18next from 'i18next';
import { createContext, useContext } from 'react';

/**
 * Key of one of the console’s texts: `namespace:path.to.text`; plural forms share one key. An unknown key is a type
 * error.
 */
export type TextKey = TextKeyOf<Awaited<ReturnType<(typeof consoleTexts)['en']>>>;

/** The console’s texts in one language. `count` chooses the plural form. */
export interface Texts {
  readonly language: Language;
  readonly t: (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;
}

/** The person's language, which the server has written into the document's `lang`. */
export function documentLanguage(): Language {
  return knownLanguage(document.documentElement.lang);
}

/** Loads the console’s texts in one language; the other languages are not loaded. */
export async function loadTexts(language: Language): Promise<Texts> {
  const texts = await consoleTexts[language]();
  const translator = i18next.createInstance({
    lng: language,
    fallbackLng: false,
    ns: Object.keys(texts),
    defaultNS: false,
    resources: { [language]: texts },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  await translator.init();
  const fixed = translator.getFixedT(language) as unknown as (
    key: string,
    values?: Readonly<Record<string, string | number>>,
  ) => string;
  return { language, t: (key, values) => fixed(key, values) };
}

export const TextsContext = createContext<Texts | undefined>(undefined);

/** The console’s texts in the signed-in user's language. @throws Error in a component outside of `TextsContext` */
export function useTexts(): Texts {
  const texts = useContext(TextsContext);
  if (texts === undefined) throw new Error('there are no texts here');
  return texts;
}
