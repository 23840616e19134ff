import type { AdoptionRow, AskedAdoptionRow, CloneGroupRow, ModerationReads } from '@pristan/flows';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { adoptableClones } from '../adoptable-clones.ts';
import type { Database } from '../database.ts';
import { reviewedOrigin } from '../reviewed-origin.ts';
import { adopterOf, moveFacts } from './move.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
const LISTED_MAX = 50;

// SQL for groups of clones. `accounts` counts only accounts where both the integration and its installation are
// enabled.
const groups = sql`
  select n.redirect_origin, n.secrets_origin, count(*)::int as integrations,
    (count(distinct n.account_id) filter (where n.state = 'active' and i.state = 'enabled'))::int as accounts
  from integrations n
  left join installations i on i.account_id = n.account_id and i.integration_id = n.id
  where n.kind = 'external' and n.deleted_at is null`;

interface GroupRow {
  readonly redirect_origin: string;
  readonly secrets_origin: string;
  readonly accounts: number;
  readonly integrations: number;
  readonly new_per_week: readonly number[];
  readonly names: readonly string[];
  readonly logos: number;
  readonly recorded_at: number | null;
  readonly mailed_to: readonly string[] | null;
}

export function moderationReads(db: Kysely<Database>): ModerationReads {
  return {
    isStaff: isStaff(db),
    cloneGroups: readCloneGroups(db),
    groupsPast: readGroupsPast(db),
    cloneGroup: readCloneGroup(db),
    adopter: readAdopter(db),
    adoptable: readAdoptable(db),
    adoptableClones: readAdoptableClones(db),
    adoptions: readAdoptions(db),
    asked: readAsked(db),
    pendingFor: readPendingFor(db),
    askedFacts: readAskedFacts(db),
    moveFacts: async (accountId, adoptionId) => moveFacts(db, accountId, adoptionId),
  };
}

function isStaff(db: Kysely<Database>): ModerationReads['isStaff'] {
  return async (userId) => {
    const row = await db.selectFrom('staff').select('role').where('user_id', '=', userId).executeTakeFirst();
    return row !== undefined;
  };
}

function readCloneGroups(db: Kysely<Database>): ModerationReads['cloneGroups'] {
  return async ({ limit, after, now }) => {
    const { rows } = await sql<GroupRow>`
      with page as (
        select * from (${groups} group by 1, 2) g
        where ${after === undefined} or accounts < ${after?.accounts ?? 0}::int or (accounts = ${after?.accounts ?? 0}::int
          and (redirect_origin collate "C", secrets_origin collate "C") > (${after?.redirectOrigin ?? ''}::text, ${after?.secretsOrigin ?? ''}::text))
        order by accounts desc, redirect_origin collate "C", secrets_origin collate "C" limit ${limit})
      select p.*, about.*, c.recorded_at, c.mailed_to,
        array(
          select n.name from integrations n
          where n.kind = 'external' and n.deleted_at is null
            and n.redirect_origin = p.redirect_origin and n.secrets_origin = p.secrets_origin
          group by n.name order by count(*) desc, n.name limit 5) as names,
        array(
          select count(made.week)::int from generate_series(11, 0, -1) as w (week)
          left join (
            select (${now}::bigint - n.created_at) / ${WEEK_MS}::bigint as week from integrations n
            where n.kind = 'external' and n.deleted_at is null
              and n.redirect_origin = p.redirect_origin and n.secrets_origin = p.secrets_origin) made on made.week = w.week
          group by w.week order by w.week desc) as new_per_week
      from page p
      cross join lateral (
        select count(distinct n.logo_hash)::int as logos from integrations n
        where n.kind = 'external' and n.deleted_at is null
          and n.redirect_origin = p.redirect_origin and n.secrets_origin = p.secrets_origin) about
      left join clone_notices c using (redirect_origin, secrets_origin)
      order by p.accounts desc, p.redirect_origin collate "C", p.secrets_origin collate "C"`.execute(db);
    return rows.map(groupOf);
  };
}

function readGroupsPast(db: Kysely<Database>): ModerationReads['groupsPast'] {
  return async ({ threshold, grownSince, limit }) => {
    const { rows } = await sql<{ redirect_origin: string; secrets_origin: string }>`
      select redirect_origin, secrets_origin
      from (${groups} and (n.redirect_origin, n.secrets_origin) in (
          select redirect_origin, secrets_origin from integrations
          where kind = 'external' and deleted_at is null and created_at >= ${grownSince})
        group by 1, 2) g
      where accounts >= ${threshold} and not exists (
        select 1 from clone_notices c
        where c.redirect_origin = g.redirect_origin and c.secrets_origin = g.secrets_origin)
      limit ${limit}`.execute(db);
    return rows.map((row) => ({ redirectOrigin: row.redirect_origin, secretsOrigin: row.secrets_origin }));
  };
}

function readCloneGroup(db: Kysely<Database>): ModerationReads['cloneGroup'] {
  return async ({ redirectOrigin, secretsOrigin }, ownersMax) => {
    const { rows } = await sql<{ accounts: number; noticed: boolean; owners: number[] }>`
      select array(
          select account_id from (
            select account_id, min(coalesce(published_at, ${Number.MAX_SAFE_INTEGER}::bigint)) as published_at, min(created_at) as created_at
            from integrations
            where kind = 'public' and deleted_at is null and state = 'active' and redirect_origin = ${redirectOrigin}
            group by account_id) o
          order by published_at, created_at limit ${ownersMax}) as owners,
        coalesce((
          select accounts from (${groups} and n.redirect_origin = ${redirectOrigin} and n.secrets_origin = ${secretsOrigin}
            group by 1, 2) g), 0) as accounts,
        exists (select 1 from clone_notices
          where redirect_origin = ${redirectOrigin} and secrets_origin = ${secretsOrigin}) as noticed`.execute(db);
    const [row] = rows;
    const { accounts = 0, noticed = false, owners: ownerIds = [] } = row ?? {};
    return { redirectOrigin, secretsOrigin, accounts, noticed, ownerIds };
  };
}

