import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** State of one kind of due work, for `pristan doctor`. Work that a node is doing is not due. */
export interface DueWorkReport {
  readonly kind: 'hook' | 'mail' | 'logo' | 'adoption';
  readonly due: number;
  /** Due time of the work that is due longest (ms since 1970). */
  readonly oldestDueAt: number | undefined;
  /** Number of open pieces of work whose last attempt failed. */
  readonly failing: number;
}

/** @throws the database's error */
export async function readDueWork(db: Kysely<Database>, now: number): Promise<readonly DueWorkReport[]> {
  const { rows } = await sql<{
    kind: DueWorkReport['kind'];
    due: number;
    oldest_due_at: number | null;
    failing: number;
  }>`
    with open_work (kind, due_at, has_failed) as (
      select 'hook', due_at, last_failure is not null from deliveries where finished_at is null
      union all
      select 'mail', due_at, failure is not null from mails where sent_at is null
      union all
      select 'logo', due_at, failure is not null from due_logos
      union all
      select 'adoption', min(due_at), bool_or(failure is not null) from adopted_clones where state = 'pending'
      group by account_id, adoption_id
    )
    select k.kind, count(*) filter (where w.due_at <= ${now})::int as due,
      min(w.due_at) filter (where w.due_at <= ${now}) as oldest_due_at,
      count(*) filter (where w.has_failed)::int as failing
    from unnest(array['hook', 'mail', 'logo', 'adoption']) with ordinality as k (kind, position)
    left join open_work w on w.kind = k.kind
    group by k.kind, k.position order by k.position`.execute(db);
  return rows.map((row) => ({
    kind: row.kind,
    due: row.due,
    oldestDueAt: row.oldest_due_at ?? undefined,
    failing: row.failing,
  }));
}
