/** Programming languages of the guide's commands and code. */
export const codeLanguages = ['curl', 'node', 'php'] as const;
export type CodeLanguage = (typeof codeLanguages)[number];
