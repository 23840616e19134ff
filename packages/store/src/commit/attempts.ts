import type { HooksChange } from '@pristan/rules';
import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import { batchRows, columnsOf, batched } from '../batch.ts';
import type { UpdateStatement } from './rotate-redeem.ts';
import { updatedChanges } from './rotate-redeem.ts';
import type { Tx } from '../transaction.ts';
import { expectRow } from '../transaction.ts';

type Attempted = Extract<HooksChange, { kind: 'hook_attempted' }>;

// The delivery's row decides whether the attempt counts; only then are the log and the receiver's health updated. Of
// several attempts at one receiver, the last one sets the receiver's health.
const settle: UpdateStatement<Attempted> = {
  name: 'settle-attempts',
  text: /* sql */ `
  with asked as (
    select * from ${batchRows(`
      account_id bigint, delivery_id uuid, integration_id uuid, receiver_host text, number int, at bigint, request jsonb,
      status int, answer text, answer_headers json, took_ms int, failure text, state text, due_at bigint, receiver text,
      overtaken_by text, may_have_arrived boolean`)}
  ), settled as (
    update deliveries d set state = q.state, due_at = coalesce(q.due_at, q.at),
      finished_at = case when q.state <> 'pending' then q.at end,
      first_failed_at = case when q.failure is null then d.first_failed_at else coalesce(d.first_failed_at, q.at) end,
      last_failed_at = case when q.failure is null then d.last_failed_at else q.at end,
      last_failure = q.failure, last_status = q.status, overtaken_by = q.overtaken_by,
      may_have_arrived = d.may_have_arrived or q.may_have_arrived
    from asked q
    where d.account_id = q.account_id and d.id = q.delivery_id and d.finished_at is null
      and (q.failure is null or d.tries = q.number)
    returning q.*
  ), logged as (
    update delivery_attempts a set finished_at = q.at, request = q.request, status = q.status, answer = q.answer,
      answer_headers = q.answer_headers, took_ms = q.took_ms, failure = q.failure
    from settled q
    where a.account_id = q.account_id and a.delivery_id = q.delivery_id and a.number = q.number
  ), health as (
    select distinct on (integration_id, receiver_host) * from settled
    where receiver <> 'untold' order by integration_id, receiver_host, at desc, ord desc
  ), recovered as (
    delete from receiver_health r using health h
    where h.receiver = 'answers' and r.integration_id = h.integration_id and r.receiver_host = h.receiver_host
  ), failing as (
    insert into receiver_health (integration_id, receiver_host, failing_since, last_failed_at, last_failure, last_status)
    select integration_id, receiver_host, at, at, failure, status from health where receiver = 'fails'
    on conflict (integration_id, receiver_host) do update
      set last_failed_at = excluded.last_failed_at, last_failure = excluded.last_failure, last_status = excluded.last_status
  )
  select ord::int from settled`,
  values: (change) => [
    change.accountId,
    change.deliveryId,
    change.integrationId,
    change.receiverHost,
    change.number,
    change.at,
    change.request === undefined ? null : JSON.stringify(change.request),
    change.status,
    change.answer,
    change.answerHeaders === undefined ? null : JSON.stringify(change.answerHeaders),
    change.tookMs,
    change.failure,
    change.state,
    change.dueAt,
    change.receiver,
    change.overtakenBy,
    change.mayHaveArrived,
  ],
  idOf: ({ deliveryId }) => deliveryId,
};

/**
 * Stores results of delivery attempts that have no further changes; attempts that end at the same time share a
 * statement.
 */
export function attemptCommits(pool: pg.Pool): (change: Attempted) => Promise<'committed' | 'stale'> {
  const settleOne = batched<Attempted, boolean>((changes) => updatedChanges(pool, settle, changes));
  return async (change) => ((await settleOne(change)) ? 'committed' : 'stale');
}

/** Stores the result of a delivery attempt inside a transaction with other changes. */
export async function applyAttempt(tx: Tx, change: Attempted): Promise<void> {
  const { rows } = await tx.executeQuery(CompiledQuery.raw(settle.text, columnsOf([settle.values(change)])));
  expectRow(rows.length);
}