function readAdopter(db: Kysely<Database>): ModerationReads['adopter'] {
  return async (accountId, integrationId) => {
    const row = await db
      .selectFrom('integrations as n')
      .selectAll()
      .select(reviewedOrigin)
      .where('account_id', '=', accountId)
      .where('id', '=', integrationId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return row === undefined ? undefined : adopterOf(row);
  };
}

function readAdoptable(db: Kysely<Database>): ModerationReads['adoptable'] {
  return async (origin) => {
    const { rows } = await sql<{ accounts: number; clones: number }>`
      select count(*)::int as clones, count(distinct n.account_id)::int as accounts
      ${adoptableClones(origin)}`.execute(db);
    return { accounts: rows[0]?.accounts ?? 0, clones: rows[0]?.clones ?? 0 };
  };
}

function readAdoptableClones(db: Kysely<Database>): ModerationReads['adoptableClones'] {
  return async (origin, limit) => {
    const { rows } = await sql<{ account_id: number; id: string }>`
      select n.account_id, n.id ${adoptableClones(origin)} order by n.account_id, n.id limit ${limit}`.execute(db);
    return rows.map((row) => ({ accountId: row.account_id, integrationId: row.id }));
  };
}

function readAdoptions(db: Kysely<Database>): ModerationReads['adoptions'] {
  return async (integrationId) => {
    const rows = await adoptionRows(db)
      .where('p.integration_id', '=', integrationId)
      .groupBy('p.id')
      .orderBy('p.started_at', 'desc')
      .limit(LISTED_MAX)
      .execute();
    return rows.map(adoptionOf);
  };
}

function readAsked(db: Kysely<Database>): ModerationReads['asked'] {
  return async (accountId) => {
    const rows = await adoptionRows(db)
      .innerJoin('integrations as n', 'n.id', 'p.integration_id')
      .innerJoin('accounts as o', 'o.id', 'n.account_id')
      .innerJoin('integrations as clone', 'clone.id', 'k.integration_id')
      .select(['p.integration_id', 'p.origin', 'n.name as integration', 'o.name as owner'])
      .select(sql<string[]>`(array_agg(distinct clone.name))[1:10]`.as('names'))
      .where('k.account_id', '=', accountId)
      .groupBy(['p.id', 'n.name', 'o.name'])
      .orderBy('p.started_at', 'desc')
      .limit(LISTED_MAX)
      .execute();
    return rows.map((row): AskedAdoptionRow => ({
      ...adoptionOf(row),
      integrationId: row.integration_id,
      integration: row.integration,
      owner: row.owner,
      origin: row.origin,
      names: row.names,
    }));
  };
}

function readPendingFor(db: Kysely<Database>): ModerationReads['pendingFor'] {
  return async (accountId, integrationId) => {
    const row = await db
      .selectFrom('adopted_clones as k')
      .innerJoin('adoptions as p', 'p.id', 'k.adoption_id')
      .innerJoin('integrations as n', 'n.id', 'p.integration_id')
      .select(['p.id', 'n.name', 'k.moves_at'])
      .where('k.account_id', '=', accountId)
      .where('k.integration_id', '=', integrationId)
      .where('k.state', '=', 'pending')
      .executeTakeFirst();
    return row === undefined ? undefined : { adoptionId: row.id, integration: row.name, movesAt: row.moves_at };
  };
}

function readAskedFacts(db: Kysely<Database>): ModerationReads['askedFacts'] {
  return async (accountId, adoptionId) => {
    const row = await db
      .selectFrom('adopted_clones')
      .select([
        sql<number>`count(*)::int`.as('asked'),
        sql<number>`(count(*) filter (where state = 'pending'))::int`.as('pending'),
      ])
      .where('account_id', '=', accountId)
      .where('adoption_id', '=', adoptionId)
      .executeTakeFirstOrThrow();
    return row.asked === 0 ? undefined : { accountId, adoptionId, pending: row.pending };
  };
}

function adoptionRows(db: Kysely<Database>) {
  const counted = (state: string) => sql<number>`(count(*) filter (where k.state = ${state}))::int`;
  return db
    .selectFrom('adoptions as p')
    .innerJoin('adopted_clones as k', 'k.adoption_id', 'p.id')
    .select(['p.id', 'p.started_at', 'p.moves_at'])
    .select([
      counted('pending').as('pending'),
      counted('refused').as('refused'),
      counted('moved').as('moved'),
      counted('lapsed').as('lapsed'),
    ]);
}

function adoptionOf(row: {
  id: string;
  started_at: number;
  moves_at: number;
  pending: number;
  refused: number;
  moved: number;
  lapsed: number;
}): AdoptionRow {
  const { pending, refused, moved, lapsed } = row;
  return {
    adoptionId: row.id,
    startedAt: row.started_at,
    movesAt: row.moves_at,
    clones: { pending, refused, moved, lapsed },
  };
}

function groupOf(row: GroupRow): CloneGroupRow {
  return {
    redirectOrigin: row.redirect_origin,
    secretsOrigin: row.secrets_origin,
    accounts: row.accounts,
    integrations: row.integrations,
    newPerWeek: row.new_per_week,
    names: row.names,
    logos: row.logos === 0 ? 'none' : row.logos === 1 ? 'same' : 'different',
    notice: row.recorded_at === null ? undefined : { recordedAt: row.recorded_at, mailedTo: row.mailed_to ?? [] },
  };
}
