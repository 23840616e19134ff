import type { Caller } from '@pristan/rules';
import { dayOf } from '@pristan/rules';
import type { Store } from '../ports/store.ts';
import type { GrantUse } from '../ports/use-rows.ts';

/** The calls that this node let in and has not stored yet. */
export interface GatheredUses {
  /** Counts one call, without asking anything. */
  count(caller: Pick<Caller, 'accountId' | 'grantId'>, now: number): void;
  /** Everything gathered, which is forgotten here. */
  take(): readonly GrantUse[];
  /** What was taken and could not be stored. */
  giveBack(uses: readonly GrantUse[]): void;
}

/** Nothing gathered. It holds an entry for each grant and day that was used since it was stored last. */
export function gatheredUses(): GatheredUses {
  let gathered = new Map<string, GrantUse>();
  const add = (use: GrantUse): void => {
    const key = `${use.accountId} ${use.grantId} ${use.dayStartsAt}`;
    const before = gathered.get(key);
    gathered.set(
      key,
      before === undefined
        ? use
        : {
            ...use,
            calls: before.calls + use.calls,
            lastUsedAt: Math.max(before.lastUsedAt, use.lastUsedAt),
          },
    );
  };
  return {
    count({ accountId, grantId }, now) {
      add({ accountId, grantId, dayStartsAt: dayOf(now), calls: 1, lastUsedAt: now });
    },
    take() {
      const uses = [...gathered.values()];
      gathered = new Map();
      return uses;
    },
    giveBack(uses) {
      for (const use of uses) add(use);
    },
  };
}

/** Stores what this node has gathered; what could not be stored stays for the next time. @throws Fault */
export async function storeUses(env: {
  readonly store: Pick<Store, 'uses'>;
  readonly uses: GatheredUses;
}): Promise<void> {
  const uses = env.uses.take();
  if (uses.length === 0) return;
  try {
    await env.store.uses.add(uses);
  } catch (error) {
    env.uses.giveBack(uses);
    throw error;
  }
}
