/** Loads the console’s texts in one language, by word. Written by `npm run languages`. */
export const consoleTexts = {
  ru: async () => (await import('./console/ru.ts')).texts,
  en: async () => (await import('./console/en.ts')).texts,
} as const;

/** Loads the texts of the JSON API’s problems in one language. Written by `npm run languages`. */
export const consoleProblems = {
  ru: async () => (await import('../../ru/problems.json', { with: { type: 'json' } })).default,
  en: async () => (await import('../../en/problems.json', { with: { type: 'json' } })).default,
} as const;
