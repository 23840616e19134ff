import type { AttemptAnswer, AttemptOutcome, Change, MaskedRequest } from '@pristan/rules';
import { decideAttempt } from '@pristan/rules';
import type { ClaimedDelivery } from '../ports/deliveries.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/environment.ts';

export interface SettleEnvironment {
  readonly clock: Clock;
  readonly store: Pick<Store, 'deliveries' | 'commit'>;
}

/** A delivery attempt that has ended. */
export interface FinishedDeliveryAttempt {
  readonly answer: AttemptAnswer;
  readonly request: MaskedRequest | undefined;
  /** Random number from 0 to 1 that spreads the retries. */
  readonly chance: number;
}

const ATTEMPTS_MAX = 3;

/**
 * Stores the result of a delivery attempt and its consequences. When another node has taken or finished the delivery
 * meanwhile, the attempt is only logged.
 *
 * @param follow further changes for the same commit
 * @returns `late` when the attempt was only logged
 */
export async function settleAttempt(
  env: SettleEnvironment,
  delivery: ClaimedDelivery,
  attempted: FinishedDeliveryAttempt,
  follow: (outcome: AttemptOutcome) => Promise<readonly Change[]>,
): Promise<AttemptOutcome | 'late'> {
  const now = env.clock.now();
  const { outcome, changes } = decideAttempt(delivery, attempted, now);
  // Only the facts behind `follow` can be read again; a delivery that another node has taken can't be won back.
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const further = await follow(outcome);
    if ((await env.store.commit([...changes, ...further])) === 'committed') return outcome;
    if (further.length === 0) break;
  }
  const [made] = changes;
  if (made?.kind === 'hook_attempted') await env.store.deliveries.recordLate(made);
  return 'late';
}
