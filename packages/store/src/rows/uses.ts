import type { UsageRows } from '@pristan/flows';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { pageOf } from '../reads/page.ts';

export function usageRows(db: Kysely<Database>): UsageRows {
  return {
    add: addUses(db),
    addSecrets: addSecretUses(db),
    usedSince: grantsUsedSince(db),
    since: usesSince(db),
  };
}

function addUses(db: Kysely<Database>): UsageRows['add'] {
  return async (uses) => {
    const column = <Value>(read: (use: (typeof uses)[number]) => Value) => uses.map(read);
    // Rows are sorted, so that two nodes lock them in the same order.
    await sql`
      with known as (
        select u.* from unnest(
          ${column(({ accountId }) => accountId)}::bigint[], ${column(({ grantId }) => grantId)}::uuid[],
          ${column(({ dayStartsAt }) => dayStartsAt)}::bigint[], ${column(({ calls }) => calls)}::bigint[],
          ${column(({ lastUsedAt }) => lastUsedAt)}::bigint[]
        ) as u (account_id, grant_id, day_starts_at, calls, last_used_at)
        join grants g on g.account_id = u.account_id and g.id = u.grant_id
      ), days as (
        insert into grant_days (account_id, grant_id, day_starts_at, calls)
        select account_id, grant_id, day_starts_at, calls from known order by account_id, grant_id, day_starts_at
        on conflict (account_id, grant_id, day_starts_at) do update set calls = grant_days.calls + excluded.calls
      )
      insert into grant_uses (account_id, grant_id, last_used_at)
      select account_id, grant_id, max(last_used_at) from known group by account_id, grant_id order by account_id, grant_id
      on conflict (account_id, grant_id)
        do update set last_used_at = greatest(grant_uses.last_used_at, excluded.last_used_at)`.execute(db);
  };
}

function addSecretUses(db: Kysely<Database>): UsageRows['addSecrets'] {
  return async (uses) => {
    const column = <Value>(read: (use: (typeof uses)[number]) => Value) => uses.map(read);
    await sql`
      insert into secret_uses (integration_id, secret_id, last_used_at)
      select u.integration_id, u.secret_id, u.last_used_at from unnest(
        ${column(({ integrationId }) => integrationId)}::uuid[], ${column(({ secretId }) => secretId)}::uuid[],
        ${column(({ lastUsedAt }) => lastUsedAt)}::bigint[]
      ) as u (integration_id, secret_id, last_used_at)
      join integration_secrets s on s.integration_id = u.integration_id and s.id = u.secret_id
      order by u.integration_id, u.secret_id
      on conflict (integration_id, secret_id)
        do update set last_used_at = greatest(secret_uses.last_used_at, excluded.last_used_at)`.execute(db);
  };
}

function grantsUsedSince(db: Kysely<Database>): UsageRows['usedSince'] {
  return async ({ accountId, integrationId }, at, { limit, before }) => {
    const rows = await db
      .selectFrom('grants as g')
      .select('g.id')
      .where('g.account_id', '=', accountId)
      .where('g.integration_id', '=', integrationId)
      .where((eb) => (before === undefined ? eb.lit(true) : eb('g.id', '<', before)))
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('grant_days as d')
            .select('d.calls')
            .whereRef('d.account_id', '=', 'g.account_id')
            .whereRef('d.grant_id', '=', 'g.id')
            .where('d.day_starts_at', '>=', at),
        ),
      )
      .orderBy('g.id', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf(
      rows.map(({ id }) => id),
      limit,
      (id) => id,
    );
  };
}

function usesSince(db: Kysely<Database>): UsageRows['since'] {
  return async (accountId, grantIds, at) => {
    if (grantIds.length === 0) return [];
    const rows = await db
      .selectFrom('grant_days')
      .select(['grant_id', 'day_starts_at', 'calls'])
      .where('account_id', '=', accountId)
      .where('grant_id', 'in', [...grantIds])
      .where('day_starts_at', '>=', at)
      .orderBy('grant_id')
      .orderBy('day_starts_at')
      .execute();
    return rows.map((row) => ({ grantId: row.grant_id, dayStartsAt: row.day_starts_at, calls: row.calls }));
  };
}
