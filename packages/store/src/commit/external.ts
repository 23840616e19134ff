import type { ExternalChange } from '@pristan/rules';
import { blankFields } from '@pristan/rules';
import { fromHex } from '../hex.ts';
import { recordAudit } from './audit.ts';
import { addSecret } from './registry.ts';
import { fieldColumns } from '../integration-columns.ts';
import type { Handlers } from './handlers.ts';
import type { Tx } from '../transaction.ts';
import { expectRow } from '../transaction.ts';

type Of<Kind extends ExternalChange['kind']> = Extract<ExternalChange, { kind: Kind }>;

export const externalHandlers: Handlers<ExternalChange['kind']> = {
  external_created: create,
  handover_started: start,
  handover_code_minted: mintCode,
  handover_pulled: pull,
  external_logo_settled: settleLogo,
};

async function create(tx: Tx, change: Of<'external_created'>): Promise<void> {
  const { integrationId, accountId, metadata, at } = change;
  const { name, descriptionHtml, redirectUri, secretsUri, scopes } = metadata;
  await tx
    .insertInto('integrations')
    .values({
      id: integrationId,
      account_id: accountId,
      kind: 'external',
      state: 'active',
      version: 1,
      key_epoch: 1,
      ...fieldColumns({ ...blankFields, name, descriptionHtml, redirectUri, scopes }),
      secrets_uri: secretsUri,
      logo_uri: metadata.logoUri ?? null,
      created_at: at,
      created_by: change.actor.userId ?? null,
      updated_at: at,
    })
    .execute();
  await addSecret(tx, change);
  if (metadata.logoUri !== undefined) {
    await tx
      .insertInto('due_logos')
      .values({
        integration_id: integrationId,
        account_id: accountId,
        host: new URL(metadata.logoUri).host,
        due_at: at,
      })
      .execute();
  }
  await recordAudit(tx, { ...change, facts: { name, redirectUri, secretsUri } });
}

async function start(tx: Tx, change: Of<'handover_started'>): Promise<void> {
  const inserted = await tx
    .insertInto('handovers')
    .values({
      account_id: change.accountId,
      id: change.handoverId,
      integration_id: change.integrationId,
      grant_id: change.grantId,
      user_id: change.userId,
      delivery_id: change.deliveryId,
      sealed_path: change.sealedPath,
      pull_challenge: change.pullChallenge ?? null,
      created_at: change.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  expectRow(inserted.numInsertedOrUpdatedRows);
}

async function mintCode(tx: Tx, change: Of<'handover_code_minted'>): Promise<void> {
  const { accountId, handoverId, codeId, before } = change;
  const updated = await tx
    .updateTable('handovers')
    .set({ code_id: fromHex(codeId) })
    .where('account_id', '=', accountId)
    .where('id', '=', handoverId)
    .where('code_id', 'is not distinct from', before === undefined ? null : fromHex(before))
    .executeTakeFirst();
  expectRow(updated.numUpdatedRows);
}

async function pull(tx: Tx, change: Of<'handover_pulled'>): Promise<void> {
  const { accountId, handoverId, integrationId, at, address } = change;
  const updated = await tx
    .updateTable('handovers')
    .set({ pulled_at: at })
    .where('account_id', '=', accountId)
    .where('id', '=', handoverId)
    .where('pulled_at', 'is', null)
    .executeTakeFirst();
  expectRow(updated.numUpdatedRows);
  await recordAudit(tx, { accountId, at, kind: change.kind, actor: { userId: undefined, address }, integrationId });
}

async function settleLogo(tx: Tx, { accountId, integrationId, logoHash }: Of<'external_logo_settled'>): Promise<void> {
  await tx
    .updateTable('integrations')
    .set({ logo_hash: logoHash ?? null, logo_uri: null })
    .where('account_id', '=', accountId)
    .where('id', '=', integrationId)
    .where('logo_hash', 'is', null)
    .execute();
  await tx.deleteFrom('due_logos').where('integration_id', '=', integrationId).execute();
}
