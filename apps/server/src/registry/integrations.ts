import { blankFields, dayMs } from '@pristan/rules';
import { createIntegration, deleteIntegration, editIntegration, switchIntegration } from '@pristan/flows';
import type { Contracts } from '@pristan/wire/api';
import { pathOf, platformPath } from '@pristan/wire';
import { contracts, formatCursor } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { PAGE_SIZE } from '../http/page-size.ts';
import type { CallOf } from '../http/platform-endpoint.ts';
import { answer, done, refusal } from '../http/platform-endpoint.ts';
import { targetOf, requesterOf } from '../http/platform-call.ts';
import { accountHost } from '../http/site.ts';
import { secondsOrNull, unixSeconds } from '../http/unix-seconds.ts';
import { platformRoute } from '../http/platform-route.ts';
import { editedFields, htmlRefusal, integrationBody, integrationBodyBytesMax, refusalOf } from './integration-body.ts';

const FRESH_MS = 30 * dayMs;

/** Reads `next_before` of the previous page: the account after which the next page begins. */
function behindOf(text: string): { readonly at: number; readonly accountId: number } {
  const [at = 0, accountId = 0] = text.split('-').map(Number);
  return { at, accountId };
}

/** Endpoints for the integrations of a technical account: list, create, read. */
export function integrationApi(app: FastifyInstance, world: World): void {
  const { registry } = world.store;

  platformRoute({ app, world }, contracts.list_integrations, {
    handle: async ({ params, query: { limit = PAGE_SIZE, before, q } }) => {
      const { rows, next } = await registry.integrations(params.account_id, { limit, before, name: q });
      return answer({
        integrations: rows.map(integrationBody),
        next_before: next === undefined ? null : formatCursor(next),
      });
    },
  });

  platformRoute({ app, world }, contracts.create_integration, {
    bodyBytesMax: integrationBodyBytesMax,
    handle: async (call) => {
      const tooMuch = htmlRefusal(call.body);
      if (tooMuch !== undefined) return tooMuch;
      const { kind, ...sent } = call.body;
      const accountId = call.params.account_id;
      const created = await createIntegration(call.world, {
        accountId,
        kind,
        fields: editedFields(sent)({ ...blankFields, language: call.session.user.language }),
        by: requesterOf(call),
      });
      if (created.kind !== 'created') return refusalOf(created);
      const stored = await call.world.store.registry.integration(accountId, created.integrationId);
      if (stored === undefined) return refusal('integration_not_found');
      const path = pathOf('read_integration', { account_id: accountId, client_id: created.integrationId });
      call.reply.header('Location', `${platformPath}${path}`);
      return answer({ integration: integrationBody(stored), client_secret: created.clientSecret });
    },
  });

  platformRoute({ app, world }, contracts.read_integration, {
    handle: async (call) => current(call),
  });
}

/** Endpoints for the accounts that have installed an integration: how many, and a list. */
export function customersApi(app: FastifyInstance, world: World): void {
  const { registry } = world.store;

  platformRoute({ app, world }, contracts.read_reach, {
    handle: async ({ params: { account_id, client_id } }) => {
      if ((await registry.integration(account_id, client_id)) === undefined) return refusal('integration_not_found');
      const spread = await registry.spread(client_id, world.clock.now() - FRESH_MS);
      return answer({
        enabled: spread.enabled,
        without_grant: spread.withoutGrant,
        enabled_30_days: spread.fresh,
        disabled: spread.disabled,
      });
    },
  });

  platformRoute({ app, world }, contracts.list_customers, {
    handle: async ({ params: { account_id, client_id }, query: { limit = PAGE_SIZE, before } }) => {
      if ((await registry.integration(account_id, client_id)) === undefined) return refusal('integration_not_found');
      const { rows, next } = await registry.customers(client_id, {
        limit,
        before: before === undefined ? undefined : behindOf(before),
      });
      return answer({
        accounts: rows.map((row) => ({
          account_id: row.accountId,
          name: row.name,
          domain: accountHost(row.subdomain, world.config),
          state: row.state,
          since: unixSeconds(row.state === 'enabled' ? row.enabledAt : (row.disabledAt ?? row.enabledAt)),
          installed_at: unixSeconds(row.createdAt),
          last_used_at: secondsOrNull(row.lastUsedAt),
        })),
        next_before: next === undefined ? null : `${next.at}-${next.accountId}`,
      });
    },
  });
}

/** Endpoints that change an integration: edit, stop and resume, delete. */
export function integrationChangesApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.edit_integration, {
    bodyBytesMax: integrationBodyBytesMax,
    handle: async (call) => {
      const tooMuch = htmlRefusal(call.body);
      if (tooMuch !== undefined) return tooMuch;
      const { version, ...sent } = call.body;
      const edited = await editIntegration(call.world, {
        ...targetOf(call),
        fields: editedFields(sent),
        expectedVersion: version,
      });
      return edited.kind === 'edited' ? current(call) : refusalOf(edited);
    },
  });

  platformRoute({ app, world }, contracts.switch_integration, {
    handle: async (call) => {
      const switched = await switchIntegration(world, targetOf(call), call.body.state);
      return switched.kind === 'switched' ? current(call) : refusalOf(switched);
    },
  });

  platformRoute({ app, world }, contracts.delete_integration, {
    handle: async (call) => {
      const deleted = await deleteIntegration(call.world, targetOf(call));
      return deleted.kind === 'deleted' ? done : refusalOf(deleted);
    },
  });
}

async function current({ params, world: { store } }: AboutOne) {
  const stored = await store.registry.integration(params.account_id, params.client_id);
  return stored === undefined ? refusal('integration_not_found') : answer(integrationBody(stored));
}

type AboutOne = Pick<CallOf<Contracts['read_integration']>, 'params' | 'world'>;
