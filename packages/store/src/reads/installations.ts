import type { GrantRow, InstallReads, InstallationRow } from '@pristan/flows';
import type { ExpressionBuilder, Kysely } from 'kysely';
import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from '../database.ts';
import { grantIsEnabled } from '../live-grant.ts';
import { nameHas, pageOf, searchedMax, searchedPageOf } from './page.ts';

const GRANTS_SHOWN = 10;
const COUNTED_MAX = 1000;

type Reads = Pick<InstallReads, 'installations' | 'shownInstallation' | 'grants' | 'shownGrant'>;

/** Reads installations for pages and the API, each with its newest few grants. */
export function installationReads(db: Kysely<Database>): Reads {
  return {
    async installations(accountId, page, now) {
      const found = await placesOf(db, accountId, page);
      if (found.rows.length === 0) return { rows: [], next: found.next };
      const rows = await shown(db, { accountId, now, grants: { limit: GRANTS_SHOWN, userId: page.grantsOf } })
        .where(
          'i.integration_id',
          'in',
          found.rows.map(({ id }) => id),
        )
        .orderBy('i.created_at', 'desc')
        .orderBy('i.integration_id', 'desc')
        .execute();
      return { rows: rows.map(rowOf), next: found.next };
    },

    async shownInstallation(accountId, integrationId, now) {
      const row = await shown(db, { accountId, now, grants: { limit: GRANTS_SHOWN } })
        .where('i.integration_id', '=', integrationId)
        .executeTakeFirst();
      return row === undefined ? undefined : rowOf(row);
    },

    async grants({ accountId, integrationId }, { limit, ...asked }, now) {
      const row = await shown(db, { accountId, now, grants: { ...asked, limit: limit + 1 } })
        .where('i.integration_id', '=', integrationId)
        .executeTakeFirst();
      return pageOf(row === undefined ? [] : rowOf(row).grants, limit, ({ grantId }) => grantId);
    },

    async shownGrant(accountId, grantId, now) {
      const row = await shown(db, { accountId, now, grants: { limit: 1, grantId } })
        .where('i.integration_id', '=', (eb) =>
          eb
            .selectFrom('grants')
            .select('integration_id')
            .where('account_id', '=', accountId)
            .where('id', '=', grantId),
        )
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const installation = rowOf(row);
      const [grant] = installation.grants;
      return grant === undefined ? undefined : { installation, grant };
    },
  };
}

/** The installations of one page. The index alone finds them; names are looked up one by one, up to a limit. */
async function placesOf(
  db: Kysely<Database>,
  accountId: number,
  { limit, before, name, grantsOf, given }: Parameters<Reads['installations']>[1],
) {
  let behind = db
    .selectFrom('installations')
    .select(['created_at as at', 'integration_id as id'])
    .where('account_id', '=', accountId)
    .orderBy('created_at', 'desc')
    .orderBy('integration_id', 'desc');
  if (before !== undefined)
    behind = behind.where(sql<boolean>`(created_at, integration_id) < (${before.at}, ${before.id}::uuid)`);
  const rows = await db
    .selectFrom(behind.limit(searchedMax).as('l'))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('integrations as n')
          .select('n.id as named')
          .whereRef('n.id', '=', 'l.id')
          .where('n.deleted_at', 'is', null)
          .where(nameHas('n.name', name))
          .where(given === undefined ? sql<boolean>`true` : sql<boolean>`${hasGrant(accountId, grantsOf)} = ${given}`)
          // `offset 0` makes the planner look names up one by one; otherwise it may read all integrations of the
          // platform.
          .offset(0)
          .as('n'),
      (join) => join.onTrue(),
    )
    .select(['l.at', 'l.id'])
    .orderBy('l.at', 'desc')
    .orderBy('l.id', 'desc')
    .limit(limit + 1)
    .execute();
  const isSearch = name !== undefined || given !== undefined;
  return searchedPageOf(rows, { limit, isSearch }, { behind, placeOf: (row) => row });
}

/** SQL condition: a grant of this user works for the integration `n`. */
function hasGrant(accountId: number, userId: number | undefined) {
  return sql<boolean>`exists (select 1 from grants g
    join installations i on i.account_id = g.account_id and i.integration_id = g.integration_id
    where g.account_id = ${accountId} and g.integration_id = n.id and g.user_id = ${userId ?? null}
      and ${sql.raw(grantIsEnabled)})`;
}

/** Selects the grants that are read with an installation. */
interface GrantsAsked {
  readonly limit: number;
  /** Only grants older than the grant with this id. */
  readonly before?: string | undefined;
  /** Only grants of this user. */
  readonly userId?: number | undefined;
  readonly grantId?: string | undefined;
}

