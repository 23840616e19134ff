import type { WidgetRows, WidgetVersion } from '@pristan/flows';
import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { fromHex } from '../hex.ts';
import type { Column } from '../reads/columns.ts';
import type { GrantColumns, WhoseColumns } from '../reads/grant-columns.ts';
import { grantOf, joinGrantColumns, grantColumns } from '../reads/grant-columns.ts';

const SENT_MAX = 3;

type CodeRow = GrantColumns &
  WhoseColumns & {
    readonly sealed_code: Column<'codes', 'sealed_code'>;
    readonly expires_at: Column<'codes', 'expires_at'>;
    readonly key_epoch: Column<'codes', 'key_epoch'>;
    readonly subdomain: Column<'subdomains', 'subdomain'>;
    readonly kind: Column<'integrations', 'kind'>;
  };

export function widgetRows(db: Kysely<Database>): WidgetRows {
  return {
    versions: readVersions(db),
    version: readVersion(db),
    archive: readArchive(db),
    hasLive: hasLiveWidget(db),
    live: withLiveWidget(db),
    withSettings: withLiveSettings(db),
    codeToSend: readCodeToSend(db),
    sentCodes: readSentCodes(db),
    keepArchive: keepArchive(db),
  };
}

function readVersions(db: Kysely<Database>): WidgetRows['versions'] {
  return async (accountId, integrationId) => {
    const rows = await versionsOf(db, accountId, integrationId).selectAll('w').orderBy('w.number', 'desc').execute();
    return rows.map(versionOf);
  };
}

function readVersion(db: Kysely<Database>): WidgetRows['version'] {
  return async (accountId, integrationId, number) => {
    const row = await versionsOf(db, accountId, integrationId)
      .selectAll('w')
      .where('w.number', '=', number)
      .executeTakeFirst();
    return row && versionOf(row);
  };
}

function readArchive(db: Kysely<Database>): WidgetRows['archive'] {
  return async (accountId, integrationId, number) => {
    const row = await versionsOf(db, accountId, integrationId)
      .innerJoin('widget_archives as a', 'a.sha256', 'w.sha256')
      .select('a.bytes')
      .where('w.number', '=', number)
      .executeTakeFirst();
    return row?.bytes;
  };
}

function hasLiveWidget(db: Kysely<Database>): WidgetRows['hasLive'] {
  return async (integrationId) => {
    const row = await db
      .selectFrom('widget_versions')
      .select('number')
      .where('integration_id', '=', integrationId)
      .where('live', '=', true)
      .executeTakeFirst();
    return row !== undefined;
  };
}

function withLiveWidget(db: Kysely<Database>): WidgetRows['live'] {
  return async (integrationIds) => {
    if (integrationIds.length === 0) return [];
    const rows = await db
      .selectFrom('widget_versions as w')
      .innerJoin('integrations as n', 'n.id', 'w.integration_id')
      .select('n.id')
      .where('w.integration_id', 'in', [...integrationIds])
      .where('w.live', '=', true)
      .where('n.state', '=', 'active')
      .where('n.deleted_at', 'is', null)
      .execute();
    return rows.map(({ id }) => id);
  };
}

function withLiveSettings(db: Kysely<Database>): WidgetRows['withSettings'] {
  return async (integrationIds) => {
    if (integrationIds.length === 0) return [];
    const rows = await db
      .selectFrom('widget_versions')
      .select('integration_id')
      .where('integration_id', 'in', [...integrationIds])
      .where('live', '=', true)
      .where(sql<boolean>`jsonb_path_exists(manifest, '$.settings[*] ? (@.type != "custom")')`)
      .execute();
    return rows.map(({ integration_id }) => integration_id);
  };
}

function readCodeToSend(db: Kysely<Database>): WidgetRows['codeToSend'] {
  return async (accountId, codeId) => {
    const { rows } = await sql<CodeRow>`
      select k.account_id, k.integration_id, k.sealed_code, k.expires_at, k.key_epoch, s.subdomain, n.kind,
        ${sql.raw(grantColumns)}
      from codes k
      join subdomains s on s.account_id = k.account_id and s.current
      join grants g on g.account_id = k.account_id and g.id = k.grant_id
      ${sql.raw(joinGrantColumns)}
      where k.account_id = ${accountId} and k.id = ${fromHex(codeId)} and not k.copyable and k.redeemed_at is null`.execute(
      db,
    );
    const [row] = rows;
    if (row === undefined || row.sealed_code === null) return undefined;
    return {
      sealedCode: row.sealed_code,
      expiresAt: row.expires_at,
      subdomain: row.subdomain,
      made: { grant: { facts: grantOf(row), kind: row.kind, keyEpoch: row.key_epoch } },
    };
  };
}

