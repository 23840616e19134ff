import type { Deliveries, DeliveryRow } from '@pristan/flows';
import type { MaskedRequest } from '@pristan/rules';
import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { claimDeliveries, failureOf, recordLateAttempt } from '../rows/deliveries.ts';

/** One that is sent anew again and again, with what was answered each time, would take tens of megabytes. */
const ATTEMPTS_MAX = 100;

/** Deliveries: taken by the sender, read by the technical account. */
export function deliveries(db: Kysely<Database>): Deliveries {
  return {
    claim: claimDeliveries(db),
    recordLate: recordLateAttempt(db),

    async list(ownerId, integrationId, { limit, before }, filter = {}) {
      // One value, not a join: then each order by time is an index's own.
      const owned = db
        .selectFrom('integrations')
        .select('id')
        .where('account_id', '=', ownerId)
        .where('id', '=', integrationId)
        .where('deleted_at', 'is', null);
      let lines = db.selectFrom('deliveries as d').selectAll('d').where('d.integration_id', '=', owned);
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
    },

    async find(ownerId, integrationId, deliveryId) {
      const row = await ofIntegration(db, ownerId, integrationId).where('d.id', '=', deliveryId).executeTakeFirst();
      if (row === undefined) return undefined;
      const attempts = await db
        .selectFrom('delivery_attempts')
        .selectAll()
        .where('account_id', '=', row.account_id)
        .where('delivery_id', '=', deliveryId)
        .orderBy('number', 'desc')
        .limit(ATTEMPTS_MAX)
        .execute();
      return { ...deliveryOf(row), attempts: attempts.map(attemptOf) };
    },

    async resendFacts(ownerId, integrationId, deliveryId) {
      const row = await ofIntegration(db, ownerId, integrationId).where('d.id', '=', deliveryId).executeTakeFirst();
      return row === undefined
        ? undefined
        : { accountId: row.account_id, ownerId, deliveryId, integrationId, hook: row.hook, state: row.state };
    },

    async asker(integrationId, userId) {
      const row = await db
        .selectFrom('integrations as n')
        .leftJoin('memberships as m', (join) =>
          join.onRef('m.account_id', '=', 'n.account_id').on('m.user_id', '=', userId),
        )
        .select(['m.role', 'm.state'])
        .where('n.id', '=', integrationId)
        .where('n.deleted_at', 'is', null)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { role, state } = row;
      return { membership: role === null || state === null ? undefined : { role, state } };
    },

    async testFacts(ownerId, integrationId) {
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
    },

    async failingReceivers(ownerId, integrationId) {
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
        lastFailure: failureOf(row.last_failure) ?? 'status',
        lastStatus: row.last_status ?? undefined,
        markedAt: row.marked_at ?? undefined,
      }));
    },
  };
}

function ofIntegration(db: Kysely<Database>, ownerId: number, integrationId: string) {
  return db
    .selectFrom('deliveries as d')
    .innerJoin('integrations as n', 'n.id', 'd.integration_id')
    .selectAll('d')
    .where('n.account_id', '=', ownerId)
    .where('d.integration_id', '=', integrationId)
    .where('n.deleted_at', 'is', null);
}

function deliveryOf(row: Selectable<Database['deliveries']>): DeliveryRow {
  return {
    deliveryId: row.id,
    accountId: row.account_id,
    hook: row.hook,
    url: row.url,
    state: row.state,
    tries: row.tries,
    createdAt: row.created_at,
    dueAt: row.finished_at === null ? row.due_at : undefined,
    finishedAt: row.finished_at ?? undefined,
    firstFailedAt: row.first_failed_at ?? undefined,
    lastFailedAt: row.last_failed_at ?? undefined,
    lastFailure: failureOf(row.last_failure),
    lastStatus: row.last_status ?? undefined,
  };
}

function attemptOf(row: Selectable<Database['delivery_attempts']>) {
  return {
    number: row.number,
    startedAt: row.started_at,
    finishedAt: row.finished_at ?? undefined,
    // Written by this program only, in this shape.
    request: (row.request ?? undefined) as MaskedRequest | undefined,
    status: row.status ?? undefined,
    answer: row.answer ?? undefined,
    answerHeaders: row.answer_headers ?? undefined,
    tookMs: row.took_ms ?? undefined,
    failure: failureOf(row.failure),
  };
}
