import type { Deliveries, DeliveryRow } from '@pristan/flows';
import type { MaskedRequest, OvertakenBy } from '@pristan/rules';
import type { ExpressionBuilder, Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type pg from 'pg';
import type { Database } from '../database.ts';
import { attemptFailureOf } from './attempt-failure.ts';
import { deliveryCauseOf, presentState } from './present-state.ts';

/**
 * Number of attempts read with a delivery. One resent again and again, with all stored responses, would take tens of
 * megabytes.
 */
const ATTEMPTS_MAX = 100;

/** Reads of deliveries for the technical account. */
export function deliveryReads(
  db: Kysely<Database>,
  pool: pg.Pool,
): Omit<Deliveries, 'claim' | 'nextDueAt' | 'recordLate'> {
  const present = presentState(pool);
  return {
    list: listDeliveries(db),
    find: findDelivery(db),
    resendFacts: readResendFacts(db, present),
    present,
    testFacts: readTestFacts(db),
    receiver: readReceiver(db),
    failingReceivers: readFailingReceivers(db),
    stoppedReceivers: readStoppedReceivers(db),
  };
}

function listDeliveries(db: Kysely<Database>): Deliveries['list'] {
  return async (ownerId, integrationId, { limit, before, ...filter }) => {
    // A scalar subquery instead of a join keeps the order of the index.
    const owned = db
      .selectFrom('integrations')
      .select('id')
      .where('account_id', '=', ownerId)
      .where('id', '=', integrationId)
      .where('deleted_at', 'is', null);
    let lines = db
      .selectFrom('deliveries as d')
      .selectAll('d')
      .select(accountName)
      .where('d.integration_id', '=', owned);
    const { state, hook, accountId, receiverHost, from, to } = filter;
    if (state !== undefined) lines = lines.where('d.state', '=', state);
    if (hook !== undefined) lines = lines.where('d.hook', '=', hook);
    if (accountId !== undefined) lines = lines.where('d.account_id', '=', accountId);
    if (receiverHost !== undefined) lines = lines.where('d.receiver_host', '=', receiverHost);
    if (from !== undefined) lines = lines.where('d.created_at', '>=', from);
    if (to !== undefined) lines = lines.where('d.created_at', '<', to);
    if (before !== undefined)
      lines = lines.where(sql<boolean>`(d.created_at, d.id) < (${before.createdAt}, ${before.deliveryId})`);
    const rows = await lines.orderBy('d.created_at', 'desc').orderBy('d.id', 'desc').limit(limit).execute();
    return rows.map(deliveryOf);
  };
}

function findDelivery(db: Kysely<Database>): Deliveries['find'] {
  return async (ownerId, integrationId, deliveryId) => {
    const row = await ofIntegration(db, ownerId, integrationId)
      .where('d.id', '=', deliveryId)
      // Attempts are read in the same SQL statement as the delivery, so that they match its state.
      .select((its) => jsonArrayFrom(newestAttempts(its)).as('attempts'))
      .executeTakeFirst();
    return row === undefined ? undefined : { ...deliveryOf(row), attempts: row.attempts.map(attemptOf) };
  };
}

function readResendFacts(db: Kysely<Database>, present: Deliveries['present']): Deliveries['resendFacts'] {
  return async (ownerId, integrationId, deliveryId) => {
    const row = await ofIntegration(db, ownerId, integrationId).where('d.id', '=', deliveryId).executeTakeFirst();
    if (row === undefined) return undefined;
    const about = { accountId: row.account_id, facts: row.facts as Record<string, unknown> };
    const caused = deliveryCauseOf({ accountId: row.account_id, hook: row.hook, cause: row.cause });
    return {
      accountId: row.account_id,
      ownerId,
      deliveryId,
      integrationId,
      hook: row.hook,
      state: row.state,
      caused,
      present: await present({ ...about, integrationId, url: row.url, firstDueAt: row.began_at, caused }),
    };
  };
}

function readTestFacts(db: Kysely<Database>): Deliveries['testFacts'] {
  return async (ownerId, integrationId) => {
    const row = await db
      .selectFrom('integrations')
      .select(['kind', 'redirect_uri', 'disconnect_uri', 'secrets_uri'])
      .where('account_id', '=', ownerId)
      .where('id', '=', integrationId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      ownerId,
      integrationId,
      kind: row.kind,
      redirectUri: row.redirect_uri,
      disconnectUri: row.disconnect_uri ?? undefined,
      secretsUri: row.secrets_uri ?? undefined,
    };
  };
}

function readReceiver(db: Kysely<Database>): Deliveries['receiver'] {
  return async ({ integrationId, receiverHost, url }) => {
    const health = await db
      .selectFrom('receiver_health')
      .select(['failing_since', 'marked_at'])
      .where('integration_id', '=', integrationId)
      .where('receiver_host', '=', receiverHost)
      .executeTakeFirst();
    const stopped = await db
      .selectFrom('stopped_receivers')
      .select('stopped_at')
      .where('integration_id', '=', integrationId)
      .where('url', '=', url)
      .executeTakeFirst();
    return {
      receiverFailingSince: health?.failing_since,
      receiverMarked: (health?.marked_at ?? null) !== null,
      receiverStopped: stopped !== undefined,
    };
  };
}

function readFailingReceivers(db: Kysely<Database>): Deliveries['failingReceivers'] {
  return async (ownerId, integrationId) => {
    const rows = await db
      .selectFrom('receiver_health as r')
      .innerJoin('integrations as n', 'n.id', 'r.integration_id')
      .selectAll('r')
      .where('n.account_id', '=', ownerId)
      .where('n.id', '=', integrationId)
      .where('n.deleted_at', 'is', null)
      .orderBy('r.failing_since')
      .execute();
    return rows.map((row) => ({
      host: row.receiver_host,
      failingSince: row.failing_since,
      lastFailure: attemptFailureOf(row.last_failure) ?? 'status',
      lastStatus: row.last_status ?? undefined,
      markedAt: row.marked_at ?? undefined,
    }));
  };
}

function readStoppedReceivers(db: Kysely<Database>): Deliveries['stoppedReceivers'] {
  return async (ownerId, integrationId) => {
    const rows = await db
      .selectFrom('stopped_receivers as r')
      .innerJoin('integrations as n', 'n.id', 'r.integration_id')
      .selectAll('r')
      .where('n.account_id', '=', ownerId)
      .where('n.id', '=', integrationId)
      .where('n.deleted_at', 'is', null)
      .orderBy('r.stopped_at')
      .execute();
    return rows.map((row) => ({ url: row.url, host: row.receiver_host, stoppedAt: row.stopped_at }));
  };
}

function ofIntegration(db: Kysely<Database>, ownerId: number, integrationId: string) {
  return db
    .selectFrom('deliveries as d')
    .innerJoin('integrations as n', 'n.id', 'd.integration_id')
    .selectAll('d')
    .select(accountName)
    .where('n.account_id', '=', ownerId)
    .where('d.integration_id', '=', integrationId)
    .where('n.deleted_at', 'is', null);
}

function newestAttempts(its: ExpressionBuilder<Database & { readonly d: Database['deliveries'] }, 'd'>) {
  return its
    .selectFrom('delivery_attempts as a')
    .selectAll('a')
    .whereRef('a.account_id', '=', 'd.account_id')
    .whereRef('a.delivery_id', '=', 'd.id')
    .orderBy('a.number', 'desc')
    .limit(ATTEMPTS_MAX);
}

const accountName = sql<string | null>`(select a.name from accounts a where a.id = d.account_id)`.as('account_name');

function deliveryOf(row: Selectable<Database['deliveries']> & { readonly account_name: string | null }): DeliveryRow {
  return {
    deliveryId: row.id,
    accountId: row.account_id,
    accountName: row.account_name ?? undefined,
    hook: row.hook,
    url: row.url,
    state: row.state,
    // Only this program writes the column, so its value is known.
    overtakenBy: (row.overtaken_by ?? undefined) as OvertakenBy | undefined,
    tries: row.tries,
    createdAt: row.created_at,
    dueAt: row.finished_at === null ? row.due_at : undefined,
    finishedAt: row.finished_at ?? undefined,
    firstFailedAt: row.first_failed_at ?? undefined,
    lastFailedAt: row.last_failed_at ?? undefined,
    lastFailure: attemptFailureOf(row.last_failure),
    lastStatus: row.last_status ?? undefined,
  };
}

function attemptOf(row: Selectable<Database['delivery_attempts']>) {
  return {
    number: row.number,
    startedAt: row.started_at,
    finishedAt: row.finished_at ?? undefined,
    // Only this program writes the column, so its shape is known.
    request: (row.request ?? undefined) as MaskedRequest | undefined,
    status: row.status ?? undefined,
    answer: row.answer ?? undefined,
    answerHeaders: row.answer_headers ?? undefined,
    tookMs: row.took_ms ?? undefined,
    failure: attemptFailureOf(row.failure),
  };
}
