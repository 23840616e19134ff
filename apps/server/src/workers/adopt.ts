import { moveAdopted } from '@pristan/flows';
import type { World } from '../environment/open.ts';

const BATCH = 200;

/**
 * Moves every account whose adoption is due. One that fails is left for the next time and keeps nobody from theirs.
 *
 * @returns how many accounts were settled
 */
export async function moveDueAdoptions(world: Pick<World, 'clock' | 'random' | 'store' | 'log'>): Promise<number> {
  let settled = 0;
  for (;;) {
    const due = await world.store.moderation.dueMoves(world.clock.now(), BATCH);
    let left = 0;
    for (const one of due) {
      try {
        const { kind } = await moveAdopted(world, one);
        if (kind === 'moved' || kind === 'lapsed') settled += 1;
        else left += 1;
      } catch (error) {
        left += 1;
        world.log.error({ err: error, ...one }, 'an account was not moved to the integration that adopts');
      }
    }
    if (due.length < BATCH || left > 0) return settled;
  }
}
