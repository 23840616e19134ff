import type { TestDeliveryResult } from '@pristan/flows';
import { sendTestDelivery } from '@pristan/flows';
import { testAccount, testableHooks } from '@pristan/rules';
import type { ProblemCode } from '@pristan/wire/api';
import { delivery, integrationParams, testableHookList, testDelivery } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { targetOf } from '../http/platform-call.ts';
import { setRetryAfter } from '../http/retry-after.ts';
import { deliveryBody } from './deliveries.ts';

const path = '/accounts/:account_id/integrations/:client_id/test-deliveries';

/** Routes that list and send test hooks about a made-up account. @see docs/spec/dialect.md#test-deliveries */
export function testDeliveriesApi(app: FastifyInstance, world: World): void {
  const { deliveries } = world.store;

  platformRoute(app, world, {
    method: 'GET',
    path,
    tag: 'hooks',
    operationId: 'list_testable_hooks',
    summary: 'List the hooks that can be tested, with their URLs',
    params: integrationParams,
    answer: testableHookList,
    problems: ['integration_not_found'],
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

  platformRoute(app, world, {
    method: 'POST',
    path,
    tag: 'hooks',
    operationId: 'send_test_delivery',
    cost: 'dear',
    repeatable: 'key',
    summary: 'Send a test hook',
    description:
      'Signed and logged like any other, about a made-up account, with a single attempt. It changes no installation, and its code or keys are useless. Limits: 30 an hour for an integration, 100 for an account.',
    params: integrationParams,
    body: testDelivery,
    status: 202,
    answer: delivery,
    problems: ['integration_not_found', 'hook_not_offered', 'no_hook_address', 'too_many_requests'],
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
