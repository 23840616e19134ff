import type { Resend } from '@pristan/rules';
import { decideResend } from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';

export interface ResendEnvironment {
  readonly clock: Clock;
  readonly store: Pick<Store, 'deliveries' | 'installs' | 'commit'>;
}

/** Sends a finished delivery of an integration anew, asked by an admin of its technical account. */
export async function resendDelivery(
  env: ResendEnvironment,
  question: {
    readonly ownerId: number;
    readonly integrationId: string;
    readonly deliveryId: string;
    readonly by: { readonly userId: number; readonly address: string };
  },
): Promise<Resend> {
  const { ownerId, integrationId, deliveryId, by } = question;
  const now = env.clock.now();
  return carryOut(
    env.store,
    async () => ({
      delivery: await env.store.deliveries.resendFacts(ownerId, integrationId, deliveryId),
      membership: await env.store.installs.membership(ownerId, by.userId),
    }),
    ({ delivery, membership }) => decideResend(delivery, { actor: by, membership }, now),
  );
}
