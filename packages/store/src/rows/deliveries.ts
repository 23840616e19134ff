import type { ClaimedDelivery, Deliveries } from '@pristan/flows';
import type { DeliveryState, HookKind } from '@pristan/rules';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { deliveryCauseOf } from '../reads/present-state.ts';

interface ClaimedRow {
  readonly account_id: number;
  readonly id: string;
  readonly integration_id: string;
  readonly hook: HookKind;
  readonly url: string;
  readonly receiver_host: string;
  readonly facts: Record<string, unknown>;
  readonly cause: Record<string, unknown> | null;
  readonly may_have_arrived: boolean;
  readonly state: DeliveryState;
  readonly was: DeliveryState;
  readonly began_at: number;
  readonly tries: number;
  readonly made: number;
  readonly failing_since: number | null;
  readonly marked_at: number | null;
  readonly secrets: readonly { readonly id: string; readonly sealed: string; readonly used: boolean }[] | null;
}

/**
 * Claims due deliveries: the first few of every receiver host, found by walking the index from host to host, so that
 * one host's backlog is neither read nor in the way. A hook kind that is never repeated becomes `started`. A delivery
 * found in that state was left by a node that died, and is claimed only to close its last attempt.
 */
export function claimDeliveries(db: Kysely<Database>): Deliveries['claim'] {
  return async ({ now, leaseEndsAt, hooks, limit, perHost, room, except = [] }) => {
    const { rows } = await sql<ClaimedRow>`
      with recursive hosts (host) as (
        (select receiver_host from deliveries where finished_at is null order by receiver_host limit 1)
        union all
        select (select d.receiver_host from deliveries d where d.finished_at is null and d.receiver_host > h.host order by d.receiver_host limit 1)
        from hosts h where h.host is not null
      ), room as (
        select * from unnest(${room.map(({ host }) => host)}::text[], ${room.map(({ free }) => free)}::integer[]) as r (host, free)
      ), due as (
        select d.account_id, d.id, d.state
        from hosts h left join room r on r.host = h.host
        cross join lateral (
          select account_id, id, state, due_at from deliveries
          where finished_at is null and receiver_host = h.host and due_at <= ${now} and hook = any (${[...hooks]}::text[])
            and id <> all (${[...except]}::uuid[])
          order by due_at limit coalesce(r.free, ${perHost}::integer)
          for no key update skip locked
        ) d
        where h.host is not null
        order by d.due_at limit ${limit}
      ), claimed as (
        update deliveries d set due_at = ${leaseEndsAt},
          tries = tries + (due.state <> 'started')::integer, made = made + (due.state <> 'started')::integer,
          state = case when d.hook = 'install' then 'started' else 'pending' end
        from due where d.account_id = due.account_id and d.id = due.id
        returning d.*, due.state as was
      ), begun as (
        insert into delivery_attempts (account_id, delivery_id, number, started_at)
        select account_id, id, tries, ${now} from claimed where was <> 'started'
      )
      select c.account_id, c.id, c.integration_id, c.hook, c.url, c.receiver_host, c.facts, c.cause, c.state, c.was, c.began_at,
        c.tries, c.made, r.failing_since, r.marked_at,
        -- an earlier attempt with an unknown end may have reached the receiver, too
        c.may_have_arrived or exists (select 1 from delivery_attempts a
          where a.account_id = c.account_id and a.delivery_id = c.id and a.number < c.tries and a.finished_at is null)
          as may_have_arrived,
        (select json_agg(json_build_object('id', s.id, 'sealed', encode(s.sealed, 'base64'), 'used', s.first_used_at is not null)
           order by s.ends_at nulls first)
         from integration_secrets s where s.integration_id = c.integration_id and (s.ends_at is null or s.ends_at > ${now})) as secrets
      from claimed c
      left join receiver_health r on r.integration_id = c.integration_id and r.receiver_host = c.receiver_host`.execute(
      db,
    );
    return rows.map(claimedOf);
  };
}

/** Finds the first due time of every receiver host by walking the index, as a claim does, and returns the earliest. */
export function nextDueDelivery(db: Kysely<Database>): Deliveries['nextDueAt'] {
  return async (hooks) => {
    const { rows } = await sql<{ due_at: number | null }>`
      with recursive hosts (host) as (
        (select receiver_host from deliveries where finished_at is null order by receiver_host limit 1)
        union all
        select (select d.receiver_host from deliveries d where d.finished_at is null and d.receiver_host > h.host order by d.receiver_host limit 1)
        from hosts h where h.host is not null
      )
      select min(d.due_at) as due_at from hosts h
      cross join lateral (
        select due_at from deliveries
        where finished_at is null and receiver_host = h.host and hook = any (${[...hooks]}::text[])
        order by due_at limit 1
      ) d`.execute(db);
    return rows[0]?.due_at ?? undefined;
  };
}

function claimedOf(row: ClaimedRow): ClaimedDelivery {
  return {
    accountId: row.account_id,
    deliveryId: row.id,
    integrationId: row.integration_id,
    hook: row.hook,
    url: row.url,
    receiverHost: row.receiver_host,
    facts: row.facts,
    caused: deliveryCauseOf({ ...row, accountId: row.account_id }),
    mayHaveArrived: row.may_have_arrived,
    number: row.tries,
    made: row.made,
    firstDueAt: row.began_at,
    receiverFailingSince: row.failing_since ?? undefined,
    receiverMarked: row.marked_at !== null,
    interrupted: row.was === 'started',
    secrets: (row.secrets ?? []).map(({ id, sealed, used }) => ({
      secretId: id,
      sealed: Buffer.from(sealed, 'base64'),
      firstUsed: used,
    })),
  };
}

/** Logs the end of an attempt whose delivery another node has finished. */
export function recordLateAttempt(db: Kysely<Database>): Deliveries['recordLate'] {
  return async (attempt) => {
    await db
      .updateTable('delivery_attempts')
      .set({
        finished_at: attempt.at,
        request: attempt.request === undefined ? null : JSON.stringify(attempt.request),
        status: attempt.status ?? null,
        answer: attempt.answer ?? null,
        answer_headers: attempt.answerHeaders === undefined ? null : JSON.stringify(attempt.answerHeaders),
        took_ms: attempt.tookMs ?? null,
        failure: attempt.failure ?? null,
      })
      .where('account_id', '=', attempt.accountId)
      .where('delivery_id', '=', attempt.deliveryId)
      .where('number', '=', attempt.number)
      .execute();
    if (!attempt.mayHaveArrived) return;
    await db
      .updateTable('deliveries')
      .set({ may_have_arrived: true })
      .where('account_id', '=', attempt.accountId)
      .where('id', '=', attempt.deliveryId)
      .where('may_have_arrived', '=', false)
      .execute();
  };
}
