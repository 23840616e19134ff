import { isProblemCode, problemCatalogue, problemExplanation } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { World } from '../../environment/open.ts';
import { languageOf } from '../../http/page.ts';
import type { EndpointDescription } from '../../http/platform-endpoint.ts';
import { answer, refusal } from '../../http/platform-endpoint.ts';
import { platformRoute } from '../../http/platform-route.ts';
import { cookieName } from '../../http/session.ts';
import { openApiDocument } from './openapi.ts';

/**
 * The JSON API's own description and the words of its problems. Added before its other endpoints, which it watches being
 * added.
 */
export function platformRoutes(app: FastifyInstance, world: World): void {
  const endpoints: EndpointDescription[] = [];
  app.addHook('onRoute', ({ config }) => {
    if (config?.endpoint !== undefined) endpoints.push(config.endpoint);
  });
  let document: ReturnType<typeof openApiDocument> | undefined;

  platformRoute(app, world, {
    method: 'GET',
    path: '/openapi.json',
    tag: 'about',
    operationId: 'describe',
    summary: 'This document',
    access: 'public',
    answer: z.record(z.string(), z.unknown()),
    problems: [],
    handle: async () => {
      document ??= openApiDocument(endpoints, { site: world.config.publicUrl, sessionCookie: cookieName(world) });
      return answer(document);
    },
  });

  platformRoute(app, world, {
    method: 'GET',
    path: '/problems/:code',
    tag: 'about',
    operationId: 'explain_problem',
    summary: 'A problem’s code in words',
    description:
      'The address that stands in the `type` of a problem document. Codes are listed in `docs/spec/api-problems.md`.',
    access: 'public',
    params: z.object({ code: z.string().meta({ description: 'The code' }) }),
    answer: problemExplanation,
    problems: ['address_not_found'],
    handle: async ({ request, params: { code } }) => {
      if (!isProblemCode(code)) return refusal('address_not_found');
      const entry = problemCatalogue[code];
      return answer({ code, status: entry.status, ...entry[languageOf(request, undefined)] });
    },
  });
}