function shown(
  db: Kysely<Database>,
  { accountId, now, grants }: { readonly accountId: number; readonly now: number; readonly grants: GrantsAsked },
) {
  return db
    .selectFrom('installations as i')
    .innerJoin('integrations as n', 'n.id', 'i.integration_id')
    .innerJoin('accounts as a', 'a.id', 'n.account_id')
    .select([
      'i.integration_id',
      'i.state',
      'i.fresh_codes',
      'i.enabled_at',
      'i.disabled_at',
      'n.name',
      'n.summary',
      'n.logo_hash',
      'n.kind',
      'n.state as integration_state',
      'n.disconnect_uri',
      'a.name as owner',
    ])
    .select((eb) => jsonArrayFrom(grantsShown(eb, now, grants)).as('grants'))
    .select(
      sql<number>`(select count(*)::int from (
        select 1 from grants g where g.account_id = i.account_id and g.integration_id = i.integration_id
          and ${sql.raw(grantIsEnabled)} limit ${sql.lit(COUNTED_MAX)}) counted)`.as('grant_count'),
    )
    .where('i.account_id', '=', accountId)
    .where('n.deleted_at', 'is', null);
}

/** Query for the grants of the installation `i` of the integration `n`, newest first. */
function grantsShown(its: InstallationBuilder, now: number, { limit, before, userId, grantId }: GrantsAsked) {
  return its
    .selectFrom('grants as g')
    .innerJoin('users as u', 'u.id', 'g.user_id')
    .leftJoin('memberships as m', (join) =>
      join.onRef('m.account_id', '=', 'g.account_id').onRef('m.user_id', '=', 'g.user_id'),
    )
    .select([
      'g.id',
      'g.user_id',
      'u.name',
      'u.email',
      'g.full_access',
      'g.restricted',
      'g.scopes',
      'g.created_at',
      'g.updated_at',
    ])
    .leftJoin('grant_uses as l', (join) =>
      join.onRef('l.account_id', '=', 'g.account_id').onRef('l.grant_id', '=', 'g.id'),
    )
    .select([
      'l.last_used_at',
      sql<boolean>`m.state is distinct from 'active'`.as('user_left'),
      codeState(now).as('code'),
      tokensEnd(now).as('expires_at'),
    ])
    .whereRef('g.account_id', '=', 'i.account_id')
    .whereRef('g.integration_id', '=', 'i.integration_id')
    .where(sql<boolean>`${sql.raw(grantIsEnabled)}`)
    .where((inner) =>
      inner.and([
        // Grant ids sort by time of creation.
        ...(before === undefined ? [] : [inner('g.id', '<', before)]),
        ...(userId === undefined ? [] : [inner('g.user_id', '=', userId)]),
        ...(grantId === undefined ? [] : [inner('g.id', '=', grantId)]),
      ]),
    )
    .orderBy('g.id', 'desc')
    .limit(limit);
}

type InstallationBuilder = ExpressionBuilder<
  Database & { readonly i: Database['installations']; readonly n: Database['integrations'] },
  'i' | 'n'
>;

type Shown = Awaited<ReturnType<ReturnType<typeof shown>['executeTakeFirstOrThrow']>>;

function rowOf(row: Shown): InstallationRow {
  return {
    integrationId: row.integration_id,
    name: row.name,
    summary: row.summary,
    owner: row.owner,
    tellsIntegrator: row.disconnect_uri !== null,
    logoHash: row.logo_hash ?? undefined,
    kind: row.kind,
    integrationState: row.integration_state,
    state: row.state,
    freshCodes: row.fresh_codes,
    enabledAt: row.enabled_at,
    disabledAt: row.disabled_at ?? undefined,
    grantCount: row.grant_count,
    grants: row.grants.map((grant): GrantRow => ({
      grantId: grant.id,
      userId: grant.user_id,
      userName: grant.name,
      userEmail: grant.email,
      userLeft: grant.user_left,
      code: grant.code,
      fullAccess: grant.full_access,
      restricted: grant.restricted,
      scopes: grant.scopes,
      createdAt: grant.created_at,
      updatedAt: grant.updated_at,
      lastUsedAt: grant.last_used_at ?? undefined,
      expiresAt: grant.expires_at ?? undefined,
    })),
  };
}

/** SQL for the expiry of the last live token of the grant `g` of the integration `n`. */
function tokensEnd(now: number) {
  return sql<number | null>`greatest(
    (select max(f.expires_at) from families f where f.account_id = g.account_id and f.grant_id = g.id
      and f.revoked_at is null and f.key_epoch = n.key_epoch and f.expires_at > ${now}),
    (select max(t.expires_at) from long_lived_tokens t where t.account_id = g.account_id
      and t.integration_id = g.integration_id and t.grant_id = g.id
      and t.revoked_at is null and t.key_epoch = n.key_epoch and t.expires_at > ${now}))`;
}

/**
 * SQL for the status of a grant's newest authorization code. A token family proves an exchange even when the code's row
 * was deleted long ago.
 */
function codeState(now: number) {
  return sql<'waiting' | 'exchanged' | 'expired'>`case
    when exists (select 1 from codes k where k.account_id = g.account_id and k.grant_id = g.id
      and k.redeemed_at is null and k.expires_at > ${now}::bigint) then 'waiting'
    when exists (select 1 from families f where f.account_id = g.account_id and f.grant_id = g.id)
      or exists (select 1 from codes k where k.account_id = g.account_id and k.grant_id = g.id and k.redeemed_at is not null)
      then 'exchanged'
    else 'expired' end`;
}
