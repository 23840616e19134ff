import type { MailRow } from '@pristan/flows';
import { newInvitationLink, mailLinkAssociatedData } from '@pristan/flows';
import { invalidInvitation, hourMs, invitationMailLimit, isNoticeMailDue } from '@pristan/rules';
import { noticeKinds } from '@pristan/wire';
import { z } from 'zod';
import type { World } from '../environment/open.ts';
import type { MailText } from './mail-text.ts';
import { mailText } from './mail-text.ts';
import { readNotice } from './notice-facts.ts';
import { shownNotice } from './notice-text.ts';

/** Lifetime of a password-reset link, in ms. */
export const resetLifetimeMs = hourMs;

/** Shortest remaining lifetime (ms) of a link that is still mailed: a mail whose link expires sooner is not sent. */
const WORTH_SENDING_MS = 30_000;

const invitationFacts = z.object({ accountId: z.number(), invitationId: z.string() });
const resetFacts = z.object({ expiresAt: z.number() });

/**
 * Composes the text of a mail in the outbox and unseals its link's secret, for sending and for the mail page of a
 * development server. A password-reset link is created here, so that requesting one takes equally long for every
 * address.
 *
 * @returns `undefined` when there is nothing to send any more: nobody has the address, the invitation was withdrawn,
 * the link has expired
 */
export async function composeMail(world: World, mail: MailRow): Promise<MailText | undefined> {
  switch (mail.kind) {
    case 'invitation':
      return composeInvitation(world, mail);
    case 'password_reset':
      return composeReset(world, mail);
    default:
      return composeNotice(world, mail);
  }
}

async function composeInvitation(world: World, mail: MailRow): Promise<MailText | undefined> {
  const { max, windowMs } = invitationMailLimit;
  // The inviter does not learn that an invitation mail was dropped: that would show them what others send.
  if ((await world.store.mails.before(mail, mail.createdAt - windowMs)) >= max) return undefined;
  const { accountId, invitationId } = invitationFacts.parse(mail.facts);
  const card = await world.store.invitations.byId(accountId, invitationId);
  const validMs = (card?.expiresAt ?? 0) - world.clock.now();
  // No mail for an invitation that was withdrawn, or whose inviter may not invite any more.
  if (card === undefined || invalidInvitation(card, world.clock.now()) !== undefined) return undefined;
  if (validMs < WORTH_SENDING_MS || mail.sealedSecret === undefined) return undefined;
  const token = world.vault.open(mailLinkAssociatedData(mail.mailId), mail.sealedSecret);
  const url = `${world.config.publicUrl}/invitations/${token}`;
  const inviter = card.inviterName ?? card.accountName;
  return mailText(
    { kind: 'invitation', account: card.accountName, inviter, role: card.role, url, validMs },
    mail.language,
  );
}

async function composeReset(world: World, mail: MailRow): Promise<MailText | undefined> {
  const now = world.clock.now();
  const { tokenHash, sealedToken: sealedSecret } = newInvitationLink(world, mail.mailId);
  const user = await world.store.mails.prepareReset(mail, {
    tokenHash,
    sealedSecret,
    now,
    expiresAt: now + resetLifetimeMs,
  });
  // Another process may have issued the password-reset link meanwhile; the stored one counts.
  const prepared = user === undefined ? undefined : await world.store.mails.find(mail.mailId);
  if (user === undefined || prepared?.sealedSecret === undefined) return undefined;
  const validMs = resetFacts.parse(prepared.facts).expiresAt - now;
  if (validMs < WORTH_SENDING_MS) return undefined;
  const token = world.vault.open(mailLinkAssociatedData(mail.mailId), prepared.sealedSecret);
  const url = `${world.config.publicUrl}/password-reset/${token}`;
  return mailText({ kind: 'password_reset', name: user.name, url, validMs }, user.language);
}

/**
 * Text of a notice mail; `undefined` when no mail is due. Decided when the mail is sent: by then the recipient may no
 * longer be an admin, or may have switched off mails of this kind.
 */
async function composeNotice(world: World, mail: MailRow): Promise<MailText | undefined> {
  const notice = readNotice(mail, '');
  const user = await world.store.accounts.userByEmail(mail.recipient);
  if (notice === undefined || user === undefined) return undefined;
  if (!isNoticeMailDue(await world.store.notices.letterFacts(mail, hourMs))) return undefined;
  const isChosen = noticeKinds[notice.kind].letter === 'chosen';
  const { publicUrl } = world.config;
  const links = { homeUrl: `${publicUrl}/console/`, choiceUrl: isChosen ? `${publicUrl}/console/me` : undefined };
  return mailText({ kind: 'notice', name: user.name, notice: shownNotice(notice, ''), ...links }, mail.language);
}
