import { moveAdopted } from '@pristan/flows';
import type { World } from '../environment/open.ts';

const BATCH = 200;

/**
 * Moves every account whose adoption is due to the published integration. A failed move is left for the next run and
 * blocks no other.
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
        world.log.error({ err: error, ...one }, 'an account could not be moved to the adopting integration');
      }
    }
    if (due.length < BATCH || left > 0) return settled;
  }
}
