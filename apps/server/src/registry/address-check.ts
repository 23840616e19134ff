import { checkAddresses } from '@pristan/flows';
import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { targetOf } from '../http/platform-call.ts';
import { setRetryAfter } from '../http/retry-after.ts';
import { semaphore } from './semaphore.ts';
import { refusalOf } from './integration-body.ts';

/** Limit on concurrent address checks: each takes up to some seconds and a few sockets. */
const ROOM = { running: 8, waiting: 0 } as const;

/**
 * Checks from this server whether the URLs of an integration can be reached.
 *
 * @see docs/spec/dialect.md#address-check
 */
export function addressCheckApi(app: FastifyInstance, world: World): void {
  const pass = semaphore(ROOM);

  platformRoute({ app, world }, contracts.check_addresses, {
    cost: 'dear',
    handle: async (call) => {
      const checked = await pass(() => checkAddresses(world, targetOf(call)));
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
