import type { TextChange } from '@pristan/rules';
import { recordAudit } from './audit.ts';
import type { Tx } from '../transaction.ts';
import { checkedLine, checkedProse } from '../checked-text.ts';

export async function applyTextChange(tx: Tx, change: TextChange): Promise<void> {
  const { accountId, integrationId, expectedVersion, at } = change;
  await tx
    .updateTable('integrations')
    .set({ version: expectedVersion + 1, updated_at: at })
    .where('account_id', '=', accountId)
    .where('id', '=', integrationId)
    .execute();
  if (change.kind === 'integration_text_removed') {
    await tx
      .deleteFrom('integration_texts')
      .where('integration_id', '=', integrationId)
      .where('language', '=', change.language)
      .execute();
    return recordAudit(tx, { ...change, facts: { language: change.language } });
  }
  const { language, summary, descriptionHtml } = change.text;
  const words = { summary: checkedLine(summary), description_html: checkedProse(descriptionHtml), updated_at: at };
  await tx
    .insertInto('integration_texts')
    .values({ integration_id: integrationId, language, ...words })
    .onConflict((conflict) => conflict.columns(['integration_id', 'language']).doUpdateSet(words))
    .execute();
  return recordAudit(tx, { ...change, facts: { language } });
}
