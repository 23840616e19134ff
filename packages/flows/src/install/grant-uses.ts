import type { Caller } from '@pristan/rules';
import { dayMs, dayOf } from '@pristan/rules';
import type { Buffered } from '../buffered-counters.ts';
import { buffered, storeBuffered } from '../buffered-counters.ts';
import type { Store } from '../ports/store.ts';
import type { GrantUse } from '../ports/usage-rows.ts';

/** Buffer of API calls that this node has accepted and not stored yet. */
export interface BufferedGrantUses extends Pick<Buffered<GrantUse>, 'take' | 'giveBack'> {
  /** Counts one API call in memory, without a database call. */
  count(caller: Pick<Caller, 'accountId' | 'grantId'>, now: number): void;
  /** Time of the grant's last API call that is not stored yet, today or yesterday. */
  lastOf(grant: Pick<Caller, 'accountId' | 'grantId'>, now: number): number | undefined;
}

/** Creates an empty buffer of API calls. It holds one entry per grant and day since the last write. */
export function bufferedGrantUses(): BufferedGrantUses {
  const uses = buffered<GrantUse>(keyOf, (before, use) => ({
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

/**
 * Stores the buffered API calls. A failed write leaves them in the buffer for the next write. @throws UnavailableError
 */
export async function storeGrantUses(env: {
  readonly store: Pick<Store, 'uses'>;
  readonly uses: BufferedGrantUses;
}): Promise<void> {
  await storeBuffered(env.uses, (uses) => env.store.uses.add(uses));
}
