import { minuteMs } from '@pristan/rules';
import type { PersonalTokenUse } from '../ports/personal-token-reads.ts';
import type { Store } from '../ports/store.ts';

/** The personal access tokens that were used at this node since that was stored last. */
export interface GatheredTokenUses {
  /** Notes a use to the minute, without asking anything. */
  note(token: { readonly accountId: number; readonly tokenId: string }, now: number): void;
  /** Everything gathered, which is forgotten here. */
  take(): readonly PersonalTokenUse[];
  /** What was taken and could not be stored. */
  giveBack(uses: readonly PersonalTokenUse[]): void;
}

/** Nothing gathered. It holds one entry for each token that was used. */
export function gatheredTokenUses(): GatheredTokenUses {
  let gathered = new Map<string, PersonalTokenUse>();
  const add = (use: PersonalTokenUse): void => {
    const before = gathered.get(use.tokenId);
    if (before === undefined || before.lastUsedAt < use.lastUsedAt) gathered.set(use.tokenId, use);
  };
  return {
    note({ accountId, tokenId }, now) {
      add({ accountId, tokenId, lastUsedAt: Math.floor(now / minuteMs) * minuteMs });
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
export async function storeTokenUses(env: {
  readonly store: Pick<Store, 'personalTokens'>;
  readonly tokenUses: GatheredTokenUses;
}): Promise<void> {
  const uses = env.tokenUses.take();
  if (uses.length === 0) return;
  try {
    await env.store.personalTokens.used(uses);
  } catch (error) {
    env.tokenUses.giveBack(uses);
    throw error;
  }
}
