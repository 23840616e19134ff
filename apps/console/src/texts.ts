import i18next from 'i18next';
import { createContext, useContext } from 'react';
import enAccounts from './locales/en/accounts.json' with { type: 'json' };
import enButton from './locales/en/button.json' with { type: 'json' };
import enConsole from './locales/en/console.json' with { type: 'json' };
import enHooks from './locales/en/hooks.json' with { type: 'json' };
import enInstall from './locales/en/install.json' with { type: 'json' };
import enRegistry from './locales/en/registry.json' with { type: 'json' };
import enToken from './locales/en/token.json' with { type: 'json' };
import enWidget from './locales/en/widget.json' with { type: 'json' };
import ruAccounts from './locales/ru/accounts.json' with { type: 'json' };
import ruButton from './locales/ru/button.json' with { type: 'json' };
import ruConsole from './locales/ru/console.json' with { type: 'json' };
import ruHooks from './locales/ru/hooks.json' with { type: 'json' };
import ruInstall from './locales/ru/install.json' with { type: 'json' };
import ruRegistry from './locales/ru/registry.json' with { type: 'json' };
import ruToken from './locales/ru/token.json' with { type: 'json' };
import ruWidget from './locales/ru/widget.json' with { type: 'json' };

export type Language = 'ru' | 'en';

const resources = {
  en: {
    accounts: enAccounts,
    button: enButton,
    console: enConsole,
    hooks: enHooks,
    install: enInstall,
    registry: enRegistry,
    token: enToken,
    widget: enWidget,
  },
  ru: {
    accounts: ruAccounts,
    button: ruButton,
    console: ruConsole,
    hooks: ruHooks,
    install: ruInstall,
    registry: ruRegistry,
    token: ruToken,
    widget: ruWidget,
  },
} as const;

type Plural = '_one' | '_few' | '_many' | '_other';
type Stem<K extends string> = K extends `${infer S}${Plural}` ? S : K;
type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? Stem<K> : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];
type Resources = (typeof resources)['en'];

/** The name of a text: `word:path.to.text`; plural forms share one name. A name that no file has is a type error. */
export type TextKey = { [W in keyof Resources & string]: `${W}:${Leaves<Resources[W]>}` }[keyof Resources & string];

/** The texts of one language. `count` chooses the plural form. */
export interface Texts {
  readonly language: Language;
  readonly t: (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;
}

const translator = i18next.createInstance({
  lng: 'en',
  fallbackLng: false,
  ns: Object.keys(resources.en),
  defaultNS: false,
  resources,
  interpolation: { escapeValue: false },
  initAsync: false,
});
void translator.init();

export function textsIn(language: Language): Texts {
  const fixed = translator.getFixedT(language) as unknown as (
    key: string,
    values?: Readonly<Record<string, string | number>>,
  ) => string;
  return { language, t: (key, values) => fixed(key, values) };
}

export const TextsContext = createContext<Texts>(textsIn('en'));

/** The texts of the signed-in person's language. */
export const useTexts = (): Texts => useContext(TextsContext);
