import type { AttemptAnswer, AttemptOutcome, Change, MaskedRequest } from '@pristan/rules';
import { decideAttempt } from '@pristan/rules';
import type { ClaimedDelivery } from '../ports/deliveries.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';

export interface SettleEnvironment {
  readonly clock: Clock;
  readonly store: Pick<Store, 'deliveries' | 'commit'>;
}

/** A try as it went. */
export interface Attempted {
  readonly answer: AttemptAnswer;
  readonly request: MaskedRequest | undefined;
  /** From 0 to 1. */
  readonly chance: number;
}

const ATTEMPTS_MAX = 3;

/**
 * Stores how a try went, with what follows from it. When another node has the delivery meanwhile, or has finished it, the
 * try is written into the log and changes nothing else.
 *
 * @param follow further changes for the same commit
 */
export async function settleAttempt(
  env: SettleEnvironment,
  delivery: ClaimedDelivery,
  attempted: Attempted,
  follow: (outcome: AttemptOutcome) => Promise<readonly Change[]>,
): Promise<AttemptOutcome | 'late'> {
  const now = env.clock.now();
  const { outcome, changes } = decideAttempt(delivery, attempted, now);
  // What follows may rely on facts that changed; the delivery itself can only be lost for good.
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const further = await follow(outcome);
    if ((await env.store.commit([...changes, ...further])) === 'committed') return outcome;
    if (further.length === 0) break;
  }
  const [made] = changes;
  if (made?.kind === 'hook_attempted') await env.store.deliveries.recordLate(made);
  return 'late';
}
