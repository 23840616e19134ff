/** The languages that an integration's texts may be in, a closed list; the platform's own pages speak the first two. */
export const textLanguages = ['ru', 'en', 'es', 'pt', 'tr', 'kk', 'uz'] as const;

export type TextLanguage = (typeof textLanguages)[number];

/** Whether it is one of them. */
export function isTextLanguage(text: string): text is TextLanguage {
  return textLanguages.some((language) => language === text);
}
