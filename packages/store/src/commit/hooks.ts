import type { HooksChange } from '@pristan/rules';
import { sql } from 'kysely';
import { recordAudit } from './audit.ts';
import { applyAttempt } from './attempts.ts';
import type { Handlers } from './handlers.ts';
import type { Tx } from '../transaction.ts';
import { expectRow } from '../transaction.ts';

type Of<Kind extends HooksChange['kind']> = Extract<HooksChange, { kind: Kind }>;

export const hooksHandlers: Handlers<HooksChange['kind']> = {
  hook_enqueued: enqueueHook,
  hook_attempted: applyAttempt,
  receiver_marked: mark,
  hook_resent: resend,
  receiver_stopped: stop,
  receiver_enabled: enableReceiver,
  hook_tested: async (tx, change) =>
    recordAudit(tx, { ...change, facts: { deliveryId: change.deliveryId, hook: change.hook } }),
};

async function enqueueHook(tx: Tx, { accountId, delivery, at }: Of<'hook_enqueued'>): Promise<void> {
  await tx
    .insertInto('deliveries')
    .values({
      account_id: accountId,
      id: delivery.deliveryId,
      integration_id: delivery.integrationId,
      hook: delivery.hook,
      url: delivery.url,
      receiver_host: new URL(delivery.url).host,
      facts: JSON.stringify(delivery.facts),
      cause: JSON.stringify(delivery.cause),
      state: 'pending',
      due_at: at,
      began_at: at,
      created_at: at,
    })
    .execute();
}

async function mark(tx: Tx, change: Of<'receiver_marked'>): Promise<void> {
  const marked = await tx
    .updateTable('receiver_health')
    .set({ marked_at: change.at })
    .where('integration_id', '=', change.integrationId)
    .where('receiver_host', '=', change.receiverHost)
    .where('marked_at', 'is', null)
    .executeTakeFirst();
  expectRow(marked.numUpdatedRows);
}

async function stop(tx: Tx, change: Of<'receiver_stopped'>): Promise<void> {
  const { integrationId, url, receiverHost, at } = change;
  const stopped = await tx
    .insertInto('stopped_receivers')
    .values({ integration_id: integrationId, url, receiver_host: receiverHost, stopped_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  expectRow(stopped.numInsertedOrUpdatedRows);
}

/** Enables a stopped receiver. Its waiting deliveries start their retry period again. */
async function enableReceiver(tx: Tx, change: Of<'receiver_enabled'>): Promise<void> {
  const { integrationId, url, at } = change;
  const gone = await tx
    .deleteFrom('stopped_receivers')
    .where('integration_id', '=', integrationId)
    .where('url', '=', url)
    .executeTakeFirst();
  expectRow(gone.numDeletedRows);
  await tx
    .updateTable('deliveries')
    .set({ due_at: at, began_at: at, made: 0 })
    .where('integration_id', '=', integrationId)
    .where('url', '=', url)
    .where('state', '=', 'pending')
    .where('last_failure', '=', 'receiver_stopped')
    .execute();
  await recordAudit(tx, { ...change, facts: { host: new URL(url).host } });
}

async function resend(tx: Tx, change: Of<'hook_resent'>): Promise<void> {
  const { accountId, ownerId, deliveryId, integrationId, at } = change;
  const updated = await tx
    .updateTable('deliveries')
    .set({
      state: 'pending',
      due_at: at,
      began_at: at,
      made: 0,
      finished_at: null,
      overtaken_by: null,
      // From the resend on, the delivery rests on the right of the admin who resent it.
      facts: sql`facts || ${JSON.stringify({ askedBy: change.actor.userId })}::jsonb`,
    })
    .where('account_id', '=', accountId)
    .where('id', '=', deliveryId)
    .where('finished_at', 'is not', null)
    .executeTakeFirst();
  expectRow(updated.numUpdatedRows);
  await recordAudit(tx, {
    accountId: ownerId,
    at,
    kind: change.kind,
    actor: change.actor,
    integrationId,
    facts: { deliveryId },
  });
}
