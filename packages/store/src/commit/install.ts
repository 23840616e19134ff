import type { InstallChange } from '@pristan/rules';
import { firstEpoch } from '@pristan/rules';
import { recordAudit } from './audit.ts';
import type { Handlers } from './handlers.ts';
import type { Tx } from '../transaction.ts';
import { StaleFact, expectRow } from '../transaction.ts';

type Of<Kind extends InstallChange['kind']> = Extract<InstallChange, { kind: Kind }>;

export const installHandlers: Handlers<InstallChange['kind']> = {
  installation_enabled: enable,
  installation_disabled: disable,
  grant_given: give,
  grant_renewed: renew,
  grant_revoked: revoke,
};

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
  if ((other === undefined) !== change.last) throw new StaleFact();
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
