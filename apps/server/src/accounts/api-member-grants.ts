import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { PAGE_SIZE } from '../http/page-size.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { unixSeconds } from '../http/unix-seconds.ts';

/**
 * `GET …/members/{user_id}/grants`: the member's grants that would end, and those that would stay, if the member were
 * deactivated.
 */
export function memberGrantsApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.list_member_grants, {
    handle: async ({ params: { account_id: accountId, user_id: userId }, query }) => {
      const { installs } = world.store;
      if ((await installs.membership(accountId, userId)) === undefined) return refusal('member_not_found');
      const { rows, next } = await installs.grantsOf(
        { accountId, userId, fullAccess: query.full_access },
        { limit: query.limit ?? PAGE_SIZE, before: query.before },
      );
      return answer({
        grants: rows.map((row) => ({
          grant_id: row.grantId,
          client_id: row.integrationId,
          integration_name: row.integrationName,
          full_access: row.fullAccess,
          created_at: unixSeconds(row.createdAt),
        })),
        next_before: next ?? null,
      });
    },
  });
}
