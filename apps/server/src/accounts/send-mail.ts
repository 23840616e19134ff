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

const LEASE_MS = 2 * 60_000;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;
const ATTEMPTS_MAX = 15;

/**
 * Sends one mail of the outbox, if it is due and no other node has leased it. A mail that the mail server did not
 * accept stays in the outbox, and is due again after a wait that doubles from half a minute to six hours: some two days
 * in all. The row's own lease and due time decide, so that it does not matter how often or where the job runs.
 */
export async function sendMail(world: World, transport: Transport, mailId: string): Promise<void> {
  const now = world.clock.now();
  const mail = await world.store.mails.claim(mailId, now, now + LEASE_MS);
  if (mail === undefined) return;
  try {
    const letter = await composeMail(world, mail);
    if (letter === undefined || mail.attempts > ATTEMPTS_MAX) {
      if (letter !== undefined) world.log.error({ mailId, kind: mail.kind }, 'a mail was given up');
      await world.store.mails.drop(mailId);
      return;
    }
    await transport({ mailId, to: mail.recipient, ...letter });
  } catch (error) {
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (mail.attempts - 1), LONGEST_WAIT_MS);
    // The mail server's answer may quote the mail, so only the kind of failure is stored.
    const why = failureOf(error);
    world.log.warn({ mailId, why }, 'a mail was not accepted');
    await world.store.mails.failed(mailId, why, world.clock.now() + wait);
    return;
  }
  await world.store.mails.sent(mailId, world.clock.now());
}

/** Kind of a failure to send a mail, without the mail server's answer, which may quote a mail or a name. */
export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? String(error.code) : error.name;
  return 'responseCode' in error ? `${code} ${String(error.responseCode)}` : code;
}
