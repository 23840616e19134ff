import type { InstallChange } from '@pristan/rules';
import { firstEpoch } from '@pristan/rules';
import { fromHex } from '../hex.ts';
import { recordAudit } from './audit.ts';
import type { Tx } from '../transaction.ts';
import { Stale, expectRow } from '../transaction.ts';

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
    await tx
      .updateTable('installations')
      .set({ state: 'enabled', enabled_at: at, disabled_at: null })
      .where('account_id', '=', accountId)
      .where('integration_id', '=', integrationId)
      .execute();
  }
  await recordAudit(tx, change);
}

async function disable(tx: Tx, change: Of<'installation_disabled'>): Promise<void> {
  await tx
    .updateTable('installations')
    .set({ state: 'disabled', epoch: change.expectedEpoch + 1, disabled_at: change.at })
    .where('account_id', '=', change.accountId)
    .where('integration_id', '=', change.integrationId)
    .execute();
  await recordAudit(tx, change);
}

async function give(tx: Tx, change: Of<'grant_given'>): Promise<void> {
  const inserted = await tx
    .insertInto('grants')
    .values({
      account_id: change.accountId,
      id: change.grantId,
      integration_id: change.integrationId,
      user_id: change.userId,
      full_access: change.fullAccess,
      scopes: [...change.scopes],
      epoch: change.epoch,
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
  await tx
    .updateTable('grants')
    .set({ full_access: change.fullAccess, scopes: [...change.scopes], restricted: false, updated_at: change.at })
    .where('account_id', '=', change.accountId)
    .where('id', '=', change.grantId)
    .execute();
  await recordAudit(tx, {
    ...change,
    facts: { grantId: change.grantId, fullAccess: change.fullAccess, scopes: change.scopes },
  });
}

async function revoke(tx: Tx, change: Of<'grant_revoked'>): Promise<void> {
  const revoked = await tx
    .updateTable('grants')
    .set({ revoked_at: change.at, revoked_by: change.actor.userId ?? null })
    .where('account_id', '=', change.accountId)
    .where('id', '=', change.grantId)
    .returning('epoch')
    .executeTakeFirstOrThrow();
  const other = await tx
    .selectFrom('grants')
    .select('id')
    .where('account_id', '=', change.accountId)
    .where('integration_id', '=', change.integrationId)
    .where('epoch', '=', revoked.epoch)
    .where('revoked_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if ((other === undefined) !== change.last) throw new Stale();
  if (change.last) {
    await tx
      .updateTable('installations')
      .set({ epoch: revoked.epoch + 1 })
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
      copyable: code.sealedCode !== undefined && code.copyable !== false,
      sealed_code: code.sealedCode ?? null,
    })
    .execute();
}

async function usePress(tx: Tx, { pressId, expiresAt, answer }: Of<'press_used'>): Promise<void> {
  const inserted = await tx
    .insertInto('used_presses')
    .values({
      id: pressId,
      expires_at: expiresAt,
      user_id: answer.userId,
      sealed_answer: answer.sealed,
      answer_ends_at: answer.endsAt,
      code_account_id: answer.code?.accountId ?? null,
      code_id: answer.code === undefined ? null : fromHex(answer.code.codeId),
      again: answer.again ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  // Used before: the whole commit is rolled back, and the flow finds the token used when it reads again.
  expectRow(inserted.numInsertedOrUpdatedRows);
}
