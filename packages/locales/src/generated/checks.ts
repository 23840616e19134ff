import ruChecks from '../../ru/checks.json' with { type: 'json' };
import enChecks from '../../en/checks.json' with { type: 'json' };

/** Texts of the rules for widget archives and of findings, by language. Written by `npm run languages`. */
export const checkTexts: Readonly<Record<'ru' | 'en', typeof enChecks>> = {
  ru: ruChecks,
  en: enChecks,
};
