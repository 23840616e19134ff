import type { HooksChange } from '@pristan/rules';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { enqueue } from '../jobs.ts';
import { recordAudit } from './audit.ts';
import type { Tx } from './transaction.ts';
import { expectRow } from './transaction.ts';

type Of<Kind extends HooksChange['kind']> = Extract<HooksChange, { kind: Kind }>;

/** Told to every node when there is something new to send. */
export const deliveriesChannel = 'pristan_deliveries';

export async function applyHooksChange(tx: Tx, change: HooksChange): Promise<void> {
  switch (change.kind) {
    case 'hook_enqueued':
      return enqueueHook(tx, change);
    case 'hook_attempted':
      return settle(tx, change);
    case 'receiver_marked':
      return mark(tx, change);
    case 'hook_resent':
      return resend(tx, change);
  }
}

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
      state: 'pending',
      due_at: at,
      began_at: at,
      created_at: at,
    })
    .execute();
}

/** One statement: the delivery, the line of its log, and how the receiver is. */
async function settle(tx: Tx, change: Of<'hook_attempted'>): Promise<void> {
  const { accountId, deliveryId, integrationId, receiverHost, number, at, state, failure } = change;
  const finished = state !== 'pending';
  const status = change.status ?? null;
  const result = await sql`
    with attempt as (
      update delivery_attempts set finished_at = ${at}, request = ${change.request === undefined ? null : JSON.stringify(change.request)}::jsonb,
        status = ${status}, answer = ${change.answer ?? null}, took_ms = ${change.tookMs ?? null}, failure = ${failure ?? null}
      where account_id = ${accountId} and delivery_id = ${deliveryId} and number = ${number}
    ), recovered as (
      delete from receiver_health
      where ${change.receiver === 'answers'} and integration_id = ${integrationId} and receiver_host = ${receiverHost}
    ), failing as (
      insert into receiver_health (integration_id, receiver_host, failing_since, last_failed_at, last_failure, last_status)
      select ${integrationId}::uuid, ${receiverHost}, ${at}::bigint, ${at}::bigint, ${failure ?? null}::text, ${status}::integer
      where ${change.receiver === 'fails'}
      on conflict (integration_id, receiver_host) do update
        set last_failed_at = excluded.last_failed_at, last_failure = excluded.last_failure, last_status = excluded.last_status
    )
    update deliveries set state = ${state}, due_at = ${change.dueAt ?? at},
      finished_at = ${finished ? at : null}::bigint,
      first_failed_at = case when ${failure === undefined} then first_failed_at else coalesce(first_failed_at, ${at}) end,
      last_failed_at = case when ${failure === undefined} then last_failed_at else ${at} end,
      last_failure = ${failure ?? null}, last_status = ${status}
    where account_id = ${accountId} and id = ${deliveryId} and finished_at is null
      and (${failure === undefined} or tries = ${number})`.execute(tx);
  expectRow(result.numAffectedRows);
}

async function mark(tx: Tx, change: Of<'receiver_marked'>): Promise<void> {
  const marked = await tx
    .updateTable('receiver_health')
    .set({ marked_at: change.at })
    .where('integration_id', '=', change.integrationId)
    .where('receiver_host', '=', change.receiverHost)
    .where('marked_at', 'is', null)
    .executeTakeFirst();
  // Somebody else's try has marked it: they are told once.
  if (marked.numUpdatedRows === 0n) return;
  const integration = await tx
    .selectFrom('integrations')
    .select(['account_id', 'name'])
    .where('id', '=', change.integrationId)
    .executeTakeFirstOrThrow();
  const facts = JSON.stringify({
    integration: integration.name,
    integrationId: change.integrationId,
    host: change.receiverHost,
    failingSince: change.failingSince,
    failure: change.failure,
    status: change.status ?? null,
  });
  await tx
    .insertInto('notices')
    .values({
      id: uuidv7(),
      account_id: integration.account_id,
      kind: 'receiver_failing',
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
        kind: 'receiver_failing',
        language,
        facts,
        created_at: change.at,
        due_at: change.at,
      })
      .execute();
    await enqueue(tx, { name: 'mail', id });
  }
}

async function resend(tx: Tx, change: Of<'hook_resent'>): Promise<void> {
  const { accountId, ownerId, deliveryId, integrationId, at } = change;
  const updated = await tx
    .updateTable('deliveries')
    .set({ state: 'pending', due_at: at, began_at: at, made: 0, finished_at: null })
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
