import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { PAGE_SIZE } from '../http/page-size.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { cloneGroupList as readGroups } from './clone-groups.ts';

/**
 * `GET /clone-groups`: external integrations grouped by site, for the platform's staff.
 *
 * @see docs/spec/dialect.md#clone-watch
 */
export function cloneGroupsApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.list_clone_groups, {
    handle: async ({ query }) => {
      const page = await readGroups(world, { limit: query.limit ?? PAGE_SIZE, after: query.after });
      return page === undefined ? refusal('invalid_request', [{ field: 'after', code: 'malformed' }]) : answer(page);
    },
  });
}
