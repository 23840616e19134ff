import { languageFacts } from '@pristan/locales';
import type { Language } from '@pristan/wire';
import { languages } from '@pristan/wire';

/** Every language of the platform by its own name, for a select. */
export const languageChoices = languages.map((value) => ({ value, label: languageFacts[value].name }));

/** The languages beside the one that is shown. */
export function otherLanguages(shown: Language) {
  return languageChoices.filter(({ value }) => value !== shown);
}
