import type { AdoptionMoveResult } from '@pristan/rules';
import { decideAdoptionMove } from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import type { AdoptionEnvironment } from './adoption.ts';

/**
 * Moves one account's clones to the integration that adopts them, in one commit, once the announced date has come.
 * Idempotent, so it may run several times and on several nodes.
 */
export async function moveAdopted(
  env: Pick<AdoptionEnvironment, 'clock' | 'random' | 'store'>,
  due: { readonly accountId: number; readonly adoptionId: string },
): Promise<AdoptionMoveResult> {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => env.store.moderation.moveFacts(due.accountId, due.adoptionId),
    (facts) => {
      const grants = facts?.clones.flatMap((clone) => clone.grants) ?? [];
      const newGrantIds = grants.map(() => env.random.uuid());
      return decideAdoptionMove(facts, newGrantIds, now);
    },
  );
}
