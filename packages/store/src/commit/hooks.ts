import type { HooksChange } from '@pristan/rules';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
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
  // A concurrent attempt has marked the receiver as failing already; the owner is notified once.
  if (marked.numUpdatedRows === 0n) return;
  const { receiverHost: host, failingSince, failure, status = null } = change;
  await tellOwner(tx, { ...change, kind: 'receiver_failing' }, { host, failingSince, failure, status });
}

/** Stops a receiver that answered 410. When it is stopped already, nobody is notified a second time. */
async function stop(tx: Tx, change: Of<'receiver_stopped'>): Promise<void> {
  const { integrationId, url, receiverHost, at } = change;
  const stopped = await tx
    .insertInto('stopped_receivers')
    .values({ integration_id: integrationId, url, receiver_host: receiverHost, stopped_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (stopped.numInsertedOrUpdatedRows === 0n) return;
  await tellOwner(tx, change, { host: receiverHost, url });
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

/** Notifies each admin of the integration's technical account by notice and mail. */
async function tellOwner(
  tx: Tx,
  change: {
    readonly kind: 'receiver_failing' | 'receiver_stopped';
    readonly integrationId: string;
    readonly at: number;
  },
  about: Readonly<Record<string, unknown>>,
): Promise<void> {
  const integration = await tx
    .selectFrom('integrations')
    .select(['account_id', 'name'])
    .where('id', '=', change.integrationId)
    .executeTakeFirstOrThrow();
  const facts = JSON.stringify({
    integration: integration.name,
    integrationId: change.integrationId,
    accountId: integration.account_id,
    ...about,
  });
  await tx
    .insertInto('notices')
    .values({
      id: uuidv7(),
      account_id: integration.account_id,
      kind: change.kind,
      facts,
      created_at: change.at,
    })
    .execute();
  const admins = await tx
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.email', 'u.language'])
    .where('m.account_id', '=', integration.account_id)
    .where('m.role', '=', 'admin')
    .where('m.state', '=', 'active')
    .execute();
  for (const { email, language } of admins) {
    const id = uuidv7();
    await tx
      .insertInto('mails')
      .values({
        id,
        recipient: email,
        kind: change.kind,
        language,
        facts,
        created_at: change.at,
        due_at: change.at,
      })
      .execute();
  }
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
