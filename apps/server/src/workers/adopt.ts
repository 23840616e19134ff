import type { WorkKind } from '@pristan/due-work';
import { doublingWait, performDue } from '@pristan/due-work';
import type { DueMove } from '@pristan/flows';
import { moveAdopted } from '@pristan/flows';
import type { AdoptionMoveResult } from '@pristan/rules';
import { hourMs, minuteMs, secondMs } from '@pristan/rules';
import type { World } from '../environment/open.ts';

/** Duration of the lease of a move in ms; a move is one commit. */
export const moveLeaseMs = minuteMs;

const waits = { firstMs: minuteMs, longestMs: hourMs } as const;

type MovingWorld = Pick<World, 'clock' | 'random' | 'store' | 'log'>;

/**
 * Accounts whose announced adoption has come. Moving an account is one commit, so a move that two nodes make happens
 * once. A failed move is due again after a wait, and blocks no other.
 */
export function moveWork(world: MovingWorld): WorkKind<DueMove, AdoptionMoveResult> {
  return {
    name: 'adoption',
    leaseMs: moveLeaseMs,
    lookMs: 10 * secondMs,
    idleMs: minuteMs,
    stopMs: 10 * secondMs,
    budget: { total: 8, perHost: 8 },
    claim: async (question) => world.store.dueMoves.claim(question),
    nextDueAt: async () => world.store.dueMoves.nextDueAt(),
    keyOf: ({ accountId }) => String(accountId),
    // A move occupies no other host.
    hostOf: () => '',
    perform: async (move) => moveAdopted(world, move),
    async settle(move, ending) {
      if (ending.kind === 'done') return;
      const { error } = ending;
      world.log.error({ err: error, ...move }, 'an account could not be moved to the adopting integration');
      const why = error instanceof Error ? error.name : 'unknown';
      await world.store.dueMoves.failed(move, why, world.clock.now() + doublingWait(move.attempts, waits));
    },
  };
}

/**
 * Moves every account whose adoption is due to the published integration, without waiting for more.
 *
 * @returns how many accounts were settled
 */
export async function moveDueAdoptions(world: MovingWorld): Promise<number> {
  let settled = 0;
  const kind = moveWork(world);
  const counting: typeof kind = {
    ...kind,
    async settle(move, ending) {
      if (ending.kind === 'done' && ['moved', 'lapsed'].includes(ending.result.kind)) settled += 1;
      await kind.settle(move, ending);
    },
  };
  await performDue(counting, () => world.clock.now());
  return settled;
}
