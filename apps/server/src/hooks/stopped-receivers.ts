import { enableReceiver } from '@pristan/flows';
import { contracts } from '@pristan/wire/api';
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
  platformRoute({ app, world }, contracts.enable_receiver, {
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
