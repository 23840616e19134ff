import { enableReceiver } from '@pristan/flows';
import { integrationParams, stoppedReceiver } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { done, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { requesterOf } from '../http/platform-call.ts';

/**
 * Enables receivers of hooks that were stopped because they answered 410.
 *
 * @see docs/spec/dialect.md#stopped-receivers
 */
export function stoppedReceiversApi(app: FastifyInstance, world: World): void {
  platformRoute(app, world, {
    method: 'POST',
    path: '/accounts/:account_id/integrations/:client_id/stopped-receivers/enable',
    tag: 'hooks',
    operationId: 'enable_receiver',
    repeatable: 'naturally',
    summary: 'Enable a receiver that answered 410',
    description: 'Waiting deliveries are sent immediately, unless a newer state has overtaken them.',
    params: integrationParams,
    body: stoppedReceiver,
    status: 204,
    problems: ['integration_not_found'],
    handle: async (call) => {
      const { account_id: ownerId, client_id: integrationId } = call.params;
      const { registry } = call.world.store;
      if ((await registry.integration(ownerId, integrationId)) === undefined) return refusal('integration_not_found');
      const outcome = await enableReceiver(call.world, {
        ownerId,
        integrationId,
        url: call.body.url,
        by: requesterOf(call),
      });
      return outcome.kind === 'refuse' ? refusal('admin_required') : done;
    },
  });
}