function readSentCodes(db: Kysely<Database>): WidgetRows['sentCodes'] {
  return async (accountId, integrationIds) => {
    if (integrationIds.length === 0) return [];
    const ranked = db
      .selectFrom('deliveries as d')
      .innerJoin('codes as k', (join) =>
        join.onRef('k.account_id', '=', 'd.account_id').on(sql<boolean>`k.id = decode(d.facts ->> 'codeId', 'hex')`),
      )
      .select(['d.account_id', 'd.id', 'd.integration_id', 'd.state', 'd.created_at'])
      .select(['k.id as code_id', 'k.grant_id', 'k.issued_at', 'k.expires_at', 'k.redeemed_at'])
      .select(
        sql<number>`row_number() over (partition by d.integration_id order by d.created_at desc, d.id desc)`.as('rank'),
      )
      .where('d.account_id', '=', accountId)
      .where('d.hook', '=', 'install')
      .where('d.integration_id', 'in', [...integrationIds])
      .as('c');
    const rows = await db
      .selectFrom(ranked)
      .leftJoin('code_requests as r', (join) =>
        join
          .onRef('r.account_id', '=', 'c.account_id')
          .onRef('r.integration_id', '=', 'c.integration_id')
          .onRef('r.code_id', '=', 'c.code_id'),
      )
      // The code belongs to the grant of the admin who asked for it: asking gives or renews their own grant.
      .innerJoin('grants as g', (join) =>
        join.onRef('g.account_id', '=', 'c.account_id').onRef('g.id', '=', 'c.grant_id'),
      )
      .innerJoin('users as u', 'u.id', 'g.user_id')
      .leftJoin('delivery_attempts as t', (join) =>
        join.onRef('t.account_id', '=', 'c.account_id').onRef('t.delivery_id', '=', 'c.id').on('t.number', '=', 1),
      )
      .select(['c.integration_id', 'c.state', 'c.issued_at', 'c.expires_at', 'c.redeemed_at', 'u.name', 'r.asked_at'])
      .select(['t.started_at', 't.status', 't.took_ms'])
      .where('c.rank', '<=', SENT_MAX)
      .orderBy('c.integration_id')
      .orderBy('c.rank')
      .execute();
    return rows.map((row) => ({
      integrationId: row.integration_id,
      person: row.asked_at === null ? row.name : undefined,
      issuedAt: row.issued_at,
      expiresAt: row.expires_at,
      redeemedAt: row.redeemed_at ?? undefined,
      delivery: row.state,
      sentAt: row.started_at ?? undefined,
      status: row.status ?? undefined,
      tookMs: row.took_ms ?? undefined,
    }));
  };
}

function keepArchive(db: Kysely<Database>): WidgetRows['keepArchive'] {
  return async (sha256, bytes, now) => {
    await db.transaction().execute(async (tx) => {
      const { isNew } = await tx
        .insertInto('widget_archives')
        .values({ sha256, bytes: bytes.subarray(0, PIECE_BYTES), created_at: now })
        .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ created_at: now }))
        // A row that existed before has, in xmax, the id of the transaction that has just locked it.
        .returning(sql<boolean>`xmax = 0`.as('isNew'))
        .executeTakeFirstOrThrow();
      if (!isNew) return;
      for (let at = PIECE_BYTES; at < bytes.length; at += PIECE_BYTES) {
        const piece = bytes.subarray(at, at + PIECE_BYTES);
        await sql`update widget_archives set bytes = bytes || ${piece}::bytea where sha256 = ${sha256}`.execute(tx);
      }
    });
  };
}

/**
 * Bytes of a widget archive sent at once. The driver holds two copies of what it sends, so a large archive goes in
 * pieces.
 */
const PIECE_BYTES = 10 * 1024 * 1024;

/** Query for widget versions, if the integration belongs to this account and is not deleted. */
function versionsOf(db: Kysely<Database>, accountId: number, integrationId: string) {
  return db
    .selectFrom('widget_versions as w')
    .innerJoin('integrations as n', 'n.id', 'w.integration_id')
    .where('n.account_id', '=', accountId)
    .where('n.id', '=', integrationId)
    .where('n.deleted_at', 'is', null);
}

function versionOf(row: Selectable<Database['widget_versions']>): WidgetVersion {
  return {
    number: row.number,
    sha256: row.sha256,
    archiveBytes: row.archive_bytes,
    manifest: row.manifest,
    report: row.report,
    live: row.live,
    createdAt: row.created_at,
    createdBy: row.created_by ?? undefined,
  };
}
