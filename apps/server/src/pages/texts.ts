import { terms as enTerms } from '@pristan/wire/locales/en';
import { terms as ruTerms } from '@pristan/wire/locales/ru';
import i18next from 'i18next';
import enAccounts from './locales/en/accounts.json' with { type: 'json' };
import enAuthorize from './locales/en/authorize.json' with { type: 'json' };
import enFrame from './locales/en/frame.json' with { type: 'json' };
import enInstall from './locales/en/install.json' with { type: 'json' };
import enModeration from './locales/en/moderation.json' with { type: 'json' };
import enPlatform from './locales/en/platform.json' with { type: 'json' };
import enRegistry from './locales/en/registry.json' with { type: 'json' };
import ruAccounts from './locales/ru/accounts.json' with { type: 'json' };
import ruAuthorize from './locales/ru/authorize.json' with { type: 'json' };
import ruFrame from './locales/ru/frame.json' with { type: 'json' };
import ruInstall from './locales/ru/install.json' with { type: 'json' };
import ruModeration from './locales/ru/moderation.json' with { type: 'json' };
import ruPlatform from './locales/ru/platform.json' with { type: 'json' };
import ruRegistry from './locales/ru/registry.json' with { type: 'json' };

/** Languages of every page and mail, the default first. */
export const languages = ['ru', 'en'] as const;

/** A language of a page or a mail. */
export type Language = (typeof languages)[number];

const resources = {
  en: {
    accounts: enAccounts,
    authorize: enAuthorize,
    frame: enFrame,
    install: enInstall,
    moderation: enModeration,
    platform: enPlatform,
    registry: enRegistry,
    terms: enTerms,
  },
  ru: {
    accounts: ruAccounts,
    authorize: ruAuthorize,
    frame: ruFrame,
    install: ruInstall,
    moderation: ruModeration,
    platform: ruPlatform,
    registry: ruRegistry,
    terms: ruTerms,
  },
} as const;

type Plural = '_one' | '_few' | '_many' | '_other';
type Stem<K extends string> = K extends `${infer S}${Plural}` ? S : K;
type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? Stem<K> : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];
type Resources = (typeof resources)['en'];

/** Name of a page text: `word:path.to.text`; plural forms share one name. An unknown name is a type error. */
export type TextKey = { [W in keyof Resources & string]: `${W}:${Leaves<Resources[W]>}` }[keyof Resources & string];

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
  resources,
  lng: 'ru',
  fallbackLng: false,
  initAsync: false,
  defaultNS: false,
  interpolation: { escapeValue: false },
  returnNull: false,
});
void instance.init();

function textsOf(language: Language): Texts {
  // i18next's own types follow one global declaration of resources; `TextKey` above replaces them.
  const t = instance.getFixedT(language) as Texts['t'];
  return { language, t };
}

const all: Readonly<Record<Language, Texts>> = { en: textsOf('en'), ru: textsOf('ru') };

/** Page texts of a language, with its plural forms. Never fails. */
export function textsIn(language: Language): Texts {
  return all[language];
}
