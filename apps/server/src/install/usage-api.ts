import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { PAGE_SIZE } from '../http/page-size.ts';
import { answer } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { usageByDay, usageShownSince } from './usage-days.ts';

/**
 * `GET …/installations/{client_id}/usage`: number of an installation's API calls by grant and day.
 *
 * @see docs/spec/dialect.md#usage
 */
export function usageApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.read_usage, {
    handle: async ({ params: { account_id: accountId, client_id: integrationId }, query }) => {
      const now = world.clock.now();
      const page = { limit: query.limit ?? PAGE_SIZE, before: query.before };
      const { uses } = world.store;
      const { rows, next } = await uses.usedSince({ accountId, integrationId }, usageShownSince(now), page);
      const days = await usageByDay(world, accountId, { grantIds: rows, now });
      return answer({
        grants: rows.map((grantId) => ({ grant_id: grantId, days: days(grantId) })),
        next_before: next ?? null,
      });
    },
  });
}
