import { composeMail } from '../../apps/server/src/accounts/compose-mail.ts';
import type { Platform } from './platform.ts';

/** Returns the mails to an address as they would be sent now, newest first. */
export async function mailsTo(
  platform: Platform,
  email: string,
): Promise<readonly { readonly subject: string; readonly text: string }[]> {
  const mails = (await platform.world.store.mails.list()).filter((mail) => mail.recipient === email);
  const letters = [];
  for (const mail of mails) {
    const letter = await composeMail(platform.world, mail);
    if (letter !== undefined) letters.push(letter);
  }
  return letters;
}

/** Returns the path of the link in the newest mail to an address. */
export async function mailLinkTo(platform: Platform, email: string): Promise<string> {
  const [letter] = await mailsTo(platform, email);
  const link = /https:\/\/\S+/.exec(letter?.text ?? '')?.[0];
  if (link === undefined) throw new Error(`no letter with a link to ${email}`);
  return new URL(link).pathname;
}
