import { composeLetter } from '../../apps/server/src/accounts/letters.ts';
import type { Platform } from './platform.ts';

/** The letters to an address as their reader would have them, newest first. */
export async function lettersTo(
  platform: Platform,
  email: string,
): Promise<readonly { readonly subject: string; readonly text: string }[]> {
  const mails = (await platform.world.store.mails.list()).filter((mail) => mail.recipient === email);
  const letters = [];
  for (const mail of mails) {
    const letter = await composeLetter(platform.world, mail);
    if (letter !== undefined) letters.push(letter);
  }
  return letters;
}

/** The path of the link in the newest letter to an address. */
export async function linkTo(platform: Platform, email: string): Promise<string> {
  const [letter] = await lettersTo(platform, email);
  const link = /https:\/\/\S+/.exec(letter?.text ?? '')?.[0];
  if (link === undefined) throw new Error(`no letter with a link to ${email}`);
  return new URL(link).pathname;
}
