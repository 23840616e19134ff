import type { AdopterFacts, MovableGrant, AdoptionMoveFacts, PendingClone } from '@pristan/rules';
import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { grantIsCurrent } from '../live-grant.ts';
import { reviewedOrigin } from '../reviewed-origin.ts';

// SQL for grants of the installation `i` that are not revoked, belong to its present epoch, and whose member has not
// left.
const liveGrants = sql`
  from grants g
  left join memberships m on m.account_id = g.account_id and m.user_id = g.user_id
  where g.account_id = i.account_id and g.integration_id = i.integration_id and ${sql.raw(grantIsCurrent)}
    and (g.full_access or m.state = 'active')`;

/** Facts about one account in an adoption. The commit detects facts that change after this read. */
export async function moveFacts(
  db: Kysely<Database>,
  accountId: number,
  adoptionId: string,
): Promise<AdoptionMoveFacts | undefined> {
  const adoption = await db
    .selectFrom('adoptions as p')
    .innerJoin('integrations as n', 'n.id', 'p.integration_id')
    .leftJoin('memberships as m', (join) =>
      join.onRef('m.account_id', '=', 'n.account_id').onRef('m.user_id', '=', 'p.started_by'),
    )
    .select(['p.integration_id', 'p.origin', 'p.moves_at', 'p.started_by', 'm.role', 'm.state'])
    .where('p.id', '=', adoptionId)
    .executeTakeFirst();
  if (adoption === undefined) return undefined;
  const adopterId = adoption.integration_id;
  const adopter = await db
    .selectFrom('integrations as n')
    .selectAll()
    .select(reviewedOrigin)
    .where('id', '=', adopterId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return {
    accountId,
    adoptionId,
    movesAt: adoption.moves_at,
    origin: adoption.origin,
    starter:
      adoption.started_by === null
        ? undefined
        : {
            userId: adoption.started_by,
            membership:
              adoption.role === null || adoption.state === null
                ? undefined
                : { role: adoption.role, state: adoption.state },
          },
    adopter: adopter === undefined ? undefined : adopterOf(adopter),
    installation: await installationOf(db, accountId, adopterId),
    clones: await pendingClones(db, accountId, adoptionId),
  };
}

async function installationOf(
  db: Kysely<Database>,
  accountId: number,
  integrationId: string,
): Promise<AdoptionMoveFacts['installation']> {
  const row = await db
    .selectFrom('installations as i')
    .select(['i.state', 'i.epoch'])
    .select(sql<number[]>`(select coalesce(json_agg(g.user_id), '[]') ${liveGrants})`.as('holders'))
    .where('i.account_id', '=', accountId)
    .where('i.integration_id', '=', integrationId)
    .executeTakeFirst();
  return row === undefined ? undefined : { state: row.state, epoch: row.epoch, holders: row.holders };
}

async function pendingClones(
  db: Kysely<Database>,
  accountId: number,
  adoptionId: string,
): Promise<readonly PendingClone[]> {
  const rows = await db
    .selectFrom('adopted_clones as k')
    .innerJoin('integrations as n', 'n.id', 'k.integration_id')
    .innerJoin('installations as i', (join) =>
      join.onRef('i.account_id', '=', 'k.account_id').onRef('i.integration_id', '=', 'k.integration_id'),
    )
    .select(['n.id', 'n.state', 'n.deleted_at', 'n.redirect_origin', 'n.secrets_origin'])
    .select(['i.state as installation', 'i.epoch'])
    .select(
      sql<MovableGrant[]>`(
        select coalesce(json_agg(json_build_object(
          'grantId', g.id, 'userId', g.user_id, 'fullAccess', g.full_access, 'scopes', g.scopes) order by g.created_at), '[]')
        ${liveGrants})`.as('grants'),
    )
    .where('k.account_id', '=', accountId)
    .where('k.adoption_id', '=', adoptionId)
    .where('k.state', '=', 'pending')
    .orderBy('n.id')
    .execute();
  return rows.map((row) => ({
    integrationId: row.id,
    state: row.deleted_at === null ? row.state : 'stopped',
    redirectOrigin: row.redirect_origin,
    secretsOrigin: row.secrets_origin ?? '',
    installation: { state: row.installation, epoch: row.epoch },
    grants: row.grants,
  }));
}

/** Facts about an integration that adopts clones, for the rules. */
export function adopterOf(
  row: Selectable<Database['integrations']> & { readonly reviewed_origin: string | null },
): AdopterFacts {
  return {
    integrationId: row.id,
    name: row.name,
    version: row.version,
    accountId: row.account_id,
    kind: row.kind,
    state: row.state,
    origin: row.redirect_origin,
    publishedOrigin: row.published_at === null ? undefined : (row.reviewed_origin ?? undefined),
  };
}
