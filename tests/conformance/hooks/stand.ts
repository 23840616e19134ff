import type { DeliveryRow } from '@pristan/flows';
import { disableInstallation } from '@pristan/flows';
import { createIntegrationCommand, issueCode } from '../../../apps/server/src/cli/integrations.ts';
import type { Dispatcher } from '../../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../../apps/server/src/workers/deliver.ts';
import { anAccount, redirectUri } from '../../harness/people.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

/** A platform that may send to loopback, with a dispatcher, and an account `demo` with its admin. */
export interface Stand {
  readonly platform: Platform;
  readonly dispatcher: Dispatcher;
  readonly accountId: number;
  readonly admin: { readonly id: number; readonly email: string };
  readonly member: { readonly id: number } | undefined;
  close(): Promise<void>;
}

export async function openStand(): Promise<Stand> {
  const platform = await openPlatform({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
  const demo = await anAccount(platform, 'demo', true);
  const dispatcher = startDispatcher(platform.world);
  return {
    platform,
    dispatcher,
    accountId: demo.id,
    admin: demo.admin,
    member: demo.member,
    async close() {
      await dispatcher.stop();
      await platform.close();
    },
  };
}

export interface Keys {
  readonly client_id: string;
  readonly client_secret: string;
}

/** A private integration of `demo`, with this address for the disconnect hook. */
export async function integrationWith(stand: Stand, disconnectUri: string | undefined): Promise<Keys> {
  return createIntegrationCommand(stand.platform.world, {
    account: 'demo',
    name: 'Acme Mail',
    redirectUri,
    ...(disconnectUri === undefined ? {} : { disconnectUri }),
  });
}

/** The admin's consent: installed, granted, and a code for it. */
export async function connect(stand: Stand, { client_id }: Keys) {
  return issueCode(stand.platform.world, { clientId: client_id, account: 'demo', email: stand.admin.email });
}

/** Connected, and disabled by the operator. */
export async function connectAndDisable(stand: Stand, keys: Keys): Promise<void> {
  await connect(stand, keys);
  await disableInstallation(stand.platform.world, {
    accountId: stand.accountId,
    integrationId: keys.client_id,
    by: 'operator',
    press: undefined,
  });
}

/** The integration's deliveries as soon as they are as `is` says. */
export async function deliveriesWhen(
  stand: Stand,
  { client_id }: Keys,
  is: (rows: readonly DeliveryRow[]) => boolean,
): Promise<readonly DeliveryRow[]> {
  const give = AbortSignal.timeout(20_000);
  for (;;) {
    give.throwIfAborted();
    const rows = await stand.platform.world.store.deliveries.list(stand.accountId, client_id, {
      limit: 50,
      before: undefined,
    });
    if (is(rows)) return rows;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const allAre = (state: DeliveryRow['state']) => (rows: readonly DeliveryRow[]) =>
  rows.length > 0 && rows.every((row) => row.state === state);

/** The only delivery of the integration with its tries, newest first. */
export async function deliveryOf(stand: Stand, keys: Keys) {
  const { deliveries } = stand.platform.world.store;
  const [row, more] = await deliveries.list(stand.accountId, keys.client_id, { limit: 2, before: undefined });
  if (row === undefined || more !== undefined) throw new Error('not exactly one delivery');
  const found = await deliveries.find(stand.accountId, keys.client_id, row.deliveryId);
  if (found === undefined) throw new Error('gone');
  return found;
}

/** Waits until the delivery has finished this many tries. */
export async function triesOf(stand: Stand, keys: Keys, count: number) {
  const give = AbortSignal.timeout(20_000);
  for (;;) {
    give.throwIfAborted();
    const found = await deliveryOf(stand, keys);
    if (found.attempts.filter((attempt) => attempt.finishedAt !== undefined).length >= count) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
