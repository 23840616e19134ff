import type { InvitationDraft, InvitationFacts, Invite } from './decide-invitation.ts';
import { decideInvite } from './decide-invitation.ts';
import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { DelegationEnd, DelegationFacts } from '../access/delegation.ts';
import { delegationStatus, grantPinned } from '../access/delegation.ts';
import { normalizeEmail } from './names.ts';
import type { Change, GrantHolder } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { Precondition } from '../precondition.ts';

/** People that may be added by one request. */
export const usersPerRequestMax = 10;

/** An account with more members than this adds people on its page only. */
export const usersForAddingMax = 100;

/** One element that does not pass; `index` is its place in the request. */
export interface ElementProblem {
  readonly index: number;
  readonly reason: 'email_repeated' | Exclude<Extract<Invite, { kind: 'refuse' }>['reason'], 'forbidden'>;
}

export type AddUsers =
  | { readonly kind: 'invited'; readonly emails: readonly string[] }
  | { readonly kind: 'invalid'; readonly problems: readonly ElementProblem[] }
  /** The program's access ended or was reduced since the request was let in. */
  | { readonly kind: 'refuse'; readonly reason: 'access_ended'; readonly why: DelegationEnd }
  | Refusal<'too_many_users'>;

/** The program's access, as it is at this moment. */
export interface ProgramFacts {
  readonly made: DelegationFacts;
  /** Membership of the person that the request names; absent when it acts with the grant's own full access. */
  readonly actsFor?: { readonly membership: Membership | undefined } | undefined;
}

/** One element of a request. */
export interface AskedUser {
  /** As a member, whatever was asked. */
  readonly draft: InvitationDraft & { readonly role: 'member' };
  readonly facts: InvitationFacts;
  /** Drawn for the notice to the admins, in case one is due. */
  readonly noticeId: string;
}

/**
 * Invites everybody in the request as members, or nobody. The program is judged again, because its access may have ended
 * since the request was let in. That somebody becomes an admin takes a person: the account's admins are told that it was
 * asked for, once for an address.
 *
 * @see docs/spec/dialect.md#users
 */
export function decideAddUsers(
  people: readonly AskedUser[],
  account: { readonly members: number; readonly integration: string; readonly program: ProgramFacts },
  actor: GrantHolder,
  now: Instant,
): Decided<AddUsers> {
  const { made, actsFor } = account.program;
  const status = delegationStatus('program_invitation', made);
  const why =
    status !== 'holds'
      ? status
      : actsFor && !permits(actsFor.membership, 'member.invite')
        ? 'maker_not_admin'
        : undefined;
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
    // Those before it in this request are open invitations too.
    const decided = decideInvite(draft, { ...facts, openInvitations: facts.openInvitations + emails.length }, by, now);
    if (decided.outcome.kind === 'invited') {
      const { email: invited, replaced } = decided.outcome;
      emails.push(invited);
      changes.push(...decided.changes);
      if (draft.asksAdmin && replaced?.asksAdmin !== true) {
        const { accountId, invitationId } = draft;
        const about = { accountId, invitationId, email: invited, integration: account.integration };
        changes.push({
          kind: 'admins_notified',
          accountId,
          noticeId,
          notice: { kind: 'admin_requested', facts: about },
          at: now,
        });
      }
    } else if (decided.outcome.reason !== 'forbidden') problems.push({ index, reason: decided.outcome.reason });
  }
  if (problems.length > 0) return { outcome: { kind: 'invalid', problems }, changes: [] };
  const [first] = people;
  const membersCounted: Precondition[] =
    first === undefined
      ? []
      : [{ fact: 'count', of: { what: 'members', accountId: first.draft.accountId }, max: usersForAddingMax + 1 }];
  return { outcome: { kind: 'invited', emails }, changes, restsOn: [...membersCounted, ...grantPinned(made)] };
}
