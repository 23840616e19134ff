import ruProblems from '../../ru/problems.json' with { type: 'json' };
import enProblems from '../../en/problems.json' with { type: 'json' };

/** Texts of the JSON API’s problems, by language. Written by `npm run languages`. */
export const problemTexts: Readonly<Record<'ru' | 'en', typeof enProblems>> = {
  ru: ruProblems,
  en: enProblems,
};
