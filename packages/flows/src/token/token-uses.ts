import { minuteMs } from '@pristan/rules';
import type { Buffered } from '../buffered-counters.ts';
import { buffered, storeBuffered } from '../buffered-counters.ts';
import type { PersonalTokenUse, PersonalTokens } from '../ports/personal-token-reads.ts';

/** Uses of personal access tokens that this node has buffered since the last write. */
export interface BufferedTokenUses extends Pick<Buffered<PersonalTokenUse>, 'take' | 'giveBack'> {
  /** Notes a use of a personal access token, rounded down to the minute, without a database call. */
  note(token: { readonly accountId: number; readonly tokenId: string }, now: number): void;
}

/** Creates an empty buffer of personal access token uses. It holds one entry per token used. */
export function bufferedTokenUses(): BufferedTokenUses {
  const uses = buffered<PersonalTokenUse>(
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

/**
 * Stores the buffered uses of personal access tokens. A failed write leaves them in the buffer for the next one.
 * @throws UnavailableError
 */
export async function storeTokenUses(env: {
  readonly store: { readonly personalTokens: Pick<PersonalTokens, 'used'> };
  readonly tokenUses: BufferedTokenUses;
}): Promise<void> {
  await storeBuffered(env.tokenUses, (uses) => env.store.personalTokens.used(uses));
}
