import { languages } from './generated/languages.ts';
import type { Platform } from './token/errors.ts';

/** A language of pages, mails, problems and findings. */
export type Language = (typeof languages)[number];

/** The language of readers whose own the platform does not have. */
export const defaultLanguage = 'en' satisfies Language;

/** The language of a platform's own texts, for requests that name no language. */
export function platformLanguage(platform: Platform): Language {
  return platform === 1 ? 'ru' : 'en';
}

export function isLanguage(text: unknown): text is Language {
  return languages.some((language) => language === text);
}

/** The language of this name; English when the platform has none, for example no longer. */
export function knownLanguage(text: string): Language {
  return isLanguage(text) ? text : defaultLanguage;
}
