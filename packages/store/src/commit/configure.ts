import type { ConfigureChange } from '@pristan/rules';
import { fromHex } from '../hex.ts';
import { recordAudit } from './audit.ts';
import type { Handlers } from './handlers.ts';
import type { Tx } from '../transaction.ts';

type Of<Kind extends ConfigureChange['kind']> = Extract<ConfigureChange, { kind: Kind }>;

export const configureHandlers: Handlers<ConfigureChange['kind']> = {
  settings_kept: keepSettings,
  fresh_codes_switched: switchFreshCodes,
  fresh_code_asked: askCode,
};

async function keepSettings(tx: Tx, change: Of<'settings_kept'>): Promise<void> {
  const { accountId, integrationId, kept, removed, at } = change;
  if (removed.length > 0) {
    await tx
      .deleteFrom('installation_settings')
      .where('account_id', '=', accountId)
      .where('integration_id', '=', integrationId)
      .where('field', 'in', [...removed])
      .execute();
  }
  if (kept.length > 0) {
    await tx
      .insertInto('installation_settings')
      .values(
        kept.map((one) => ({
          account_id: accountId,
          integration_id: integrationId,
          field: one.field,
          value: 'value' in one ? one.value : null,
          sealed: 'sealed' in one ? one.sealed : null,
          updated_at: at,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['account_id', 'integration_id', 'field']).doUpdateSet((eb) => ({
          value: eb.ref('excluded.value'),
          sealed: eb.ref('excluded.sealed'),
          updated_at: eb.ref('excluded.updated_at'),
        })),
      )
      .execute();
  }
  await recordAudit(tx, { ...change, facts: { fields: [...kept.map(({ field }) => field), ...removed] } });
}

async function switchFreshCodes(tx: Tx, change: Of<'fresh_codes_switched'>): Promise<void> {
  await tx
    .updateTable('installations')
    .set({ fresh_codes: change.freshCodes })
    .where('account_id', '=', change.accountId)
    .where('integration_id', '=', change.integrationId)
    .execute();
  await recordAudit(tx, { ...change, facts: { freshCodes: change.freshCodes } });
}

async function askCode(tx: Tx, change: Of<'fresh_code_asked'>): Promise<void> {
  const { accountId, integrationId, codeId, grantId, at } = change;
  await tx
    .insertInto('code_requests')
    .values({ account_id: accountId, integration_id: integrationId, code_id: fromHex(codeId), asked_at: at })
    .execute();
  await recordAudit(tx, { ...change, facts: { grantId } });
}
