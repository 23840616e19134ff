import { languages } from './generated/languages.ts';
import type { Language } from './languages.ts';

const further = ['es', 'pt', 'tr', 'kk', 'uz'] as const;

export type TextLanguage = Language | (typeof further)[number];

/** The closed list of languages for an integration's descriptions: those of the platform's pages, and further ones. */
export const textLanguages: readonly TextLanguage[] = [...new Set<TextLanguage>([...languages, ...further])];

export function isTextLanguage(text: string): text is TextLanguage {
  return textLanguages.some((language) => language === text);
}
