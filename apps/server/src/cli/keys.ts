import { isAlgorithm } from '../environment/algorithms.ts';
import { rotateKeys } from '../environment/key-ring.ts';
import type { World } from '../environment/open.ts';
import { macKeptMs } from './doctor.ts';
import { CommandRefused } from './program.ts';

/** New keys for signing and for MACs; running nodes are told at once. */
export async function rotateKeysCommand(world: World, options: { algorithm: string; compromised?: boolean }) {
  const { algorithm } = options;
  if (!isAlgorithm(algorithm)) throw new CommandRefused('The algorithm is ES256, RS256 or EdDSA.');
  return rotateKeys(
    { store: world.keyStore, vault: world.vault, clock: world.clock },
    { algorithm, compromised: options.compromised === true },
  );
}

/** MAC keys that no token needs any more go, and published keys whose tokens are over. */
export async function pruneKeysCommand(world: World) {
  const now = world.clock.now();
  return { pruned: await world.keyStore.prune(now - macKeptMs, now) };
}
