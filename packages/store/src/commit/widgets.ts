import type { WidgetChange } from '@pristan/rules';
import { fromHex } from '../hex.ts';
import { recordAudit } from './audit.ts';
import type { Handlers } from './handlers.ts';
import type { Tx } from '../transaction.ts';
import { expectRow } from '../transaction.ts';

type Of<Kind extends WidgetChange['kind']> = Extract<WidgetChange, { kind: Kind }>;

export const widgetHandlers: Handlers<WidgetChange['kind']> = {
  widget_uploaded: upload,
  widget_chosen: choose,
  code_sent: dropSealedCode,
};

async function dropSealedCode(tx: Tx, { accountId, codeId }: Of<'code_sent'>): Promise<void> {
  await tx
    .updateTable('codes')
    .set({ sealed_code: null })
    .where('account_id', '=', accountId)
    .where('id', '=', fromHex(codeId))
    .execute();
}

async function upload(tx: Tx, change: Of<'widget_uploaded'>): Promise<void> {
  await touch(tx, change);
  const { widget, number } = change;
  const inserted = await tx
    .insertInto('widget_versions')
    .values({
      integration_id: change.integrationId,
      number,
      sha256: widget.sha256,
      archive_bytes: widget.archiveBytes,
      manifest: JSON.stringify(widget.manifest),
      report: JSON.stringify(widget.report),
      live: false,
      created_at: change.at,
      created_by: change.actor.userId ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  expectRow(inserted.numInsertedOrUpdatedRows);
  await recordAudit(tx, { ...change, facts: { number, sha256: widget.sha256 } });
}

async function choose(tx: Tx, change: Of<'widget_chosen'>): Promise<void> {
  await touch(tx, change);
  const { integrationId, number } = change;
  await tx
    .updateTable('widget_versions')
    .set({ live: false })
    .where('integration_id', '=', integrationId)
    .where('live', '=', true)
    .execute();
  if (number !== undefined) {
    const chosen = await tx
      .updateTable('widget_versions')
      .set({ live: true })
      .where('integration_id', '=', integrationId)
      .where('number', '=', number)
      .executeTakeFirst();
    expectRow(chosen.numUpdatedRows);
  }
  await recordAudit(tx, { ...change, facts: { number: number ?? null } });
}

async function touch(
  tx: Tx,
  { accountId, integrationId, at }: Exclude<WidgetChange, { kind: 'code_sent' }>,
): Promise<void> {
  await tx
    .updateTable('integrations')
    .set({ updated_at: at })
    .where('account_id', '=', accountId)
    .where('id', '=', integrationId)
    .execute();
}
