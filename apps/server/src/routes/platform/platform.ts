import { isProblemCode, problemCatalogue, problemExplanation } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Site } from '../../http/page.ts';
import { languageOf } from '../../http/page.ts';
import type { EndpointDescription } from '../../http/platform-endpoint.ts';
import { answer, refusal } from '../../http/platform-endpoint.ts';
import { platformRoute } from '../../http/platform-route.ts';
import { cookieName } from '../../http/session.ts';
import { docsRoute } from './docs.ts';
import type { OpenApiDocument } from './openapi.ts';
import { openApiDocument } from './openapi.ts';

/**
 * The JSON API's own description, for programs and as a page, and the words of its problems. Added before its other
 * endpoints, which it watches being added.
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
    summary: 'This document',
    answer: z.record(z.string(), z.unknown()),
    problems: [],
    handle: async () => answer(describe()),
  });

  platformRoute(app, site, {
    method: 'GET',
    path: '/problems/:code',
    tag: 'about',
    operationId: 'explain_problem',
    summary: 'A problem’s code in words',
    description:
      'The address that stands in the `type` of a problem document. Codes are listed in `docs/spec/api-problems.md`.',
    params: z.object({ code: z.string().meta({ description: 'The code' }) }),
    answer: problemExplanation,
    problems: ['address_not_found'],
    handle: async ({ request, params: { code } }) => {
      if (!isProblemCode(code)) return refusal('address_not_found');
      const entry = problemCatalogue[code];
      return answer({ code, status: entry.status, ...entry[languageOf(request, undefined)] });
    },
  });

  docsRoute(app, site, describe);
}
