import type { Language } from '@pristan/wire';

/** Stores the language of pages for this browser and for the signed-in user. @throws TypeError without a network */
export async function chooseLanguage(language: Language): Promise<void> {
  await fetch('/language', { method: 'POST', body: new URLSearchParams({ language }), redirect: 'manual' });
}
