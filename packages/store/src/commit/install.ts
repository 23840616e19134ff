import type { InstallChange } from '@pristan/rules';
import { firstEpoch } from '@pristan/rules';
import { fromHex } from '../hex.ts';
import { recordAudit } from './audit.ts';
import type { Tx } from './transaction.ts';
import { Stale, expectRow } from './transaction.ts';

type Of<Kind extends InstallChange['kind']> = Extract<InstallChange, { kind: Kind }>;

export async function applyInstallChange(tx: Tx, change: InstallChange): Promise<void> {
  switch (change.kind) {
    case 'installation_enabled':
      return enable(tx, change);
    case 'installation_disabled':
      return disable(tx, change);
    case 'grant_given':
      return give(tx, change);
    case 'grant_renewed':
      return renew(tx, change);
    case 'grant_revoked':
      return revoke(tx, change);
    case 'code_issued':
      return issueCode(tx, change);
    case 'press_used':
      return usePress(tx, change);
  }
}

async function enable(tx: Tx, change: Of<'installation_enabled'>): Promise<void> {
  const { accountId, integrationId, expectedEpoch, at } = change;
  if (expectedEpoch === undefined) {
    const inserted = await tx
      .insertInto('installations')
      .values({
        account_id: accountId,
        integration_id: integrationId,
        state: 'enabled',
        epoch: firstEpoch,
        created_at: at,
        enabled_at: at,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    expectRow(inserted.numInsertedOrUpdatedRows);
  } else {
    const updated = await tx
      .updateTable('installations')
      .set({ state: 'enabled', enabled_at: at, disabled_at: null })
      .where('account_id', '=', accountId)
      .where('integration_id', '=', integrationId)
      .where('state', '=', 'disabled')
      .where('epoch', '=', expectedEpoch)
      .executeTakeFirst();
    expectRow(updated.numUpdatedRows);
  }
  await recordAudit(tx, change);
}

async function disable(tx: Tx, change: Of<'installation_disabled'>): Promise<void> {
  const updated = await tx
    .updateTable('installations')
    .set({ state: 'disabled', epoch: change.expectedEpoch + 1, disabled_at: change.at })
    .where('account_id', '=', change.accountId)
    .where('integration_id', '=', change.integrationId)
    .where('state', '=', 'enabled')
    .where('epoch', '=', change.expectedEpoch)
    .executeTakeFirst();
  expectRow(updated.numUpdatedRows);
  await recordAudit(tx, change);
}

/** Holds the installation's row until the commit, so that a disable cannot slip between it and what follows. */
async function lockEnabled(tx: Tx, change: { accountId: number; integrationId: string }): Promise<{ epoch: number }> {
  const row = await tx
    .selectFrom('installations')
    .select(['epoch', 'state'])
    .where('account_id', '=', change.accountId)
    .where('integration_id', '=', change.integrationId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row?.state !== 'enabled') throw new Stale();
  return row;
}

async function give(tx: Tx, change: Of<'grant_given'>): Promise<void> {
  const { epoch } = await lockEnabled(tx, change);
  if (epoch !== change.epoch) throw new Stale();
  const inserted = await tx
    .insertInto('grants')
    .values({
      account_id: change.accountId,
      id: change.grantId,
      integration_id: change.integrationId,
      user_id: change.userId,
      full_access: change.fullAccess,
      scopes: [...change.scopes],
      epoch,
      restricted: change.restricted === true,
      created_at: change.at,
      updated_at: change.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  expectRow(inserted.numInsertedOrUpdatedRows);
  await recordAudit(tx, {
    ...change,
    facts: {
      grantId: change.grantId,
      fullAccess: change.fullAccess,
      scopes: change.scopes,
      ...(change.restricted === true ? { restricted: true } : {}),
    },
  });
}

async function renew(tx: Tx, change: Of<'grant_renewed'>): Promise<void> {
  const { epoch } = await lockEnabled(tx, change);
  const updated = await tx
    .updateTable('grants')
    .set({ full_access: change.fullAccess, scopes: [...change.scopes], restricted: false, updated_at: change.at })
    .where('account_id', '=', change.accountId)
    .where('id', '=', change.grantId)
    .where('epoch', '=', epoch)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  expectRow(updated.numUpdatedRows);
  await recordAudit(tx, {
    ...change,
    facts: { grantId: change.grantId, fullAccess: change.fullAccess, scopes: change.scopes },
  });
}

async function revoke(tx: Tx, change: Of<'grant_revoked'>): Promise<void> {
  const { epoch } = await lockEnabled(tx, change);
  const updated = await tx
    .updateTable('grants')
    .set({ revoked_at: change.at, revoked_by: change.actor.userId ?? null })
    .where('account_id', '=', change.accountId)
    .where('id', '=', change.grantId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  expectRow(updated.numUpdatedRows);
  const other = await tx
    .selectFrom('grants')
    .select('id')
    .where('account_id', '=', change.accountId)
    .where('integration_id', '=', change.integrationId)
    .where('epoch', '=', epoch)
    .where('revoked_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if ((other === undefined) !== change.last) throw new Stale();
  if (change.last) {
    await tx
      .updateTable('installations')
      .set({ epoch: epoch + 1 })
      .where('account_id', '=', change.accountId)
      .where('integration_id', '=', change.integrationId)
      .execute();
  }
  await recordAudit(tx, { ...change, facts: { grantId: change.grantId, last: change.last } });
}

async function issueCode(tx: Tx, { accountId, code }: Of<'code_issued'>): Promise<void> {
  await tx
    .insertInto('codes')
    .values({
      account_id: accountId,
      id: fromHex(code.codeId),
      grant_id: code.grantId,
      integration_id: code.integrationId,
      redirect_uri: code.redirectUri,
      code_challenge: code.codeChallenge ?? null,
      key_epoch: code.keyEpoch,
      issued_at: code.issuedAt,
      expires_at: code.expiresAt,
      copyable: code.sealedCode !== undefined && code.goesByHook !== true,
      sealed_code: code.sealedCode ?? null,
    })
    .execute();
}

async function usePress(tx: Tx, { pressId, expiresAt }: Of<'press_used'>): Promise<void> {
  const inserted = await tx
    .insertInto('used_presses')
    .values({ id: pressId, expires_at: expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  // Pressed before: the whole commit is undone, and the flow finds the press used when it reads again.
  expectRow(inserted.numInsertedOrUpdatedRows);
}
