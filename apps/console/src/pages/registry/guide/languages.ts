/** In which the guide shows its code. */
export const codeLanguages = ['curl', 'node', 'php'] as const;
export type CodeLanguage = (typeof codeLanguages)[number];
