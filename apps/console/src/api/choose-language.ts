/** Chooses the language of this browser, and of whoever is signed in. @throws TypeError without a network */
export async function chooseLanguage(language: 'ru' | 'en'): Promise<void> {
  await fetch('/language', { method: 'POST', body: new URLSearchParams({ language }), redirect: 'manual' });
}
