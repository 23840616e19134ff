import type { HooksChange } from '@pristan/rules';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { enqueue } from '../jobs.ts';
import { recordAudit } from './audit.ts';
import { applyAttempted } from './settle.ts';
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
      return applyAttempted(tx, change);
    case 'receiver_marked':
      return mark(tx, change);
    case 'hook_resent':
      return resend(tx, change);
    case 'hook_tested':
      return recordAudit(tx, { ...change, facts: { deliveryId: change.deliveryId, hook: change.hook } });
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
    .set({
      state: 'pending',
      due_at: at,
      began_at: at,
      made: 0,
      finished_at: null,
      // From here on it is theirs who sends it anew.
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
