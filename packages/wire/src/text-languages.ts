/** The closed list of languages for an integration's descriptions; the platform's own pages use the first two. */
export const textLanguages = ['ru', 'en', 'es', 'pt', 'tr', 'kk', 'uz'] as const;

export type TextLanguage = (typeof textLanguages)[number];

export function isTextLanguage(text: string): text is TextLanguage {
  return textLanguages.some((language) => language === text);
}
