import type { MemberStatus, Role } from '@pristan/rules';
import { decideAddMember, decideMemberChange } from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/environment.ts';
import type { Requester } from '../requester.ts';
import { requesterMembership } from '../requester.ts';

export interface MemberEnvironment {
  readonly clock: Clock;
  readonly store: Pick<Store, 'accounts' | 'installs' | 'commit'>;
}

export interface MemberQuestion {
  readonly accountId: number;
  readonly userId: number;
  /** Role and state to set for the member; an absent one stays as it is. */
  readonly to: Partial<MemberStatus>;
  readonly by: Requester;
}

/** Changes a member's role, or deactivates or reactivates them. */
export async function changeMember(env: MemberEnvironment, { accountId, userId, to, by }: MemberQuestion) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    async () => ({
      place: await requesterMembership(env, accountId, by),
      member: await env.store.accounts.member(accountId, userId, now),
    }),
    ({ place, member }) =>
      decideMemberChange(
        member,
        { role: to.role ?? member?.standing.role ?? 'member', state: to.state ?? member?.standing.state ?? 'active' },
        { by: place, now },
      ),
  );
}

/** The operator makes a person a member, or gives a member another role. */
export async function addMember(
  env: Pick<MemberEnvironment, 'clock'> & { readonly store: Pick<Store, 'personalTokens' | 'commit'> },
  { accountId, userId, role }: { readonly accountId: number; readonly userId: number; readonly role: Role },
) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    async () => env.store.personalTokens.held(userId, { accountId, now }),
    (personalTokens) => decideAddMember({ accountId, userId, personalTokens }, role, now),
  );
}
