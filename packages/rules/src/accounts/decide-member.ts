import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Actor, MemberStatus } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';

export interface MemberFacts {
  readonly accountId: number;
  readonly userId: number;
  readonly standing: MemberStatus;
  /** The number of the account's other active admins. */
  readonly otherAdmins: number;
}

/**
 * Changes a member's role, deactivates or reactivates them; for admins and the operator. An account never loses its
 * last active admin, without whom nobody could disable anything in the account.
 */
export function decideMemberChange(
  member: MemberFacts | undefined,
  to: MemberStatus,
  by:
    | { readonly actor: Actor; readonly membership: Membership | undefined }
    | { readonly actor: Actor; readonly operator: true },
  now: Instant,
): Decided<{ readonly kind: 'changed' } | Refusal<'forbidden' | 'unknown' | 'last_admin'>> {
  if (!('operator' in by) && !permits(by.membership, 'member.change')) return refuse('forbidden');
  if (member === undefined) return refuse('unknown');
  const { accountId, userId, standing: from } = member;
  const wasAdmin = from.role === 'admin' && from.state === 'active';
  const staysAdmin = to.role === 'admin' && to.state === 'active';
  if (wasAdmin && !staysAdmin && member.otherAdmins === 0) return refuse('last_admin');
  const same = from.role === to.role && from.state === to.state;
  return {
    outcome: { kind: 'changed' },
    changes: same ? [] : [{ kind: 'member_changed', accountId, userId, from, to, at: now, actor: by.actor }],
  };
}
