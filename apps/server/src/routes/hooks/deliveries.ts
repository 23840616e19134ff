import type { AttemptRow, DeliveryRow } from '@pristan/flows';
import { resendDelivery } from '@pristan/flows';
import type { Resend } from '@pristan/rules';
import { hookPolicies, isTest } from '@pristan/rules';
import type { DeliveryBody, ProblemCode } from '@pristan/wire/api';
import {
  delivery,
  deliveryList,
  deliveryPage,
  deliveryParams,
  deliveryWithAttempts,
  integrationParams,
} from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../../environment/open.ts';
import { PAGE_SIZE } from '../../http/page-size.ts';
import { answer, refusal } from '../../http/platform-endpoint.ts';
import { platformRoute } from '../../http/platform-route.ts';
import { askerOf } from '../../http/platform-call.ts';
import { secondsOrNull, unixSeconds } from '../../http/unix-seconds.ts';
import { setRetryAfter } from '../../http/retry-after.ts';
import { placeOf, placeText } from './delivery-place.ts';

const all = '/accounts/:account_id/integrations/:client_id/deliveries';
const one = `${all}/:delivery_id` as const;

/** What went out for an integration, for the admins of its technical account: list, one with its tries, send anew. */
export function deliveriesApi(app: FastifyInstance, world: World): void {
  const { deliveries, registry } = world.store;

  platformRoute(app, world, {
    method: 'GET',
    path: all,
    tag: 'hooks',
    operationId: 'list_deliveries',
    summary: 'The hooks that were sent for this integration, or will be',
    description: 'Newest first, by state, hook, account, receiver and time. Kept for 30 days.',
    params: integrationParams,
    query: deliveryPage,
    answer: deliveryList,
    problems: ['integration_not_found'],
    handle: async ({ params: { account_id, client_id }, query }) => {
      if ((await registry.integration(account_id, client_id)) === undefined) return refusal('integration_not_found');
      const limit = query.limit ?? PAGE_SIZE;
      // One more than asked for tells whether there is a next page.
      const rows = await deliveries.list(
        account_id,
        client_id,
        { limit: limit + 1, before: query.before === undefined ? undefined : placeOf(query.before) },
        {
          state: query.state,
          hook: query.hook,
          accountId: query.account,
          receiverHost: query.receiver,
          from: query.from === undefined ? undefined : query.from * 1000,
          to: query.to === undefined ? undefined : query.to * 1000,
        },
      );
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return answer({
        deliveries: page.map(deliveryBody),
        next_before: rows.length > limit && last !== undefined ? placeText(last) : null,
        failing_receivers: (await deliveries.failingReceivers(account_id, client_id)).map((receiver) => ({
          host: receiver.host,
          failing_since: unixSeconds(receiver.failingSince),
          last_failure: receiver.lastFailure,
          last_status: receiver.lastStatus ?? null,
          marked: receiver.markedAt !== undefined,
        })),
      });
    },
  });

  platformRoute(app, world, {
    method: 'GET',
    path: one,
    tag: 'hooks',
    operationId: 'read_delivery',
    summary: 'One hook with its tries',
    params: deliveryParams,
    answer: deliveryWithAttempts,
    problems: ['delivery_not_found'],
    handle: async ({ params: { account_id, client_id, delivery_id } }) => {
      const found = await deliveries.find(account_id, client_id, delivery_id);
      return found === undefined
        ? refusal('delivery_not_found')
        : answer({ ...deliveryBody(found), attempts: found.attempts.map(attemptBody) });
    },
  });

  platformRoute(app, world, {
    method: 'POST',
    path: `${one}/resend`,
    tag: 'hooks',
    operationId: 'resend_delivery',
    repeatable: 'key',
    summary: 'Send a finished hook anew',
    description:
      'With the `webhook-id` it had, signed anew. An install hook is never sent twice, since its code works once. One is sent at most 10 times within an hour, and 1000 of all that the account develops.',
    params: deliveryParams,
    answer: delivery,
    problems: ['delivery_not_found', 'delivery_never_resent', 'delivery_pending', 'too_many_requests'],
    handle: async (call) => {
      const { account_id: ownerId, client_id: integrationId, delivery_id: deliveryId } = call.params;
      const outcome = await resendDelivery(call.world, { ownerId, integrationId, deliveryId, by: askerOf(call) });
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
} as const satisfies Record<Extract<Resend, { kind: 'refuse' }>['reason'], ProblemCode>;

export function deliveryBody(row: DeliveryRow): DeliveryBody {
  return {
    delivery_id: row.deliveryId,
    account_id: row.accountId,
    hook: row.hook,
    url: row.url,
    state: row.state,
    test: isTest(row),
    tries: row.tries,
    created_at: unixSeconds(row.createdAt),
    due_at: secondsOrNull(row.dueAt),
    finished_at: secondsOrNull(row.finishedAt),
    first_failed_at: secondsOrNull(row.firstFailedAt),
    last_failed_at: secondsOrNull(row.lastFailedAt),
    last_failure: row.lastFailure ?? null,
    last_status: row.lastStatus ?? null,
    resendable: hookPolicies[row.hook].resendable && row.finishedAt !== undefined,
  };
}

function attemptBody(row: AttemptRow) {
  return {
    number: row.number,
    started_at: unixSeconds(row.startedAt),
    finished_at: secondsOrNull(row.finishedAt),
    request:
      row.request === undefined
        ? null
        : { ...row.request, headers: { ...row.request.headers }, body: row.request.body ?? null },
    status: row.status ?? null,
    answer: row.answer ?? null,
    answer_headers: row.answerHeaders === undefined ? null : { ...row.answerHeaders },
    took_ms: row.tookMs ?? null,
    failure: row.failure ?? null,
  };
}
