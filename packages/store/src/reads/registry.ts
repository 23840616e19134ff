import type { RegistryReads, StoredIntegration } from '@pristan/flows';
import type { IntegrationFacts, IntegrationAvailability, NewWidget } from '@pristan/rules';
import { isTextLanguage } from '@pristan/wire';
import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { fieldsOf } from '../integration-columns.ts';
import { grantIsCurrent } from '../live-grant.ts';
import { nameHas, pageOf, searchedMax, searchedPageOf } from './page.ts';
import { publicationColumns, publicationOf } from './publication.ts';

interface CustomerColumns {
  readonly account_id: number;
  readonly name: string;
  readonly subdomain: string;
  readonly state: 'enabled' | 'disabled';
  readonly created_at: number;
  readonly enabled_at: number;
  readonly disabled_at: number | null;
  readonly last_used_at: number | null;
}

export function registryReads(db: Kysely<Database>): RegistryReads {
  return {
    integration: readIntegration(db),
    integrationAnywhere: readIntegrationAnywhere(db),
    publishFacts: readPublishFacts(db),
    integrations: readIntegrations(db),
    spread: readSpread(db),
    customers: readCustomers(db),
    secret: readSecret(db),
    secrets: readSecrets(db),
    logo: readLogo(db),
    keepLogo: keepLogo(db),
  };
}

function readIntegration(db: Kysely<Database>): RegistryReads['integration'] {
  return async (accountId, integrationId) => {
    const row = await live(db)
      .select(furtherLanguages)
      .select(publicationColumns)
      .where('account_id', '=', accountId)
      .where('id', '=', integrationId)
      .executeTakeFirst();
    return row === undefined ? undefined : storedOf(row);
  };
}

function readIntegrationAnywhere(db: Kysely<Database>): RegistryReads['integrationAnywhere'] {
  return async (integrationId) => {
    const row = await live(db).where('id', '=', integrationId).executeTakeFirst();
    return row === undefined ? undefined : factsOf(row);
  };
}

