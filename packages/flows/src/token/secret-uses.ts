import type { Buffered } from '../buffered-counters.ts';
import { buffered, storeBuffered } from '../buffered-counters.ts';
import type { Store } from '../ports/store.ts';
import type { SecretUse } from '../ports/usage-rows.ts';

/** Uses of client secrets at the token endpoint that this node has not stored yet. */
export type BufferedSecretUses = Buffered<SecretUse>;

/** Creates an empty buffer of client secret uses. It holds one entry per secret used since the last write. */
export function bufferedSecretUses(): BufferedSecretUses {
  return buffered(
    ({ secretId }) => secretId,
    (before, use) => ({ ...use, lastUsedAt: Math.max(before.lastUsedAt, use.lastUsedAt) }),
  );
}

/**
 * Stores the buffered uses of client secrets. A failed write leaves them in the buffer for the next one. @throws
 * UnavailableError
 */
export async function storeSecretUses(env: {
  readonly store: Pick<Store, 'uses'>;
  readonly secretUses: BufferedSecretUses;
}): Promise<void> {
  await storeBuffered(env.secretUses, (uses) => env.store.uses.addSecrets(uses));
}
