import { minuteMs } from '@pristan/rules';
import type { Gathered } from '../gathered.ts';
import { gathered, storeGathered } from '../gathered.ts';
import type { PersonalTokenUse, PersonalTokens } from '../ports/personal-token-reads.ts';

/** The personal access tokens that were used at this node since that was stored last. */
export interface GatheredTokenUses extends Pick<Gathered<PersonalTokenUse>, 'take' | 'giveBack'> {
  /** Notes a use to the minute, without asking anything. */
  note(token: { readonly accountId: number; readonly tokenId: string }, now: number): void;
}

/** Nothing gathered. It holds one entry for each token that was used. */
export function gatheredTokenUses(): GatheredTokenUses {
  const uses = gathered<PersonalTokenUse>(
    ({ tokenId }) => tokenId,
    (before, use) => ({ ...use, lastUsedAt: Math.max(before.lastUsedAt, use.lastUsedAt) }),
  );
  return {
    ...uses,
    note({ accountId, tokenId }, now) {
      uses.add({ accountId, tokenId, lastUsedAt: Math.floor(now / minuteMs) * minuteMs });
    },
  };
}

/** Stores what this node has gathered; what could not be stored stays for the next time. @throws Fault */
export async function storeTokenUses(env: {
  readonly store: { readonly personalTokens: Pick<PersonalTokens, 'used'> };
  readonly tokenUses: GatheredTokenUses;
}): Promise<void> {
  await storeGathered(env.tokenUses, (uses) => env.store.personalTokens.used(uses));
}
