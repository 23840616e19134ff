import type { TestDeliveryResult } from '@pristan/flows';
import { sendTestDelivery } from '@pristan/flows';
import { testAccount, testableHooks } from '@pristan/rules';
import type { ProblemCode } from '@pristan/wire/api';
import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { targetOf } from '../http/platform-call.ts';
import { setRetryAfter } from '../http/retry-after.ts';
import { deliveryBody } from './deliveries.ts';

/** Routes that list and send test hooks about a made-up account. @see docs/spec/dialect.md#test-deliveries */
export function testDeliveriesApi(app: FastifyInstance, world: World): void {
  const { deliveries } = world.store;

  platformRoute({ app, world }, contracts.list_testable_hooks, {
    handle: async ({ params: { account_id, client_id } }) => {
      const integration = await deliveries.testFacts(account_id, client_id);
      if (integration === undefined) return refusal('integration_not_found');
      return answer({
        account_id: testAccount.accountId,
        subdomain: testAccount.subdomain,
        hooks: testableHooks(integration).map(({ hook, url }) => ({ hook, url: url ?? null })),
      });
    },
  });

  platformRoute({ app, world }, contracts.send_test_delivery, {
    cost: 'dear',
    handle: async (call) => {
      const sent = await sendTestDelivery(call.world, { ...targetOf(call), hook: call.body.hook });
      if (sent.kind === 'wait') {
        setRetryAfter(call.reply, world, sent.until);
        return refusal('too_many_requests');
      }
      if (sent.kind === 'refuse') return refusal(problems[sent.reason]);
      const { account_id: ownerId, client_id: integrationId } = call.params;
      const found = await call.world.store.deliveries.find(ownerId, integrationId, sent.deliveryId);
      return found === undefined ? refusal('integration_not_found') : answer(deliveryBody(found));
    },
  });
}

const problems = {
  forbidden: 'admin_required',
  unknown: 'integration_not_found',
  not_offered: 'hook_not_offered',
  no_address: 'no_hook_address',
} as const satisfies Record<Extract<TestDeliveryResult, { kind: 'refuse' }>['reason'], ProblemCode>;
