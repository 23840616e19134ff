import type { Gathered } from '../gathered.ts';
import { gathered, storeGathered } from '../gathered.ts';
import type { Store } from '../ports/store.ts';
import type { SecretUse } from '../ports/use-rows.ts';

/** The secrets that requests for tokens were authenticated with at this node, and that it has not stored yet. */
export type GatheredSecretUses = Gathered<SecretUse>;

/** Nothing gathered. It holds an entry for each secret that was used since it was stored last. */
export function gatheredSecretUses(): GatheredSecretUses {
  return gathered(
    ({ secretId }) => secretId,
    (before, use) => ({ ...use, lastUsedAt: Math.max(before.lastUsedAt, use.lastUsedAt) }),
  );
}

/** Stores what this node has gathered; what could not be stored stays for the next time. @throws Fault */
export async function storeSecretUses(env: {
  readonly store: Pick<Store, 'uses'>;
  readonly secretUses: GatheredSecretUses;
}): Promise<void> {
  await storeGathered(env.secretUses, (uses) => env.store.uses.addSecrets(uses));
}
