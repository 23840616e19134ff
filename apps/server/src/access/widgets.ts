import type { CallEnvironment } from '@pristan/flows';
import { ownWidget } from '@pristan/flows';
import type { Caller } from '@pristan/rules';
import { formatPage, formatWidget, platformLanguage, readPage } from '@pristan/wire';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import { addressOf, originOfRequest } from '../http/address.ts';
import { apiPath } from '../http/api-path.ts';
import { sendHal, sendProblem } from '../http/problem.ts';
import { queryOf } from './query.ts';

const url = '/api/v4/widgets';

/**
 * `GET /api/v4/widgets`: widget of the integration that calls, with its settings in the token's account.
 *
 * @see docs/spec/dialect.md#widgets
 */
export function widgetsPath(app: FastifyInstance, world: World, env: CallEnvironment): void {
  const { platform } = world.config;
  apiPath(
    app,
    { world, env },
    {
      GET: {
        method: 'widgets.list',
        async answer({ caller, request, reply }) {
          const asked = readPage(queryOf(request));
          if ('problem' in asked) return sendProblem(reply, { kind: 'unprocessable', detail: asked.problem }, platform);
          const widget = await widgetOf(world, request, caller);
          if (widget === undefined || asked.page > 1) return reply.code(204).send();
          const href = `${originOfRequest(request, world.config)}${url}`;
          return sendHal(reply, formatPage({ ...asked, total: 1, href }, { widgets: [widget] }));
        },
      },
    },
  );
}

/** `GET /api/v4/widgets/{code}`: widget of the integration that calls; 404 for another integration's widget. */
export function widgetPath(app: FastifyInstance, world: World, env: CallEnvironment): void {
  apiPath(
    app,
    { world, env },
    {
      GET: {
        method: 'widgets.read',
        async answer({ caller, request, reply }) {
          const { code } = request.params as { code: string };
          const own = code.toLowerCase() === caller.integrationId;
          const widget = own ? await widgetOf(world, request, caller) : undefined;
          if (widget !== undefined) return sendHal(reply, widget);
          const address = addressOf(request, world.config);
          return sendProblem(reply, { kind: 'not_found', method: request.method, url: address }, world.config.platform);
        },
      },
    },
  );
}

/** Widget of the integration that calls; undefined for an external integration, and for a grant moved from one. */
async function widgetOf(world: World, request: FastifyRequest, caller: Caller): Promise<object | undefined> {
  const { accountId, integrationId, integrationKind } = caller;
  const own = integrationKind === 'external' ? undefined : await ownWidget(world, { accountId, integrationId });
  if (own === undefined) return undefined;
  const language = platformLanguage(world.config.platform);
  return formatWidget({
    clientId: integrationId,
    version: own.version,
    settings: own.settings.map(({ key, type, required, name }) => ({
      key,
      type,
      required,
      name: name[language] ?? Object.values(name)[0] ?? key,
    })),
    values: own.values,
    href: `${originOfRequest(request, world.config)}${url}/${integrationId}`,
  });
}
