import type { Method } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import type { Site } from './site.ts';
import { siteOf } from './site.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose host the request came to. */
    site: Site;
  }
  interface FastifyInstance {
    /** Tells a person in a page that there is nothing at this address. */
    pageNotFound?: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
  }
  interface FastifyContextConfig {
    /** In whose words a refusal that no route made is answered. */
    dialect?: Dialect;
    /** Which method of the rules' table this address serves. */
    method?: Method;
    /** The address answers 405 to what is no method of the table. */
    refusesMethods?: boolean;
  }
}

/** The four ways this server speaks: the token endpoint's, amoCRM's API, our own JSON API, and pages for people. */
export type Dialect = 'token' | 'api' | 'platform' | 'page';

/** Settles the site before any route looks at the request. */
export function settleSite(app: FastifyInstance, world: World): void {
  app.decorateRequest('site');
  app.addHook('onRequest', async (request) => {
    request.site = siteOf(request.host, world.config);
  });
}

/** The dialect of a request that no route matched, by its path. */
export function dialectOf(request: FastifyRequest): Dialect {
  const declared = request.routeOptions.config?.dialect;
  if (declared !== undefined) return declared;
  const path = request.url.replace(/^\/+/, '/');
  if (path.startsWith('/oauth2/')) return 'token';
  if (path.startsWith('/api/platform')) return 'platform';
  return path.startsWith('/api/') || path.startsWith('/v3/') ? 'api' : 'page';
}
