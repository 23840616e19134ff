import { STATUS_CODES } from 'node:http';
import type { DeliveryAttemptRow, DeliveryRow } from '@pristan/flows';
import { readDelivery, resendDelivery } from '@pristan/flows';
import type { ResendResult } from '@pristan/rules';
import { hookPolicies, isTestDelivery } from '@pristan/rules';
import type { ProblemCode, DeliveryBody } from '@pristan/wire/api';
import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { PAGE_SIZE } from '../http/page-size.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { requesterOf } from '../http/platform-call.ts';
import { secondsOrNull, unixSeconds } from '../http/unix-seconds.ts';
import { setRetryAfter } from '../http/retry-after.ts';
import { unknownCharset } from './unknown-charset.ts';
import { parseDeliveryCursor, formatDeliveryCursor } from './delivery-cursor.ts';

/**
 * Routes for the deliveries of an integration, for the admins of its technical account: list them, show one with its
 * attempts, send one again.
 */
export function deliveriesApi(app: FastifyInstance, world: World): void {
  const { deliveries, registry } = world.store;

  platformRoute({ app, world }, contracts.list_deliveries, {
    handle: async ({ params: { account_id, client_id }, query }) => {
      if ((await registry.integration(account_id, client_id)) === undefined) return refusal('integration_not_found');
      const limit = query.limit ?? PAGE_SIZE;
      // Reading one row more than the limit shows whether there is a next page.
      const rows = await deliveries.list(account_id, client_id, {
        limit: limit + 1,
        before: query.before === undefined ? undefined : parseDeliveryCursor(query.before),
        state: query.state,
        hook: query.hook,
        accountId: query.account,
        receiverHost: query.receiver,
        from: query.from === undefined ? undefined : query.from * 1000,
        to: query.to === undefined ? undefined : query.to * 1000,
      });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return answer({
        deliveries: page.map(deliveryBody),
        next_before: rows.length > limit && last !== undefined ? formatDeliveryCursor(last) : null,
        failing_receivers: (await deliveries.failingReceivers(account_id, client_id)).map((receiver) => ({
          host: receiver.host,
          failing_since: unixSeconds(receiver.failingSince),
          last_failure: receiver.lastFailure,
          last_status: receiver.lastStatus ?? null,
          marked: receiver.markedAt !== undefined,
        })),
        stopped_receivers: (await deliveries.stoppedReceivers(account_id, client_id)).map(
          ({ url, host, stoppedAt }) => ({
            url,
            host,
            stopped_at: unixSeconds(stoppedAt),
          }),
        ),
      });
    },
  });

  platformRoute({ app, world }, contracts.read_delivery, {
    handle: async ({ params: { account_id: ownerId, client_id: integrationId, delivery_id: deliveryId } }) => {
      const found = await readDelivery(world, { ownerId, integrationId, deliveryId });
      return found === undefined
        ? refusal('delivery_not_found')
        : answer({ ...deliveryBody(found), attempts: found.attempts.map(attemptBody) });
    },
  });

  platformRoute({ app, world }, contracts.resend_delivery, {
    cost: 'dear',
    handle: async (call) => {
      const { account_id: ownerId, client_id: integrationId, delivery_id: deliveryId } = call.params;
      const outcome = await resendDelivery(call.world, { ownerId, integrationId, deliveryId, by: requesterOf(call) });
      if (outcome.kind === 'wait') {
        setRetryAfter(call.reply, world, outcome.until);
        return refusal('too_many_requests');
      }
      if (outcome.kind === 'refuse') return refusal(problems[outcome.reason]);
      const found = await call.world.store.deliveries.find(ownerId, integrationId, deliveryId);
      return found === undefined ? refusal('delivery_not_found') : answer(deliveryBody(found));
    },
  });
}

const problems = {
  forbidden: 'admin_required',
  delivery_unknown: 'delivery_not_found',
  never_resent: 'delivery_never_resent',
  still_pending: 'delivery_pending',
  overtaken: 'delivery_overtaken',
} as const satisfies Record<Extract<ResendResult, { kind: 'refuse' }>['reason'], ProblemCode>;

export function deliveryBody(row: DeliveryRow): DeliveryBody {
  return {
    delivery_id: row.deliveryId,
    account_id: row.accountId,
    account_name: row.accountName ?? null,
    hook: row.hook,
    url: row.url,
    state: row.state,
    overtaken_by: row.overtakenBy ?? null,
    test: isTestDelivery(row),
    tries: row.tries,
    created_at: unixSeconds(row.createdAt),
    due_at: secondsOrNull(row.dueAt),
    finished_at: secondsOrNull(row.finishedAt),
    first_failed_at: secondsOrNull(row.firstFailedAt),
    last_failed_at: secondsOrNull(row.lastFailedAt),
    last_failure: row.lastFailure ?? null,
    last_status: row.lastStatus ?? null,
    resendable: hookPolicies[row.hook].resendable && row.finishedAt !== undefined && row.overtakenBy === undefined,
  };
}

function attemptBody(row: DeliveryAttemptRow) {
  return {
    number: row.number,
    started_at: unixSeconds(row.startedAt),
    finished_at: secondsOrNull(row.finishedAt),
    request:
      row.request === undefined
        ? null
        : { ...row.request, headers: { ...row.request.headers }, body: row.request.body ?? null },
    status: row.status ?? null,
    status_text: row.status === undefined ? null : (STATUS_CODES[row.status] ?? null),
    answer: row.answer ?? null,
    answer_headers: row.answerHeaders === undefined ? null : { ...row.answerHeaders },
    took_ms: row.tookMs ?? null,
    failure: row.failure ?? null,
    unknown_charset: unknownCharset(row.answerHeaders) ?? null,
  };
}
