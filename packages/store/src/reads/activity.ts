import type { ActivityFilter, ActivityUser, ActivityReads, RecordedFacts } from '@pristan/flows';
import type { RecordedKind } from '@pristan/rules';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

interface Asked {
  readonly filter: ActivityFilter;
  readonly page: Parameters<ActivityReads['list']>[2];
}

export function activityReads(db: Kysely<Database>): ActivityReads {
  return {
    async list(accountId, filter, page) {
      const lines = linesOf(db, accountId, { filter, page });
      const rows = await db
        .selectFrom(lines.as('l'))
        .leftJoin('memberships as m', (join) =>
          join.onRef('m.account_id', '=', 'l.account_id').onRef('m.user_id', '=', 'l.user_id'),
        )
        .leftJoin('users as p', 'p.id', 'm.user_id')
        .leftJoin('integrations as n', 'n.id', 'l.integration_id')
        .leftJoin('grants as g', (join) =>
          join.onRef('g.account_id', '=', 'l.account_id').on(sql<boolean>`g.id = (l.facts->>'grantId')::uuid`),
        )
        .leftJoin('memberships as sm', (join) =>
          join
            .onRef('sm.account_id', '=', 'l.account_id')
            .on(sql<boolean>`sm.user_id = coalesce((l.facts->>'userId')::bigint, g.user_id)`),
        )
        .leftJoin('users as s', 's.id', 'sm.user_id')
        .leftJoin('invitations as i', (join) =>
          join.onRef('i.account_id', '=', 'l.account_id').on(sql<boolean>`i.id = (l.facts->>'invitationId')::uuid`),
        )
        .leftJoin('installations as x', (join) =>
          join.onRef('x.account_id', '=', 'l.account_id').onRef('x.integration_id', '=', 'l.integration_id'),
        )
        .select(['l.id', 'l.at', 'l.kind', 'l.facts', 'l.address', 'l.integration_id', 'n.name as integration_name'])
        .select([
          'p.id as person_id',
          'p.name as person',
          's.id as subject_id',
          's.name as subject',
          'l.user_id',
          'i.email as invited',
        ])
        .select([
          sql<number | null>`coalesce((l.facts->>'userId')::bigint, g.user_id)`.as('whom_id'),
          sql<boolean>`n.deleted_at is null and x.integration_id is not null`.as('installed'),
          sql<boolean>`coalesce(n.deleted_at is null and n.account_id = l.account_id, false)`.as('own'),
        ])
        .orderBy('l.at', 'desc')
        .orderBy('l.id', 'desc')
        .execute();
      return rows.map((row) => {
        // Only this program writes the column, so its shape is known.
        const facts = row.facts as RecordedFacts;
        const { names = {} } = facts;
        const person = personOf(names.person === undefined ? row.person_id : row.user_id, names.person ?? row.person);
        return {
          at: row.at,
          id: row.id,
          // Only this program writes the column, so its value is a known kind.
          kind: row.kind as RecordedKind,
          facts,
          person,
          address: person === undefined ? undefined : (row.address ?? undefined),
          subject: personOf(names.subject === undefined ? row.subject_id : row.whom_id, names.subject ?? row.subject),
          invitedEmail: row.invited ?? undefined,
          integration:
            row.integration_id === null
              ? undefined
              : {
                  integrationId: row.integration_id,
                  name: names.integration ?? row.integration_name ?? '',
                  installed: row.installed,
                  own: row.own,
                },
        };
      });
    },
  };
}

/**
 * Log entries of one page. Entries by a user and entries about a user come from one index each, and neither reads more
 * than a page.
 */
function linesOf(db: Kysely<Database>, accountId: number, { filter, page }: Asked) {
  const { userId } = filter;
  const all = narrowed(db, accountId, { filter, page });
  if (userId === undefined) return all;
  // The filter finds only members of the account, whom the answer may name.
  const known = db
    .selectFrom('memberships')
    .select('user_id')
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId);
  const whose = all.where((eb) => eb.exists(known));
  return db
    .selectFrom(
      db
        .selectFrom(whose.where('user_id', '=', userId).as('by'))
        .selectAll()
        .unionAll(db.selectFrom(whose.where('about_id', '=', userId).as('about')).selectAll())
        .as('both'),
    )
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit);
}

function narrowed(
  db: Kysely<Database>,
  accountId: number,
  { filter: { integrationId, kind, from, to }, page: { limit, before } }: Asked,
) {
  let lines = db
    .selectFrom('audit')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (integrationId !== undefined) lines = lines.where('integration_id', '=', integrationId);
  if (kind !== undefined) lines = lines.where('kind', '=', kind);
  if (from !== undefined) lines = lines.where('at', '>=', from);
  if (to !== undefined) lines = lines.where('at', '<', to);
  if (before !== undefined) lines = lines.where(sql<boolean>`(at, id) < (${before.at}, ${before.id})`);
  return lines;
}

function personOf(id: number | null, name: string | null): ActivityUser | undefined {
  return id === null || name === null ? undefined : { userId: id, name };
}
