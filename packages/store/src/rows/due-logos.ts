import type { DueLogo, DueLogoRows } from '@pristan/flows';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

interface ClaimedRow {
  readonly integration_id: string;
  readonly account_id: number;
  readonly host: string;
  readonly attempts: number;
  readonly logo_uri: string | null;
}

/** Claims the first few due logos of every host, so that one host's backlog is neither read nor in the way. */
export function dueLogoRows(db: Kysely<Database>): DueLogoRows {
  return {
    async claim({ now, leaseEndsAt, limit, perHost, room, except }) {
      const { rows } = await sql<ClaimedRow>`
        with recursive hosts (host) as (
          (select host from due_logos order by host limit 1)
          union all
          select (select l.host from due_logos l where l.host > h.host order by l.host limit 1)
          from hosts h where h.host is not null
        ), room as (
          select * from unnest(${room.map(({ host }) => host)}::text[], ${room.map(({ free }) => free)}::integer[]) as r (host, free)
        ), due as (
          select d.integration_id from hosts h left join room r on r.host = h.host
          cross join lateral (
            select integration_id, due_at from due_logos
            where host = h.host and due_at <= ${now} and integration_id <> all (${[...except]}::uuid[])
            order by due_at limit coalesce(r.free, ${perHost}::integer)
            for no key update skip locked
          ) d
          where h.host is not null
          order by d.due_at limit ${limit}
        ), claimed as (
          update due_logos l set due_at = ${leaseEndsAt}, attempts = l.attempts + 1
          from due where l.integration_id = due.integration_id returning l.*
        )
        select c.integration_id, c.account_id, c.host, c.attempts, n.logo_uri
        from claimed c left join integrations n on n.id = c.integration_id and n.deleted_at is null`.execute(db);
      return rows.map(logoOf);
    },

    async nextDueAt() {
      // At most a few logos wait at a time.
      const { due_at } = await db
        .selectFrom('due_logos')
        .select((eb) => eb.fn.min('due_at').as('due_at'))
        .executeTakeFirstOrThrow();
      return due_at ?? undefined;
    },

    async failed({ integrationId, attempts }, why, nextAt) {
      await db
        .updateTable('due_logos')
        .set({ failure: why.slice(0, 500), due_at: nextAt })
        .where('integration_id', '=', integrationId)
        .where('attempts', '=', attempts)
        .execute();
    },
  };
}

function logoOf(row: ClaimedRow): DueLogo {
  return {
    integrationId: row.integration_id,
    accountId: row.account_id,
    url: row.logo_uri ?? undefined,
    host: row.host,
    attempts: row.attempts,
  };
}
