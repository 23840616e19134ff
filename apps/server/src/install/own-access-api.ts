import type { InstallationRow } from '@pristan/flows';
import type { OwnAccessBody } from '@pristan/wire/api';
import { contracts, formatCursor } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { PAGE_SIZE } from '../http/page-size.ts';
import { answer } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { secondsOrNull, unixSeconds } from '../http/unix-seconds.ts';
import { logoUrl } from '../http/logo-url.ts';
import { ownGrantBody } from './grant-body.ts';

/**
 * `GET …/own-access`: integrations of the account, with the access that the caller gave. About other people's access
 * the answer only says whether there is any.
 */
export function ownAccessApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.list_own_access, {
    handle: async ({ session, params, query: { limit = PAGE_SIZE, before, given } }) => {
      const page = { limit, before, given, grantsOf: session.userId };
      const { rows, next } = await world.store.installs.installations(params.account_id, page, world.clock.now());
      return answer({
        installations: rows.map(ownAccessBody),
        next_before: next === undefined ? null : formatCursor(next),
      });
    },
  });
}

function ownAccessBody(row: InstallationRow): OwnAccessBody {
  return {
    client_id: row.integrationId,
    name: row.name,
    logo_url: logoUrl(row.logoHash),
    developer: row.kind === 'external' ? null : row.owner,
    integration_state: row.integrationState,
    state: row.state,
    enabled_at: unixSeconds(row.enabledAt),
    disabled_at: secondsOrNull(row.disabledAt),
    grants: row.grants.map(ownGrantBody),
    others: row.grantCount > row.grants.length,
  };
}
