import type { Membership } from '../access/actions.ts';
import { isActiveAdmin, permits } from '../access/actions.ts';
import type { Role } from '../access/grant-status.ts';
import { operator } from '../access/actor.ts';
import type { Actor, Change, MemberStatus } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { HeldPersonalToken } from '../held-personal-token.ts';

export interface MemberFacts {
  readonly accountId: number;
  readonly userId: number;
  readonly standing: MemberStatus;
  /** The number of the account's other active admins. */
  readonly otherAdmins: number;
  /** The grants that the member gave in their own name in this account, not revoked. */
  readonly ownGrants: readonly string[];
  /** The member's live personal access tokens of this account. */
  readonly personalTokens: readonly HeldPersonalToken[];
}

/**
 * Changes a member's role, deactivates or reactivates them; for admins and the operator. An account never loses its
 * last active admin: nobody could disable anything there any more.
 *
 * The grants that a deactivated member gave in their own name end, and so do the personal access tokens of a person who
 * is no longer an active admin. Both end permanently: reactivating the member is no new consent, and somebody may have a
 * copy of a token.
 */
export function decideMemberChange(
  member: MemberFacts | undefined,
  to: MemberStatus,
  {
    by,
    now,
  }: {
    readonly by:
      | { readonly actor: Actor; readonly membership: Membership | undefined }
      | { readonly actor: Actor; readonly operator: true };
    readonly now: Instant;
  },
): Decided<{ readonly kind: 'changed' } | Refusal<'forbidden' | 'unknown' | 'last_admin'>> {
  if (!('operator' in by) && !permits(by.membership, 'member.change')) return refuse('forbidden');
  if (member === undefined) return refuse('unknown');
  const { accountId, userId, standing: from } = member;
  const losesAdmin = isActiveAdmin(from) && !isActiveAdmin(to);
  if (losesAdmin && member.otherAdmins === 0) return refuse('last_admin');
  const same = from.role === to.role && from.state === to.state;
  const { actor } = by;
  const changes: Change[] = [];
  const ended = { accountId, userId, at: now, by: actor };
  if (to.state === 'deactivated') changes.push({ kind: 'grants_ended', ...ended, grantIds: member.ownGrants });
  changes.push({ kind: 'member_changed', accountId, userId, from, to, at: now, actor });
  if (losesAdmin) changes.push({ kind: 'personal_tokens_ended', ...ended, tokens: member.personalTokens });
  return { outcome: { kind: 'changed' }, changes: same ? [] : changes };
}

/**
 * The operator makes a person a member, or gives a member another role. The personal access tokens of a person who is
 * not an admin end permanently.
 */
export function decideAddMember(
  person: {
    readonly accountId: number;
    readonly userId: number;
    readonly personalTokens: readonly HeldPersonalToken[];
  },
  role: Role,
  now: Instant,
): Decided<{ readonly kind: 'added' }> {
  const { accountId, userId, personalTokens } = person;
  const changes: Change[] = [{ kind: 'member_added', accountId, userId, role, at: now, actor: operator }];
  if (role !== 'admin')
    changes.push({ kind: 'personal_tokens_ended', accountId, userId, tokens: personalTokens, at: now, by: operator });
  return { outcome: { kind: 'added' }, changes };
}
