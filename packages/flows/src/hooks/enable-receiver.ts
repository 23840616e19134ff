import type { EnableReceiver } from '@pristan/rules';
import { decideEnableReceiver } from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/environment.ts';
import type { Actor } from '@pristan/rules';

export interface EnableReceiverEnvironment {
  readonly clock: Clock;
  readonly store: Pick<Store, 'deliveries' | 'installs' | 'commit'>;
}

/**
 * Enables a hook receiver that was disabled after it answered 410; its waiting deliveries become due. Only for admins
 * of the technical account.
 */
export async function enableReceiver(
  env: EnableReceiverEnvironment,
  question: {
    readonly ownerId: number;
    readonly integrationId: string;
    readonly url: string;
    readonly by: { readonly userId: number; readonly address: string; readonly token?: Actor['token'] };
  },
): Promise<EnableReceiver> {
  const { ownerId, integrationId, url, by } = question;
  const now = env.clock.now();
  return carryOut(
    env.store,
    async () => ({
      stopped: await env.store.deliveries.stoppedReceivers(ownerId, integrationId),
      membership: await env.store.installs.membership(ownerId, by.userId),
    }),
    ({ stopped, membership }) =>
      decideEnableReceiver(
        { ownerId, integrationId, url, isStopped: stopped.some((one) => one.url === url) },
        { actor: by, membership },
        now,
      ),
  );
}
