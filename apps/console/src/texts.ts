import i18next from 'i18next';
import { createContext, useContext } from 'react';
import type { texts as en } from './locales/en/index.ts';

export type Language = 'ru' | 'en';

type Plural = '_one' | '_few' | '_many' | '_other';
type Stem<K extends string> = K extends `${infer S}${Plural}` ? S : K;
type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? Stem<K> : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];
type Resources = typeof en;

/**
 * Key of one of the console’s texts: `namespace:path.to.text`; plural forms share one key. An unknown key is a type
 * error.
 */
export type TextKey = { [W in keyof Resources & string]: `${W}:${Leaves<Resources[W]>}` }[keyof Resources & string];

/** The console’s texts in one language. `count` chooses the plural form. */
export interface Texts {
  readonly language: Language;
  readonly t: (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;
}

/** Loads the console’s texts in one language; the other language is not loaded. */
export async function loadTexts(language: Language): Promise<Texts> {
  const { texts } = language === 'ru' ? await import('./locales/ru/index.ts') : await import('./locales/en/index.ts');
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
