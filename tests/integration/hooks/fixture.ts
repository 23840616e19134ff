import type { DeliveryRow } from '@pristan/flows';
import { disableInstallation } from '@pristan/flows';
import { createIntegrationCommand, issueCode } from '../../../apps/server/src/cli/integrations.ts';
import type { Dispatcher } from '../../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../../apps/server/src/workers/deliver.ts';
import { anAccount, redirectUri } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

/** A platform that may send to loopback, with a dispatcher, and an account `demo` with an admin and a member. */
export interface HooksFixture {
  readonly platform: Platform;
  readonly dispatcher: Dispatcher;
  readonly accountId: number;
  readonly admin: { readonly id: number; readonly email: string };
  readonly member: { readonly id: number } | undefined;
  close(): Promise<void>;
}

export async function openHooksFixture(): Promise<HooksFixture> {
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

export interface IntegrationKeys {
  readonly client_id: string;
  readonly client_secret: string;
}

/** A private integration of `demo` with this disconnect address. */
export async function integrationWithDisconnectUri(
  stand: HooksFixture,
  disconnectUri: string | undefined,
): Promise<IntegrationKeys> {
  return createIntegrationCommand(stand.platform.world, {
    account: 'demo',
    name: 'Acme Mail',
    redirectUri,
    ...(disconnectUri === undefined ? {} : { disconnectUri }),
  });
}

/** Consents to the integration as the admin and returns the authorization code. */
export async function connectIntegration(stand: HooksFixture, { client_id }: IntegrationKeys) {
  return issueCode(stand.platform.world, { clientId: client_id, account: 'demo', email: stand.admin.email });
}

/** Connects the integration, then disables it as the operator. */
export async function connectAndDisable(stand: HooksFixture, keys: IntegrationKeys): Promise<void> {
  await connectIntegration(stand, keys);
  await disableInstallation(stand.platform.world, {
    accountId: stand.accountId,
    integrationId: keys.client_id,
    by: 'operator',
    press: undefined,
  });
}

/** Waits until `is` holds for the integration's deliveries, and returns these deliveries. */
export async function waitForDeliveries(
  stand: HooksFixture,
  { client_id }: IntegrationKeys,
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

export const allDeliveriesAre = (state: DeliveryRow['state']) => (rows: readonly DeliveryRow[]) =>
  rows.length > 0 && rows.every((row) => row.state === state);

/** The integration's only delivery with its attempts, newest first. */
export async function onlyDelivery(stand: HooksFixture, keys: IntegrationKeys) {
  const { deliveries } = stand.platform.world.store;
  const [row, more] = await deliveries.list(stand.accountId, keys.client_id, { limit: 2, before: undefined });
  if (row === undefined || more !== undefined) throw new Error('not exactly one delivery');
  const found = await deliveries.find(stand.accountId, keys.client_id, row.deliveryId);
  if (found === undefined) throw new Error('gone');
  return found;
}

/** Waits until the integration's only delivery has finished this many attempts. */
export async function waitForAttempts(stand: HooksFixture, keys: IntegrationKeys, count: number) {
  const give = AbortSignal.timeout(20_000);
  for (;;) {
    give.throwIfAborted();
    const found = await onlyDelivery(stand, keys);
    if (found.attempts.filter((attempt) => attempt.finishedAt !== undefined).length >= count) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
