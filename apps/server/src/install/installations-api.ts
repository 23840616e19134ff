import type { InstallationRow } from '@pristan/flows';
import type { InstallationBody } from '@pristan/wire/api';
import { contracts, formatCursor } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { PAGE_SIZE } from '../http/page-size.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { secondsOrNull, unixSeconds } from '../http/unix-seconds.ts';
import { preferredLanguages, withLocalizedSummaries } from '../http/localized-text.ts';
import { logoUrl } from '../http/logo-url.ts';
import { usageByDay } from './usage-days.ts';
import { grantBody } from './grant-body.ts';
import { installationDetail as detailOf } from './installation-detail.ts';

/**
 * `GET …/installations`, and one of them: integrations connected to an account. Disabling an integration and revoking a
 * grant need a person's confirmation on a page, so the API has no endpoints for them.
 */
export function installationsApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.list_installations, {
    handle: async ({ request, session, params, query: { limit = PAGE_SIZE, before, q } }) => {
      const page = { limit, before, name: q };
      const { rows, next } = await world.store.installs.installations(params.account_id, page, world.clock.now());
      const shown = await withLocalizedSummaries(world, preferredLanguages(request, session), rows);
      return answer({
        installations: shown.map(installationBody),
        next_before: next === undefined ? null : formatCursor(next),
      });
    },
  });

  platformRoute({ app, world }, contracts.read_installation, {
    handle: async ({ request, session, params: { account_id, client_id } }) => {
      const row = await world.store.installs.shownInstallation(account_id, client_id, world.clock.now());
      if (row === undefined) return refusal('installation_not_found');
      const [shown = row] = await withLocalizedSummaries(world, preferredLanguages(request, session), [row]);
      return answer({ ...installationBody(shown), ...(await detailOf(world, account_id, row)) });
    },
  });

  platformRoute({ app, world }, contracts.list_grants, {
    handle: async ({ params: { account_id: accountId, client_id: integrationId }, query }) => {
      const now = world.clock.now();
      const { installs } = world.store;
      if ((await installs.installation(accountId, integrationId)) === undefined)
        return refusal('installation_not_found');
      const page = { limit: query.limit ?? PAGE_SIZE, before: query.before };
      const { rows, next } = await installs.grants({ accountId, integrationId }, page, now);
      const days = await usageByDay(world, accountId, { grantIds: rows.map(({ grantId }) => grantId), now });
      return answer({
        grants: rows.map((row) => ({ ...grantBody(row), days: days(row.grantId) })),
        next_before: next ?? null,
      });
    },
  });
}

function installationBody(row: InstallationRow): InstallationBody {
  return {
    client_id: row.integrationId,
    name: row.name,
    summary: row.summary,
    logo_url: logoUrl(row.logoHash),
    kind: row.kind,
    integration_state: row.integrationState,
    state: row.state,
    fresh_codes: row.freshCodes,
    enabled_at: unixSeconds(row.enabledAt),
    disabled_at: secondsOrNull(row.disabledAt),
    grant_count: row.grantCount,
    grants: row.grants.map(grantBody),
  };
}
