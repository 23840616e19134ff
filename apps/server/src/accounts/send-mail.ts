import type { World } from '../environment/open.ts';
import { composeLetter } from './letters.ts';

/** A letter on its way out. */
export interface OutgoingLetter {
  readonly mailId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Hands a letter to the mail server. @throws when it was not taken */
export type Transport = (letter: OutgoingLetter) => Promise<void>;

const LEASE_MS = 2 * 60_000;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;
const ATTEMPTS_MAX = 15;

/**
 * Sends one letter of the outbox, if it is due and nobody else has it in hand. A letter that was not taken stays, and is
 * due again after a wait that doubles: from half a minute to six hours, some two days in all. Told by the row's own lease
 * and due time, so that it does not matter how often or where the job runs.
 */
export async function sendMail(world: World, transport: Transport, mailId: string): Promise<void> {
  const now = world.clock.now();
  const mail = await world.store.mails.claim(mailId, now, now + LEASE_MS);
  if (mail === undefined) return;
  try {
    const letter = await composeLetter(world, mail);
    if (letter === undefined || mail.attempts > ATTEMPTS_MAX) {
      if (letter !== undefined) world.log.error({ mailId, kind: mail.kind }, 'a letter was given up');
      await world.store.mails.drop(mailId);
      return;
    }
    await transport({ mailId, to: mail.recipient, ...letter });
  } catch (error) {
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (mail.attempts - 1), LONGEST_WAIT_MS);
    // A server's answer may quote the letter; what is kept is only the kind of the failure.
    const why = failureOf(error);
    world.log.warn({ mailId, why }, 'a letter was not taken');
    await world.store.mails.failed(mailId, why, world.clock.now() + wait);
    return;
  }
  await world.store.mails.sent(mailId, world.clock.now());
}

function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? String(error.code) : error.name;
  return 'responseCode' in error ? `${code} ${String(error.responseCode)}` : code;
}
