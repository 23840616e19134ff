import type { WorkKind } from '@pristan/due-work';
import { doublingWait } from '@pristan/due-work';
import type { MailRow } from '@pristan/flows';
import { mailWaits, minuteMs, secondMs } from '@pristan/rules';
import type { Transport } from '../accounts/send-mail.ts';
import { failureOf, sendMail } from '../accounts/send-mail.ts';
import type { World } from '../environment/open.ts';

/** Duration of a mail's lease in ms; the mail server may be silent for half a minute at each step. */
export const mailLeaseMs = 2 * minuteMs;

/**
 * Due mails of the outbox. A mail that the mail server did not accept stays in the outbox, and is due again after a wait.
 * A mail whose node dies while sending is sent again after its lease, with the same Message-ID.
 */
export function mailWork(world: World, transport: Transport): WorkKind<MailRow, 'sent' | 'pointless'> {
  const { mails } = world.store;
  return {
    name: 'mail',
    leaseMs: mailLeaseMs,
    lookMs: 5 * secondMs,
    idleMs: 30 * secondMs,
    stopMs: 10 * secondMs,
    // All mails go to one host, the mail server.
    budget: { total: 4, perHost: 4 },
    claim: async (question) => {
      const free = question.room.find(({ host }) => host === mailServer)?.free ?? question.perHost;
      const limit = Math.min(question.limit, free);
      return limit === 0 ? [] : mails.claim({ ...question, limit });
    },
    nextDueAt: async () => mails.nextDueAt(),
    keyOf: ({ mailId }) => mailId,
    hostOf: () => mailServer,
    perform: async (mail) => sendMail(world, transport, mail),
    async settle(mail, ending) {
      const { mailId, attempts } = mail;
      const now = world.clock.now();
      if (ending.kind === 'threw') {
        // The mail server's answer may quote the mail, so only the kind of failure is stored.
        const why = failureOf(ending.error);
        world.log.warn({ mailId, why }, 'a mail was not accepted');
        return mails.failed(mail, why, now + doublingWait(attempts, mailWaits));
      }
      return ending.result === 'sent' ? mails.sent(mailId, now) : mails.drop(mailId);
    },
    hasHung: (ending) => ending.kind === 'threw' && failureOf(ending.error) === 'ETIMEDOUT',
  };
}

const mailServer = 'the mail server';
