import type { MailRow } from '@pristan/flows';
import { isMailGivenUp } from '@pristan/rules';
import type { World } from '../environment/open.ts';
import { composeMail } from './compose-mail.ts';

/** A mail to be sent. */
export interface OutgoingMail {
  readonly mailId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Page where the recipient can switch off mails of this kind. */
  readonly choiceUrl?: string | undefined;
}

/** Hands a mail to the mail server. @throws when the mail server did not accept the mail */
export type Transport = (letter: OutgoingMail) => Promise<void>;

/**
 * Composes a claimed mail as it is now, and sends it.
 *
 * @returns `pointless` when the mail need not be sent any more, or was given up
 * @throws when the mail server did not accept the mail
 */
export async function sendMail(world: World, transport: Transport, mail: MailRow): Promise<'sent' | 'pointless'> {
  const { mailId, kind, attempts, recipient } = mail;
  // Checked first: a mail that cannot be composed is given up too.
  if (isMailGivenUp(attempts)) {
    world.log.error({ mailId, kind }, 'a mail was given up');
    return 'pointless';
  }
  const letter = await composeMail(world, mail);
  if (letter === undefined) return 'pointless';
  await transport({ mailId, to: recipient, ...letter });
  return 'sent';
}

/** Kind of a failure to send a mail, without the mail server's answer, which may quote a mail or a name. */
export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? String(error.code) : error.name;
  return 'responseCode' in error ? `${code} ${String(error.responseCode)}` : code;
}
