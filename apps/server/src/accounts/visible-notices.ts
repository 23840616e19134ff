import type { NoticeRow } from '@pristan/flows';
import { invalidInvitation, invitationEndReason } from '@pristan/rules';
import type { NoticeKind } from '@pristan/wire';
import type { World } from '../environment/open.ts';
import type { Session } from '../http/session.ts';
import { invitationPath } from './invitation-link.ts';
import { readNotice, type StoredNotice } from './notice-facts.ts';
import { shownNotice, type ShownNotice } from './notice-text.ts';

/** A notice that its reader still has to see. */
export interface VisibleNotice extends ShownNotice {
  readonly row: NoticeRow;
}

interface NamedAccount {
  readonly accountId: number;
  readonly name: string;
}

type NoticeOf<Kind extends NoticeKind> = Extract<StoredNotice, { kind: Kind }>;

/**
 * Notices for the signed-in person, newest first: their own and those of the accounts they administer.
 *
 * @param accounts the accounts in which the person is active
 */
export async function visibleNotices(
  world: World,
  session: Session,
  accounts: readonly NamedAccount[],
): Promise<readonly VisibleNotice[]> {
  const rows = await world.store.notices.of(session.userId);
  const shown = await Promise.all(rows.map(async (row) => show(world, session, { row, accounts })));
  return rows.flatMap((row, at) => {
    const notice = shown[at];
    return notice === undefined ? [] : { ...notice, row };
  });
}

/** Returns the notice as it is shown now; `undefined` when it is obsolete. */
async function show(
  world: World,
  session: Session,
  { row, accounts }: { readonly row: NoticeRow; readonly accounts: readonly NamedAccount[] },
): Promise<ShownNotice | undefined> {
  const account = accounts.find(({ accountId }) => accountId === row.accountId)?.name ?? '';
  const notice = readNotice(row, account);
  if (notice === undefined) return undefined;
  switch (notice.kind) {
    case 'invited':
      return showInvitation(world, session, notice);
    case 'admin_requested':
      return showAdminRequest(world, notice, accounts);
    default:
      return shownNotice(notice, account);
  }
}

/** Returns an `invited` notice as long as the invitation is open. */
async function showInvitation(
  world: World,
  session: Session,
  notice: NoticeOf<'invited'>,
): Promise<ShownNotice | undefined> {
  const { accountId, invitationId } = notice.facts;
  if (accountId === undefined || invitationId === undefined) return undefined;
  const card = await world.store.invitations.byId(accountId, invitationId);
  if (
    card === undefined ||
    card.email !== session.user.email ||
    invalidInvitation(card, world.clock.now()) !== undefined
  )
    return undefined;
  const names = { account: card.accountName, inviter: card.inviterName ?? card.accountName };
  return { notice, kind: 'invited', names, url: invitationPath(world, { accountId, invitationId }) };
}

/**
 * Returns an `admin_requested` notice as long as an admin can act on it: while the invitation is open, and then until
 * the invited person is an admin.
 */
async function showAdminRequest(
  world: World,
  notice: NoticeOf<'admin_requested'>,
  accounts: readonly NamedAccount[],
): Promise<ShownNotice | undefined> {
  const { accountId, email } = notice.facts;
  if (accountId === undefined) return undefined;
  const account = accounts.find((one) => one.accountId === accountId)?.name ?? '';
  const shown = { notice, names: { account }, url: `/console/accounts/${accountId}/people` };
  const now = world.clock.now();
  const { isMember, pending } = await world.store.accounts.invitationFacts(accountId, email, now);
  if (!isMember) {
    const open = pending !== undefined && now < pending.expiresAt && invitationEndReason(pending) === undefined;
    return open ? { kind: 'admin_requested', ...shown } : undefined;
  }
  const user = await world.store.accounts.userByEmail(email);
  const member = user === undefined ? undefined : await world.store.accounts.member(accountId, user.userId, now);
  const isMade = member === undefined || member.role === 'admin' || member.state !== 'active';
  return isMade ? undefined : { kind: 'admin_requested_joined', ...shown };
}
