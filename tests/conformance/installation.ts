import { formWith } from './forms.ts';
import type { Arrival, Browser } from './browser.ts';
import { describe } from './browser.ts';
import { settings } from './settings.ts';

/** Confirms a page that asks whether to disable or install; the form leads back to the page's own address. */
export async function confirm(browser: Browser, path: string): Promise<Arrival> {
  const page = await browser.open(`${settings.url}${path}`);
  const done = await browser.submit(page, confirmationOf(page, path));
  if (done.kind === 'left' || done.answer.status >= 400) throw new Error(`not confirmed: ${describe(done)}`);
  return done;
}

/** Disables an integration where it is enabled; elsewhere its page has nothing to confirm. */
export async function ensureDisabled(browser: Browser, path: string): Promise<void> {
  const page = await browser.open(`${settings.url}${path}`);
  if (confirmationOf(page, path) !== undefined) await confirm(browser, path);
}

function confirmationOf(page: Arrival, path: string) {
  if (page.kind === 'left') return undefined;
  return formWith(page.answer.text, (_, { action, method }) => {
    return method === 'POST' && new URL(action, page.url).pathname === path;
  });
}
