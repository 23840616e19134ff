import { decideCloneNotice } from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';

export interface CloneWatchEnvironment {
  readonly clock: Clock;
  readonly store: Pick<Store, 'moderation' | 'commit'>;
}

const GROUPS_MAX = 100;

/**
 * Asks the integrators of clones that have grown past the threshold to publish: once for a group, however many nodes
 * look at once.
 *
 * @returns of how many groups a notice was recorded
 */
export async function watchClones(env: CloneWatchEnvironment, threshold: number): Promise<number> {
  let recorded = 0;
  for (const group of await env.store.moderation.groupsPast(threshold, GROUPS_MAX)) {
    const outcome = await carryOut(
      env.store,
      () => env.store.moderation.cloneGroup(group),
      (facts) => decideCloneNotice(facts, threshold, env.clock.now()),
    );
    if (outcome.kind === 'recorded') recorded += 1;
  }
  return recorded;
}
