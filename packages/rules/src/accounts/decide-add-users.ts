import { normalizeEmail } from '@pristan/wire';
import type { InvitationDraft, InvitationFacts, Invite } from './decide-invitation.ts';
import { decideInvite } from './decide-invitation.ts';
import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { DelegationEnd, DelegationFacts } from '../access/delegation.ts';
import { delegationStatus, grantPinned } from '../access/delegation.ts';
import type { Change, GrantActor } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { Precondition } from '../precondition.ts';

/** Maximum number of users in one request of `POST /api/v4/users`. */
export const usersPerRequestMax = 10;

/** An account with more members than this can invite users on its page only, not through the API. */
export const usersForAddingMax = 100;

/** An invalid element of a request to add users; `index` is its position in the request. */
export interface ElementProblem {
  readonly index: number;
  readonly reason: 'email_repeated' | Exclude<Extract<Invite, { kind: 'refuse' }>['reason'], 'forbidden'>;
}

export type AddUsers =
  | { readonly kind: 'invited'; readonly emails: readonly string[] }
  | { readonly kind: 'invalid'; readonly problems: readonly ElementProblem[] }
  /** The program's access ended or was reduced after its request to add users was accepted. */
  | { readonly kind: 'refuse'; readonly reason: 'access_ended'; readonly why: DelegationEnd }
  | Refusal<'too_many_users'>;

/** The present access of the program that adds users. */
export interface ProgramFacts {
  readonly made: DelegationFacts;
  /**
   * The membership of the context user that the request names; absent when it acts with the grant's own full access.
   */
  readonly actsFor?: { readonly membership: Membership | undefined } | undefined;
}

/** One user of a request of `POST /api/v4/users`. */
export interface RequestedUser {
  /** The invitation; its role is always `member`, even if the request asks for an admin. */
  readonly draft: InvitationDraft & { readonly role: 'member' };
  readonly facts: InvitationFacts;
  /** ID for the notification to the admins, in case one is due. */
  readonly noticeId: string;
}

/**
 * Invites all users of a program's request as members, or nobody. The program is checked again: its access may have
 * ended after its request was accepted. Only an admin can make somebody an admin: the account's admins are notified of
 * the program's wish, once per address.
 *
 * @see docs/spec/dialect.md#users
 */
export function decideAddUsers(
  people: readonly RequestedUser[],
  account: { readonly members: number; readonly integration: string; readonly program: ProgramFacts },
  { actor, now }: { readonly actor: GrantActor; readonly now: Instant },
): Decided<AddUsers> {
  const why = programEnd(account.program);
  if (why !== undefined) return { outcome: { kind: 'refuse', reason: 'access_ended', why }, changes: [] };
  if (account.members > usersForAddingMax) return refuse('too_many_users');
  const by = { actor, membership: { role: 'admin', state: 'active' } } as const;
  const emails: string[] = [];
  const problems: ElementProblem[] = [];
  const changes: Change[] = [];
  for (const [index, { draft, facts, noticeId }] of people.entries()) {
    const email = normalizeEmail(draft.email);
    if (email !== undefined && emails.includes(email)) {
      problems.push({ index, reason: 'email_repeated' });
      continue;
    }
    // Earlier users of the same request count as open invitations too.
    const decided = decideInvite(
      draft,
      { ...facts, openInvitations: facts.openInvitations + emails.length },
      { by, now },
    );
    if (decided.outcome.kind === 'invited') {
      const { email: invited, replaced } = decided.outcome;
      emails.push(invited);
      changes.push(...decided.changes);
      if (draft.asksAdmin && replaced?.asksAdmin !== true) {
        const { accountId, invitationId } = draft;
        const about = { accountId, invitationId, email: invited, integration: account.integration };
        const notice = { kind: 'admin_requested', facts: about } as const;
        changes.push({ kind: 'admins_notified', accountId, noticeId, notice, at: now });
      }
    } else if (decided.outcome.reason !== 'forbidden') problems.push({ index, reason: decided.outcome.reason });
  }
  if (problems.length > 0) return { outcome: { kind: 'invalid', problems }, changes: [] };
  const restsOn = [...membersCounted(people), ...grantPinned(account.program.made)];
  return { outcome: { kind: 'invited', emails }, changes, restsOn };
}

/** The reason why the program may add users no longer; `undefined` while it may. */
function programEnd({ made, actsFor }: ProgramFacts): DelegationEnd | undefined {
  const status = delegationStatus('program_invitation', made);
  if (status !== 'holds') return status;
  return actsFor && !permits(actsFor.membership, 'member.invite') ? 'maker_not_admin' : undefined;
}

function membersCounted([first]: readonly RequestedUser[]): readonly Precondition[] {
  if (first === undefined) return [];
  return [{ fact: 'count', of: { what: 'members', accountId: first.draft.accountId }, max: usersForAddingMax + 1 }];
}
