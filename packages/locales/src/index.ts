export { buttonLanguages, languageFacts } from './generated/languages.ts';
export type { LanguageFacts, LanguageName } from './language-facts.ts';
export type { ButtonTexts } from './button-texts.ts';
export type { TextKeyOf } from './text-key.ts';
