import type { NewSecret, RegistryChange } from '@pristan/rules';
import { recordAudit } from './audit.ts';
import { fieldColumns } from '../integration-columns.ts';
import type { Handlers } from './handlers.ts';
import type { Tx } from '../transaction.ts';
import { expectRow } from '../transaction.ts';

type Of<Kind extends RegistryChange['kind']> = Extract<RegistryChange, { kind: Kind }>;

export const registryHandlers: Handlers<RegistryChange['kind']> = {
  integration_created: create,
  integration_edited: edit,
  integration_switched: switchTo,
  integration_deleted: remove,
  integration_published: publish,
  integration_unpublished: unpublish,
  secret_rotated: rotateSecret,
  secret_revealed: recordAudit,
};

async function create(tx: Tx, change: Of<'integration_created'>): Promise<void> {
  await tx
    .insertInto('integrations')
    .values({
      id: change.integrationId,
      account_id: change.accountId,
      kind: change.integrationKind,
      state: 'active',
      version: 1,
      key_epoch: 1,
      ...fieldColumns(change.fields),
      created_at: change.at,
      created_by: change.actor.userId ?? null,
      updated_at: change.at,
    })
    .execute();
  await addSecret(tx, change);
  await recordAudit(tx, { ...change, facts: { name: change.fields.name } });
}

async function edit(tx: Tx, change: Of<'integration_edited'>): Promise<void> {
  await tx
    .updateTable('integrations')
    .set({ ...fieldColumns(change.fields), version: change.expectedVersion + 1, updated_at: change.at })
    .where('account_id', '=', change.accountId)
    .where('id', '=', change.integrationId)
    .execute();
  await recordAudit(tx, { ...change, facts: { name: change.fields.name, changes: change.changed } });
}

async function update(
  tx: Tx,
  change: Of<'integration_switched' | 'integration_deleted'>,
  set: { state?: 'active' | 'stopped'; deleted_at?: number },
): Promise<void> {
  await tx
    .updateTable('integrations')
    .set({ ...set, updated_at: change.at })
    .where('account_id', '=', change.accountId)
    .where('id', '=', change.integrationId)
    .execute();
  await recordAudit(tx, { ...change, facts: set });
}

/** Switches an integration to Live or Paused. Deliveries that waited for the integration to be active become due. */
async function switchTo(tx: Tx, change: Of<'integration_switched'>): Promise<void> {
  const { integrationId, state, at } = change;
  await update(tx, change, { state });
  if (state !== 'active') return;
  await tx
    .updateTable('deliveries')
    .set({ due_at: at })
    .where('integration_id', '=', integrationId)
    .where('state', '=', 'pending')
    .where('last_failure', '=', 'paused')
    .execute();
}

/** Deletes an integration, with the widget settings that accounts have entered. */
async function remove(tx: Tx, change: Of<'integration_deleted'>): Promise<void> {
  await update(tx, change, { state: 'stopped', deleted_at: change.at });
  await tx.deleteFrom('installation_settings').where('integration_id', '=', change.integrationId).execute();
}

async function publish(tx: Tx, change: Of<'integration_published'>): Promise<void> {
  const { integrationId, number, at } = change;
  const published = { kind: 'public', published_at: at } as const;
  await tx
    .updateTable('integrations')
    .set({ ...published, updated_at: at })
    .where('account_id', '=', change.accountId)
    .where('id', '=', integrationId)
    .execute();
  const inserted = await tx
    .insertInto('publications')
    .values({ integration_id: integrationId, number, facts: JSON.stringify(change.facts), published_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  expectRow(inserted.numInsertedOrUpdatedRows);
  await recordAudit(tx, { ...change, facts: { ...published, number } });
}

/** Unpublishes an integration. @throws StaleFact when it is no longer published */
async function unpublish(tx: Tx, change: Of<'integration_unpublished'>): Promise<void> {
  const taken = await tx
    .updateTable('integrations')
    .set({ published_at: null, updated_at: change.at })
    .where('account_id', '=', change.accountId)
    .where('id', '=', change.integrationId)
    .where('published_at', 'is not', null)
    .executeTakeFirst();
  expectRow(taken.numUpdatedRows);
  await recordAudit(tx, change);
}

async function rotateSecret(tx: Tx, change: Of<'secret_rotated'>): Promise<void> {
  const { integrationId, overlapEndsAt, at } = change;
  await tx
    .updateTable('integrations')
    .set((eb) => ({ key_epoch: change.revokeNow ? eb('key_epoch', '+', 1) : eb.ref('key_epoch'), updated_at: at }))
    .where('account_id', '=', change.accountId)
    .where('id', '=', integrationId)
    .execute();
  await tx
    .deleteFrom('integration_secrets')
    .where('integration_id', '=', integrationId)
    .where('ends_at', 'is not', null)
    .execute();
  await tx
    .updateTable('integration_secrets')
    .set({ ends_at: overlapEndsAt })
    .where('integration_id', '=', integrationId)
    .where('id', '=', change.replaces)
    .execute();
  await addSecret(tx, change);
  await recordAudit(tx, { ...change, facts: { overlapEndsAt, revokeNow: change.revokeNow } });
}

export async function addSecret(
  tx: Tx,
  { integrationId, secret, at }: { readonly integrationId: string; readonly secret: NewSecret; readonly at: number },
): Promise<void> {
  await tx
    .insertInto('integration_secrets')
    .values({ integration_id: integrationId, id: secret.secretId, sealed: secret.sealed, created_at: at })
    .execute();
}
