/** Languages of the guide's code. */
export const codeLanguages = ['curl', 'node', 'php'] as const;
export type CodeLanguage = (typeof codeLanguages)[number];
