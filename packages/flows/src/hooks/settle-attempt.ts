import type { AttemptAnswer, AttemptFacts, AttemptOutcome, Change, MaskedRequest } from '@pristan/rules';
import { callsForNotice, decideAttempt, withNotices } from '@pristan/rules';
import { readAudience } from '../audience.ts';
import type { ClaimedDelivery } from '../ports/deliveries.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random } from '../ports/environment.ts';

export interface SettleEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Pick<Store, 'deliveries' | 'notices' | 'commit'>;
}

/** A delivery attempt that has ended. */
export interface FinishedDeliveryAttempt {
  readonly delivery: ClaimedDelivery;
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
  { delivery, ...attempted }: FinishedDeliveryAttempt,
  follow: (outcome: AttemptOutcome) => Promise<readonly Change[]>,
): Promise<AttemptOutcome | 'late'> {
  const now = env.clock.now();
  const { integrationId } = delivery;
  let facts: AttemptFacts = delivery;
  let decided = decideAttempt(facts, attempted, now);
  // A delivery that another node has taken stays lost; the receiver and the facts behind `follow` can be read again.
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const isNotified = decided.changes.some(callsForNotice);
    const audience = isNotified
      ? await readAudience(env, { accountId: undefined, integrationId, userId: undefined })
      : undefined;
    const { outcome, changes } = withNotices(decided, audience);
    const further = await follow(outcome);
    if ((await env.store.commit([...changes, ...further])) === 'committed') return outcome;
    if (further.length === 0 && !isNotified) break;
    facts = { ...facts, ...(await env.store.deliveries.receiver(delivery)) };
    decided = decideAttempt(facts, attempted, now);
  }
  const [made] = decided.changes;
  if (made?.kind === 'hook_attempted') await env.store.deliveries.recordLate(made);
  return 'late';
}
