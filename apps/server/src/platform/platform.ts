import { isProblemCode, problemCatalogue, problemExplanation } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
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

  platformRoute(app, site, {
    method: 'GET',
    path: '/openapi.json',
    tag: 'about',
    operationId: 'describe',
    summary: 'Get this document',
    answer: z.record(z.string(), z.unknown()),
    problems: [],
    handle: async () => answer(describe()),
  });

  platformRoute(app, site, {
    method: 'GET',
    path: '/problems/:code',
    tag: 'about',
    operationId: 'explain_problem',
    summary: 'Explain a problem code',
    description: 'The `type` of a problem document leads here. All codes are listed in `docs/spec/api-problems.md`.',
    params: z.object({ code: z.string().max(100, { abort: true }).meta({ description: 'The code' }) }),
    answer: problemExplanation,
    problems: ['address_not_found'],
    handle: async ({ request, params: { code } }) => {
      if (!isProblemCode(code)) return refusal('address_not_found');
      const entry = problemCatalogue[code];
      return answer({ code, status: entry.status, ...entry[languageOf(request, undefined)] });
    },
  });
}
