import type { LanguageFacts, LanguageName } from '../language-facts.ts';
import ruLanguage from '../../ru/language.json' with { type: 'json' };
import enLanguage from '../../en/language.json' with { type: 'json' };
import esLanguage from '../../es/language.json' with { type: 'json' };
import ptLanguage from '../../pt/language.json' with { type: 'json' };
import idLanguage from '../../id/language.json' with { type: 'json' };

/** Every language of the platform, in the order of lists. Written by `npm run languages`. */
export const languageFacts: Readonly<Record<'ru' | 'en', LanguageFacts>> = {
  ru: ruLanguage,
  en: enLanguage,
};

/** Every language of the connect button, in the order of lists. Written by `npm run languages`. */
export const buttonLanguages: Readonly<Record<'ru' | 'en' | 'es' | 'pt' | 'id', LanguageName>> = {
  ru: ruLanguage,
  en: enLanguage,
  es: esLanguage,
  pt: ptLanguage,
  id: idLanguage,
};
