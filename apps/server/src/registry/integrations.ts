import { dayMs } from '@pristan/rules';
import { createIntegration, deleteIntegration, editIntegration, switchIntegration } from '@pristan/flows';
import type { IntegrationFields } from '@pristan/rules';
import {
  accountParams,
  createdIntegration,
  customerList,
  customerPage,
  integration,
  integrationEdit,
  integrationList,
  integrationPage,
  integrationParams,
  installationCounts,
  newIntegration,
  formatCursor,
  stateChange,
} from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { PAGE_SIZE } from '../http/page-size.ts';
import type { EndpointCall } from '../http/platform-endpoint.ts';
import { answer, done, refusal } from '../http/platform-endpoint.ts';
import { targetOf, requesterOf } from '../http/platform-call.ts';
import { accountHost } from '../http/site.ts';
import { secondsOrNull, unixSeconds } from '../http/unix-seconds.ts';
import { platformPath, platformRoute } from '../http/platform-route.ts';
import { editedFields, htmlRefusal, integrationBody, integrationBodyBytesMax, refusalOf } from './integration-body.ts';

const FRESH_MS = 30 * dayMs;

/** Reads `next_before` of the previous page: the account after which the next page begins. */
function behindOf(text: string): { readonly at: number; readonly accountId: number } {
  const [at = 0, accountId = 0] = text.split('-').map(Number);
  return { at, accountId };
}

const all = '/accounts/:account_id/integrations';
const one = `${all}/:client_id` as const;

/** Endpoints for the integrations of a technical account: list, create, read, edit, stop and resume, delete. */
export function integrationApi(app: FastifyInstance, world: World): void {
  const { registry } = world.store;

  platformRoute(app, world, {
    method: 'GET',
    path: all,
    tag: 'registry',
    operationId: 'list_integrations',
    summary: 'List the integrations that this account develops',
    params: accountParams,
    query: integrationPage,
    answer: integrationList,
    problems: [],
    handle: async ({ params, query: { limit = PAGE_SIZE, before, q } }) => {
      const { rows, next } = await registry.integrations(params.account_id, { limit, before, name: q });
      return answer({
        integrations: rows.map(integrationBody),
        next_before: next === undefined ? null : formatCursor(next),
      });
    },
  });

  platformRoute(app, world, {
    method: 'POST',
    path: all,
    tag: 'registry',
    operationId: 'create_integration',
    repeatable: 'key',
    summary: 'Create an integration',
    params: accountParams,
    body: newIntegration,
    bodyBytesMax: integrationBodyBytesMax,
    status: 201,
    answer: createdIntegration,
    problems: ['invalid_fields'],
    handle: async (call) => {
      const tooMuch = htmlRefusal(call.body);
      if (tooMuch !== undefined) return tooMuch;
      const { kind, ...sent } = call.body;
      const accountId = call.params.account_id;
      const created = await createIntegration(call.world, {
        accountId,
        kind,
        fields: editedFields(sent)({ ...blank, language: call.session.user.language }),
        by: requesterOf(call),
      });
      if (created.kind !== 'created') return refusalOf(created);
      const stored = await call.world.store.registry.integration(accountId, created.integrationId);
      if (stored === undefined) return refusal('integration_not_found');
      call.reply.header('Location', `${platformPath}/accounts/${accountId}/integrations/${created.integrationId}`);
      return answer({ integration: integrationBody(stored), client_secret: created.clientSecret });
    },
  });

  platformRoute(app, world, {
    method: 'GET',
    path: one,
    tag: 'registry',
    operationId: 'read_integration',
    summary: 'Show an integration',
    params: integrationParams,
    answer: integration,
    problems: ['integration_not_found'],
    handle: async (call) => current(call),
  });

  platformRoute(app, world, {
    method: 'GET',
    path: `${one}/reach`,
    tag: 'registry',
    operationId: 'read_reach',
    summary: 'Count the accounts that installed an integration',
    params: integrationParams,
    answer: installationCounts,
    problems: ['integration_not_found'],
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

  platformRoute(app, world, {
    method: 'GET',
    path: `${one}/accounts`,
    tag: 'registry',
    operationId: 'list_customers',
    summary: 'List the accounts that installed an integration',
    description: 'Includes accounts that disabled it. The consent page says that the developer sees this.',
    params: integrationParams,
    query: customerPage,
    answer: customerList,
    problems: ['integration_not_found'],
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

  platformRoute(app, world, {
    method: 'PATCH',
    path: one,
    tag: 'registry',
    operationId: 'edit_integration',
    repeatable: 'precondition',
    summary: 'Edit an integration',
    description:
      'Changed scopes do not change existing grants: people have to allow the integration again. A published integration accepts only https URLs.',
    params: integrationParams,
    body: integrationEdit,
    bodyBytesMax: integrationBodyBytesMax,
    answer: integration,
    problems: ['integration_not_found', 'edited_meanwhile', 'invalid_fields'],
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

  platformRoute(app, world, {
    method: 'PUT',
    path: `${one}/state`,
    tag: 'registry',
    operationId: 'switch_integration',
    repeatable: 'naturally',
    summary: 'Pause or resume an integration',
    description:
      'A stopped integration immediately stops working in all accounts. When it is active again, the same tokens work until they expire.',
    params: integrationParams,
    body: stateChange,
    answer: integration,
    problems: ['integration_not_found', 'integration_adopted'],
    handle: async (call) => {
      const switched = await switchIntegration(world, targetOf(call), call.body.state);
      return switched.kind === 'switched' ? current(call) : refusalOf(switched);
    },
  });

  platformRoute(app, world, {
    method: 'DELETE',
    path: one,
    tag: 'registry',
    operationId: 'delete_integration',
    repeatable: 'key',
    summary: 'Delete an integration for good',
    description: 'Its keys, grants and tokens stop working in all accounts. This cannot be undone.',
    params: integrationParams,
    status: 204,
    problems: ['integration_not_found'],
    handle: async (call) => {
      const deleted = await deleteIntegration(call.world, targetOf(call));
      return deleted.kind === 'deleted' ? done : refusalOf(deleted);
    },
  });

  async function current({ params, world: { store } }: AboutOne) {
    const stored = await store.registry.integration(params.account_id, params.client_id);
    return stored === undefined ? refusal('integration_not_found') : answer(integrationBody(stored));
  }
}

type AboutOne = Pick<EndpointCall<'session', typeof integrationParams, undefined, undefined>, 'params' | 'world'>;

const blank: IntegrationFields = {
  name: '',
  language: 'ru',
  summary: '',
  descriptionHtml: '',
  redirectUri: '',
  buttonOrigins: [],
  disconnectUri: undefined,
  scopes: ['crm'],
  logoHash: undefined,
};
