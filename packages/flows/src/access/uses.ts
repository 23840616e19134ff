import type { Caller } from '@pristan/rules';
import { dayMs, dayOf } from '@pristan/rules';
import type { Gathered } from '../gathered.ts';
import { gathered, storeGathered } from '../gathered.ts';
import type { Store } from '../ports/store.ts';
import type { GrantUse } from '../ports/use-rows.ts';

/** The calls that this node let in and has not stored yet. */
export interface GatheredUses extends Pick<Gathered<GrantUse>, 'take' | 'giveBack'> {
  /** Counts one call, without asking anything. */
  count(caller: Pick<Caller, 'accountId' | 'grantId'>, now: number): void;
  /** The last call of a grant today or yesterday that is not stored yet. */
  lastOf(grant: Pick<Caller, 'accountId' | 'grantId'>, now: number): number | undefined;
}

/** Nothing gathered. It holds an entry for each grant and day that was used since it was stored last. */
export function gatheredUses(): GatheredUses {
  const uses = gathered<GrantUse>(keyOf, (before, use) => ({
    ...use,
    calls: before.calls + use.calls,
    lastUsedAt: Math.max(before.lastUsedAt, use.lastUsedAt),
  }));
  return {
    ...uses,
    count({ accountId, grantId }, now) {
      uses.add({ accountId, grantId, dayStartsAt: dayOf(now), calls: 1, lastUsedAt: now });
    },
    lastOf(grant, now) {
      const today = uses.get(keyOf({ ...grant, dayStartsAt: dayOf(now) }));
      return (today ?? uses.get(keyOf({ ...grant, dayStartsAt: dayOf(now) - dayMs })))?.lastUsedAt;
    },
  };
}

function keyOf({ accountId, grantId, dayStartsAt }: Pick<GrantUse, 'accountId' | 'grantId' | 'dayStartsAt'>): string {
  return `${accountId} ${grantId} ${dayStartsAt}`;
}

/** Stores what this node has gathered; what could not be stored stays for the next time. @throws Fault */
export async function storeUses(env: {
  readonly store: Pick<Store, 'uses'>;
  readonly uses: GatheredUses;
}): Promise<void> {
  await storeGathered(env.uses, (uses) => env.store.uses.add(uses));
}
