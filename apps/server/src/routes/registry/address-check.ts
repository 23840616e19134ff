import { checkAddresses } from '@pristan/flows';
import { addressCheck, integrationParams } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../../environment/open.ts';
import { answer, refusal } from '../../http/platform-endpoint.ts';
import { platformRoute } from '../../http/platform-route.ts';
import { aboutOf } from '../../http/platform-call.ts';
import { setRetryAfter } from '../../http/retry-after.ts';
import { turnstile } from '../../registry/turnstile.ts';
import { refusalOf } from './integration-body.ts';

/** Each takes seconds and a few sockets, at most. */
const ROOM = { running: 8, waiting: 0 } as const;

/** Whether the addresses of an integration can be reached, looked at from here. @see docs/spec/dialect.md#address-check */
export function addressCheckApi(app: FastifyInstance, world: World): void {
  const pass = turnstile(ROOM);

  platformRoute(app, world, {
    method: 'POST',
    path: '/accounts/:account_id/integrations/:client_id/address-check',
    tag: 'registry',
    operationId: 'check_addresses',
    repeatable: 'naturally',
    summary: 'Ask the addresses of an integration whether they answer',
    description:
      'A plain GET without a query to the redirect address, each button origin and the disconnect address, within 12 seconds. Of an answer only its status is told. At most 10 times in ten minutes for an integration, 30 times an hour for an account.',
    params: integrationParams,
    answer: addressCheck,
    problems: ['integration_not_found', 'too_many_requests', 'unavailable'],
    handle: async (call) => {
      const checked = await pass(() => checkAddresses(world, aboutOf(call)));
      if (checked === 'busy') return refusal('unavailable');
      if (checked.kind === 'refuse') return refusalOf(checked);
      if (checked.kind === 'wait') {
        setRetryAfter(call.reply, world, checked.until);
        return refusal('too_many_requests');
      }
      return answer({
        addresses: checked.addresses.map(({ use, address, finding }) => ({
          use,
          address,
          fine: finding.kind === 'answered' && finding.fine,
          status: finding.kind === 'answered' ? finding.status : null,
          failure: finding.kind === 'failed' ? finding.reason : null,
        })),
      });
    },
  });
}
