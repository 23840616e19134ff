import type { MemberStanding } from '@pristan/rules';
import { decideMemberChange } from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import type { Asker } from '../install/end.ts';
import { placeOf } from '../install/end.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';

export interface MemberEnvironment {
  readonly clock: Clock;
  readonly store: Pick<Store, 'accounts' | 'installs' | 'commit'>;
}

export interface MemberQuestion {
  readonly accountId: number;
  readonly userId: number;
  /** What is to change; the rest stays as it is. */
  readonly to: Partial<MemberStanding>;
  readonly by: Exclude<Asker, 'operator'>;
}

/** Changes a member's rights, deactivates them or lets them back. */
export async function changeMember(env: MemberEnvironment, { accountId, userId, to, by }: MemberQuestion) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    async () => ({
      place: await placeOf(env, accountId, by),
      member: await env.store.accounts.member(accountId, userId),
    }),
    ({ place, member }) =>
      decideMemberChange(
        member,
        { role: to.role ?? member?.standing.role ?? 'member', state: to.state ?? member?.standing.state ?? 'active' },
        { actor: place.actor, membership: 'membership' in place ? place.membership : undefined },
        now,
      ),
  );
}
