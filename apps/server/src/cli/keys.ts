import { isAlgorithm } from '../environment/algorithms.ts';
import { rotateKeys } from '../environment/key-ring.ts';
import type { World } from '../environment/open.ts';
import { macKeyRetentionMs } from './doctor.ts';
import { CommandRefused } from './program.ts';

/** Creates new signing and MAC keys; running nodes are notified of them at once. */
export async function rotateKeysCommand(world: World, options: { algorithm: string; compromised?: boolean }) {
  const { algorithm } = options;
  if (!isAlgorithm(algorithm)) throw new CommandRefused('--algorithm must be ES256, RS256 or EdDSA.');
  return rotateKeys(
    { store: world.keyStore, vault: world.vault, clock: world.clock },
    { algorithm, compromised: options.compromised === true },
  );
}

/** Deletes MAC keys that no token needs any more, and published keys whose tokens have expired. */
export async function pruneKeysCommand(world: World) {
  const now = world.clock.now();
  return { pruned: await world.keyStore.prune(now - macKeyRetentionMs, now) };
}