function readPublishFacts(db: Kysely<Database>): RegistryReads['publishFacts'] {
  return async (integrationId) => {
    const row = await live(db)
      .select(publicationColumns)
      .select(sql<number>`(select count(*)::int from publications p where p.integration_id = n.id)`.as('publications'))
      .select(
        sql<NewWidget['report'] | null>`(
          select w.report from widget_versions w where w.integration_id = n.id and w.live)`.as('widget_report'),
      )
      .where('id', '=', integrationId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { publication, ...integration } = storedOf(row);
    return { integration, publication, publications: row.publications, widgetReport: row.widget_report?.checks };
  };
}

function readIntegrations(db: Kysely<Database>): RegistryReads['integrations'] {
  return async (accountId, { limit, before, name }) => {
    let behind = live(db).where('account_id', '=', accountId).orderBy('created_at', 'desc').orderBy('id', 'desc');
    if (before !== undefined)
      behind = behind.where(sql<boolean>`(created_at, id) < (${before.at}, ${before.id}::uuid)`);
    const rows = await db
      .selectFrom(behind.limit(searchedMax).as('n'))
      .selectAll()
      .select(publicationColumns)
      .where(nameHas('n.name', name))
      .orderBy('n.created_at', 'desc')
      .orderBy('n.id', 'desc')
      .limit(limit + 1)
      .execute();
    const placeOf = (row: Row) => ({ at: row.created_at, id: row.id });
    const page = await searchedPageOf(rows, { limit, isSearch: name !== undefined }, { behind, placeOf });
    return { rows: page.rows.map(storedOf), next: page.next };
  };
}

function readSpread(db: Kysely<Database>): RegistryReads['spread'] {
  return async (integrationId, since) => {
    const { rows } = await sql<{ enabled: number; disabled: number; without_grant: number; fresh: number }>`
      select
        count(*) filter (where i.state = 'enabled')::int as enabled,
        count(*) filter (where i.state = 'disabled')::int as disabled,
        count(*) filter (where i.state = 'enabled' and not exists (
          select 1 from grants g
          where g.account_id = i.account_id and g.integration_id = i.integration_id
            and ${sql.raw(grantIsCurrent)}))::int as without_grant,
        count(*) filter (where i.state = 'enabled' and i.enabled_at >= ${since}::bigint)::int as fresh
      from installations i where i.integration_id = ${integrationId}`.execute(db);
    const [row] = rows;
    return {
      enabled: row?.enabled ?? 0,
      disabled: row?.disabled ?? 0,
      withoutGrant: row?.without_grant ?? 0,
      fresh: row?.fresh ?? 0,
    };
  };
}

function readCustomers(db: Kysely<Database>): RegistryReads['customers'] {
  return async (integrationId, { limit, before }) => {
    const { rows } = await sql<CustomerColumns>`
      select i.account_id, a.name, s.subdomain, i.state, i.created_at, i.enabled_at, i.disabled_at,
        (select max(u.last_used_at) from grants g
          join grant_uses u on u.account_id = g.account_id and u.grant_id = g.id
          where g.account_id = i.account_id and g.integration_id = i.integration_id) as last_used_at
      from installations i
      join accounts a on a.id = i.account_id
      join subdomains s on s.account_id = a.id and s.current
      where i.integration_id = ${integrationId}
        and (${before === undefined}
          or (i.created_at, i.account_id) < (${before?.at ?? 0}::bigint, ${before?.accountId ?? 0}::bigint))
      order by i.created_at desc, i.account_id desc
      limit ${limit + 1}`.execute(db);
    const all = rows.map((row) => ({
      accountId: row.account_id,
      name: row.name,
      subdomain: row.subdomain,
      state: row.state,
      createdAt: row.created_at,
      enabledAt: row.enabled_at,
      disabledAt: row.disabled_at ?? undefined,
      lastUsedAt: row.last_used_at ?? undefined,
    }));
    return pageOf(all, limit, ({ createdAt, accountId }) => ({ at: createdAt, accountId }));
  };
}

function readSecret(db: Kysely<Database>): RegistryReads['secret'] {
  return async (accountId, integrationId) => {
    const row = await db
      .selectFrom('integration_secrets as s')
      .innerJoin('integrations as n', 'n.id', 's.integration_id')
      .select(['s.id', 's.sealed', 's.first_used_at'])
      .where('n.account_id', '=', accountId)
      .where('n.id', '=', integrationId)
      .where('n.deleted_at', 'is', null)
      .where('s.ends_at', 'is', null)
      .executeTakeFirst();
    return row === undefined
      ? undefined
      : { secretId: row.id, sealed: row.sealed, firstUsed: row.first_used_at !== null };
  };
}

function readSecrets(db: Kysely<Database>): RegistryReads['secrets'] {
  return async (accountId, integrationId, now) => {
    const rows = await db
      .selectFrom('integration_secrets as s')
      .innerJoin('integrations as n', 'n.id', 's.integration_id')
      .leftJoin('secret_uses as u', (join) =>
        join.onRef('u.integration_id', '=', 's.integration_id').onRef('u.secret_id', '=', 's.id'),
      )
      .select(['s.id', 's.sealed', 's.created_at', 's.ends_at', 's.first_used_at', 'u.last_used_at'])
      .where('n.account_id', '=', accountId)
      .where('n.id', '=', integrationId)
      .where('n.deleted_at', 'is', null)
      .where((eb) => eb.or([eb('s.ends_at', 'is', null), eb('s.ends_at', '>', now)]))
      .orderBy('s.ends_at', (order) => order.desc().nullsFirst())
      .execute();
    return rows.map((row) => ({
      secretId: row.id,
      sealed: row.sealed,
      createdAt: row.created_at,
      endsAt: row.ends_at ?? undefined,
      firstUsedAt: row.first_used_at ?? undefined,
      // The first use of a secret is written at once, later uses in batches.
      lastUsedAt: row.last_used_at ?? row.first_used_at ?? undefined,
    }));
  };
}

function readLogo(db: Kysely<Database>): RegistryReads['logo'] {
  return async (hash) => {
    const row = await db.selectFrom('logos').select('bytes').where('hash', '=', hash).executeTakeFirst();
    return row?.bytes;
  };
}

function keepLogo(db: Kysely<Database>): RegistryReads['keepLogo'] {
  return async (hash, bytes, now) => {
    await db
      .insertInto('logos')
      .values({ hash, bytes, created_at: now })
      .onConflict((conflict) => conflict.column('hash').doUpdateSet({ created_at: now }))
      .execute();
  };
}

type Row = Selectable<Database['integrations']>;

function live(db: Kysely<Database>) {
  return db.selectFrom('integrations as n').selectAll().where('deleted_at', 'is', null);
}

const furtherLanguages = sql<string[]>`
  array(select t.language from integration_texts t where t.integration_id = n.id order by 1)`.as('further_languages');

/** The accounts that may install an integration, from the integration's row. */
export function availabilityOf(row: Pick<Row, 'kind' | 'published_at' | 'account_id'>): IntegrationAvailability {
  return { kind: row.kind, published: row.published_at !== null, accountId: row.account_id };
}

function storedOf(row: Parameters<typeof factsOf>[0] & Parameters<typeof publicationOf>[0]): StoredIntegration {
  const facts = factsOf(row);
  return { ...facts, createdAt: row.created_at, publication: publicationOf(row, facts.fields) };
}

function factsOf(row: Row & { readonly further_languages?: readonly string[] }): IntegrationFacts {
  return {
    ...availabilityOf(row),
    integrationId: row.id,
    state: row.state,
    version: row.version,
    adopted: row.adopted_at !== null,
    furtherLanguages: (row.further_languages ?? []).filter(isTextLanguage),
    fields: fieldsOf(row),
  };
}
