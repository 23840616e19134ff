import type { InstallReads } from '@pristan/flows';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { grantIsEnabled } from '../live-grant.ts';
import { pageOf } from './page.ts';

/** Reads the live grants of one user in an account, across integrations. */
export function grantsOfUser(db: Kysely<Database>): InstallReads['grantsOf'] {
  return async ({ accountId, userId, fullAccess }, { limit, before }) => {
    let given = db
      .selectFrom('grants as g')
      .innerJoin('installations as i', (join) =>
        join.onRef('i.account_id', '=', 'g.account_id').onRef('i.integration_id', '=', 'g.integration_id'),
      )
      .innerJoin('integrations as n', (join) =>
        join.onRef('n.id', '=', 'g.integration_id').on('n.deleted_at', 'is', null),
      )
      .select(['g.id', 'g.integration_id', 'n.name', 'g.full_access', 'g.created_at'])
      .where('g.account_id', '=', accountId)
      .where('g.user_id', '=', userId)
      .where(sql<boolean>`${sql.raw(grantIsEnabled)}`);
    if (fullAccess !== undefined) given = given.where('g.full_access', '=', fullAccess);
    // Grant ids sort by time of creation.
    if (before !== undefined) given = given.where('g.id', '<', before);
    const rows = await given
      .orderBy('g.id', 'desc')
      .limit(limit + 1)
      .execute();
    const page = pageOf(rows, limit, ({ id }) => id);
    return {
      next: page.next,
      rows: page.rows.map((row) => ({
        grantId: row.id,
        integrationId: row.integration_id,
        integrationName: row.name,
        fullAccess: row.full_access,
        createdAt: row.created_at,
      })),
    };
  };
}
