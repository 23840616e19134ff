import type { MailRow } from '@pristan/flows';
import { drawLink, mailSecretPlace } from '@pristan/flows';
import { deadInvitation, hourMs } from '@pristan/rules';
import { z } from 'zod';
import type { World } from '../environment/open.ts';
import type { Letter } from '../pages/accounts/mail-text.ts';
import { mailText } from '../pages/accounts/mail-text.ts';
import { noticeFactsOf } from './notice-facts.ts';

/** How long a reset link works. */
export const resetLifetimeMs = hourMs;

/** A link that works for less than this is not worth a letter. */
const WORTH_SENDING_MS = 30_000;

const invitationFacts = z.object({ accountId: z.number(), invitationId: z.string() });
const resetFacts = z.object({ expiresAt: z.number() });

/**
 * The letter of a row of the outbox, with its link's secret unsealed: for sending, and for a page of a development
 * server. A reset letter gets its link here, so that asking for one takes the same whoever is asked about.
 *
 * @returns `undefined` when there is nothing to say any more: nobody has the address, the invitation was taken back, the
 *   link is over
 */
export async function composeLetter(world: World, mail: MailRow): Promise<Letter | undefined> {
  switch (mail.kind) {
    case 'invitation':
      return composeInvitation(world, mail);
    case 'password_reset':
      return composeReset(world, mail);
    default:
      return composeNotice(world, mail);
  }
}

async function composeInvitation(world: World, mail: MailRow): Promise<Letter | undefined> {
  const { accountId, invitationId } = invitationFacts.parse(mail.facts);
  const card = await world.store.invitations.byId(accountId, invitationId);
  const validMs = (card?.expiresAt ?? 0) - world.clock.now();
  // Taken back, or whoever made it may not invite any more.
  if (card === undefined || deadInvitation(card, world.clock.now()) !== undefined) return undefined;
  if (validMs < WORTH_SENDING_MS || mail.sealedSecret === undefined) return undefined;
  const token = world.vault.open(mailSecretPlace(mail.mailId), mail.sealedSecret);
  const url = `${world.config.publicUrl}/invitations/${token}`;
  const inviter = card.inviterName ?? card.accountName;
  return mailText(
    { kind: 'invitation', account: card.accountName, inviter, role: card.role, url, validMs },
    mail.language,
  );
}

async function composeReset(world: World, mail: MailRow): Promise<Letter | undefined> {
  const now = world.clock.now();
  const { tokenHash, sealedToken: sealedSecret } = drawLink(world, mail.mailId);
  const user = await world.store.mails.prepareReset(mail, {
    tokenHash,
    sealedSecret,
    now,
    expiresAt: now + resetLifetimeMs,
  });
  // Somebody else may have given it its link meanwhile; what stands in the row is what holds.
  const prepared = user === undefined ? undefined : await world.store.mails.find(mail.mailId);
  if (user === undefined || prepared?.sealedSecret === undefined) return undefined;
  const validMs = resetFacts.parse(prepared.facts).expiresAt - now;
  if (validMs < WORTH_SENDING_MS) return undefined;
  const token = world.vault.open(mailSecretPlace(mail.mailId), prepared.sealedSecret);
  const url = `${world.config.publicUrl}/password-reset/${token}`;
  return mailText({ kind: 'password_reset', name: user.name, url, validMs }, user.language);
}

async function composeNotice(world: World, mail: MailRow): Promise<Letter | undefined> {
  const notice = noticeFactsOf(mail, '');
  const user = await world.store.accounts.userByEmail(mail.recipient);
  if (notice === undefined || user === undefined) return undefined;
  return mailText({ kind: 'notice', name: user.name, notice, homeUrl: `${world.config.publicUrl}/` }, mail.language);
}
