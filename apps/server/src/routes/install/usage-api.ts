import type { DayOfUse } from '@pristan/rules';
import { dayMs, dayOf, lastDays, usageShownDays } from '@pristan/rules';
import { integrationParams, usage } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../../environment/open.ts';
import { answer } from '../../http/platform-endpoint.ts';
import { platformRoute } from '../../http/platform-route.ts';

/** `GET …/installations/{client_id}/usage`. @see docs/spec/dialect.md#usage */
export function usageApi(app: FastifyInstance, world: World): void {
  platformRoute(app, world, {
    method: 'GET',
    path: '/accounts/:account_id/installations/:client_id/usage',
    tag: 'install',
    operationId: 'read_usage',
    summary: 'How often each grant was used, by day',
    access: 'installation.read',
    params: integrationParams,
    answer: usage,
    problems: [],
    handle: async ({ params }) => {
      const now = world.clock.now();
      const rows = await world.store.uses.since(
        { accountId: params.account_id, integrationId: params.client_id },
        dayOf(now) - (usageShownDays - 1) * dayMs,
      );
      const grants = new Map<string, DayOfUse[]>();
      for (const { grantId, ...day } of rows) grants.set(grantId, [...(grants.get(grantId) ?? []), day]);
      return answer({
        grants: [...grants].map(([grantId, known]) => ({
          grant_id: grantId,
          days: lastDays(known, now).map(({ dayStartsAt, calls }) => ({
            day: new Date(dayStartsAt).toISOString().slice(0, 10),
            calls,
          })),
        })),
      });
    },
  });
}
