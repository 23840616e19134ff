import type { NoticeRow } from '@pristan/flows';
import { invalidInvitation, invitationEndReason } from '@pristan/rules';
import type { World } from '../environment/open.ts';
import type { Session } from '../http/session.ts';
import type { NoticeFacts } from './notice-text.ts';
import { invitationPath } from './invitation-link.ts';
import { adminRequestOf, invitationOf, invitedFactsOf, noticeFactsOf } from './notice-facts.ts';

/** A notice that its reader still has to see, with the facts for its text. */
export interface VisibleNotice {
  readonly notice: NoticeRow;
  readonly facts: NoticeFacts;
}

/**
 * Notices for the signed-in person, newest first: their own and those of the accounts they administer.
 *
 * @param accounts the accounts in which the person is active
 */
export async function visibleNotices(
  world: World,
  session: Session,
  accounts: readonly { readonly accountId: number; readonly name: string }[],
): Promise<readonly VisibleNotice[]> {
  const notices = await world.store.notices.of(session.userId);
  const told = await Promise.all(
    notices.map(async (notice) => ({ notice, facts: await tell(world, session, { notice, accounts }) })),
  );
  return told.flatMap(({ notice, facts }) => (facts === undefined ? [] : { notice, facts }));
}

/** Facts for the text of a notice; `undefined` when the notice is obsolete. */
async function tell(
  world: World,
  session: Session,
  told: {
    readonly notice: NoticeRow;
    readonly accounts: readonly { readonly accountId: number; readonly name: string }[];
  },
): Promise<NoticeFacts | undefined> {
  const { notice, accounts } = told;
  const asked = adminRequestOf(notice);
  if (asked !== undefined) return tellAdminRequest(world, asked, accounts);
  const invitation = invitationOf(notice);
  if (invitation === undefined)
    return noticeFactsOf(notice, accounts.find(({ accountId }) => accountId === notice.accountId)?.name ?? '');
  const card = await world.store.invitations.byId(invitation.accountId, invitation.invitationId);
  if (
    card === undefined ||
    card.email !== session.user.email ||
    invalidInvitation(card, world.clock.now()) !== undefined
  )
    return undefined;
  return invitedFactsOf(card, invitationPath(world, invitation));
}

/**
 * Facts of an `admin_requested` notice, as long as an admin can act on it: while the invitation is open, and then until
 * the invited person is an admin.
 */
async function tellAdminRequest(
  world: World,
  asked: NonNullable<ReturnType<typeof adminRequestOf>>,
  accounts: readonly { readonly accountId: number; readonly name: string }[],
): Promise<NoticeFacts | undefined> {
  const { accountId, email, integration } = asked;
  const account = accounts.find((one) => one.accountId === accountId)?.name ?? '';
  const said = { account, integration, email, url: `/console/accounts/${accountId}/people` };
  const now = world.clock.now();
  const { isMember, pending } = await world.store.accounts.invitationFacts(accountId, email, now);
  if (!isMember) {
    const open = pending !== undefined && now < pending.expiresAt && invitationEndReason(pending) === undefined;
    return open ? { kind: 'admin_requested', ...said } : undefined;
  }
  const user = await world.store.accounts.userByEmail(email);
  const member = user === undefined ? undefined : await world.store.accounts.member(accountId, user.userId, now);
  const isMade = member === undefined || member.role === 'admin' || member.state !== 'active';
  return isMade ? undefined : { kind: 'admin_requested_joined', ...said };
}
