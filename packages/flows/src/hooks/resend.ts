import type { Actor, ResendResult } from '@pristan/rules';
import { decideResend, resendBuckets } from '@pristan/rules';
import { countAttempt } from '../limits.ts';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, SecretHasher } from '../ports/environment.ts';

export interface ResendEnvironment {
  readonly clock: Clock;
  readonly secrets: SecretHasher;
  readonly store: Pick<Store, 'deliveries' | 'installs' | 'throttles' | 'commit'>;
}

export type ResendDeliveryResult = ResendResult | { readonly kind: 'wait'; readonly until: number };

/**
 * Resends a finished delivery; only for admins of the technical account. Limits per hour: 10 for one delivery, 1000 for
 * all integrations of the account. A refused request does not count.
 */
export async function resendDelivery(
  env: ResendEnvironment,
  question: {
    readonly ownerId: number;
    readonly integrationId: string;
    readonly deliveryId: string;
    readonly by: {
      readonly userId: number;
      readonly address: string;
      readonly token?: Actor['token'];
    };
  },
): Promise<ResendDeliveryResult> {
  const { ownerId, integrationId, deliveryId, by } = question;
  const now = env.clock.now();
  const read = async () => ({
    delivery: await env.store.deliveries.resendFacts(ownerId, integrationId, deliveryId),
    membership: await env.store.installs.membership(ownerId, by.userId),
  });
  const decide = ({ delivery, membership }: Awaited<ReturnType<typeof read>>) =>
    decideResend(delivery, { actor: by, membership }, now);
  const { outcome } = decide(await read());
  if (outcome.kind === 'refuse') return outcome;
  const counted = await countAttempt(env, resendBuckets(question));
  if (counted.kind === 'wait') return counted;
  return carryOut(env.store, read, decide);
}
