import type { TextChange } from '@pristan/rules';
import { recordAudit } from './audit.ts';
import { checkedLine, checkedProse } from '../checked-text.ts';
import type { Tx } from '../transaction.ts';
import type { Handlers } from './handlers.ts';

type Of<Kind extends TextChange['kind']> = Extract<TextChange, { kind: Kind }>;

export const textHandlers: Handlers<TextChange['kind']> = {
  integration_text_kept: keep,
  integration_text_removed: remove,
};

async function keep(tx: Tx, change: Of<'integration_text_kept'>): Promise<void> {
  await raiseVersion(tx, change);
  const { language, summary, descriptionHtml } = change.text;
  const words = {
    summary: checkedLine(summary),
    description_html: checkedProse(descriptionHtml),
    updated_at: change.at,
  };
  await tx
    .insertInto('integration_texts')
    .values({ integration_id: change.integrationId, language, ...words })
    .onConflict((conflict) => conflict.columns(['integration_id', 'language']).doUpdateSet(words))
    .execute();
  return recordAudit(tx, { ...change, facts: { language } });
}

async function remove(tx: Tx, change: Of<'integration_text_removed'>): Promise<void> {
  await raiseVersion(tx, change);
  const { integrationId, language } = change;
  await tx
    .deleteFrom('integration_texts')
    .where('integration_id', '=', integrationId)
    .where('language', '=', language)
    .execute();
  return recordAudit(tx, { ...change, facts: { language } });
}

async function raiseVersion(tx: Tx, { accountId, integrationId, expectedVersion, at }: TextChange): Promise<void> {
  await tx
    .updateTable('integrations')
    .set({ version: expectedVersion + 1, updated_at: at })
    .where('account_id', '=', accountId)
    .where('id', '=', integrationId)
    .execute();
}
