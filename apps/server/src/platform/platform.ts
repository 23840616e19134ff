import { problemTexts } from '@pristan/locales/problems';
import { contracts, isProblemCode, problemStatuses } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { Site } from '../http/page.ts';
import { languageOf } from '../http/page.ts';
import type { EndpointDescription } from '../http/platform-endpoint.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { cookieName } from '../http/session.ts';
import type { OpenApiDocument } from './openapi.ts';
import { openApiDocument } from './openapi.ts';

/**
 * Routes for the description of the JSON API and the explanations of its problems. Registered before the other
 * endpoints, because they watch those being added.
 */
export function platformRoutes(app: FastifyInstance, site: Site): void {
  const endpoints: EndpointDescription[] = [];
  app.addHook('onRoute', ({ config }) => {
    if (config?.endpoint !== undefined) endpoints.push(config.endpoint);
  });
  let document: OpenApiDocument | undefined;
  const describe = (): OpenApiDocument =>
    (document ??= openApiDocument(endpoints, { site: site.config.publicUrl, sessionCookie: cookieName(site) }));

  platformRoute({ app, world: site }, contracts.describe, {
    handle: async () => answer(describe()),
  });

  platformRoute({ app, world: site }, contracts.explain_problem, {
    handle: async ({ request, params: { code } }) => {
      if (!isProblemCode(code)) return refusal('address_not_found');
      const words = problemTexts[languageOf(request, undefined)].problems[code];
      return answer({ code, status: problemStatuses[code], ...words });
    },
  });
}
