/** Every language of pages, mails, problems and findings, in the order of lists. Written by `npm run languages`. */
export const languages = ['ru', 'en'] as const;
