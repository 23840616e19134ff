import type { CostName, Method } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import type { Site } from './site.ts';
import { siteOf } from './site.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Host that the request came to. */
    site: Site;
  }
  interface FastifyInstance {
    /** The platform's own language, for requests that name none. */
    ownLanguage: 'ru' | 'en';
    /** Sends a person a 404 page. */
    pageNotFound?: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
    /** Sends a person a 400 page that names the field that is not text. */
    pageNotText?: (request: FastifyRequest, reply: FastifyReply, field: string) => Promise<FastifyReply>;
    /** Sends a person a 405 page. */
    pageForOtherMethod?: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
    /** Sends a person a 429 page; they may try again at `until` (epoch ms). */
    pageTooMany?: (request: FastifyRequest, reply: FastifyReply, until: number) => Promise<FastifyReply>;
  }
  interface FastifyContextConfig {
    /** Dialect of the refusals that no route makes. */
    dialect?: Dialect;
    /** Method in the rules' table that this path serves. */
    method?: Method;
    /** The query belongs partly to another site and may hold anything: the route checks the parameters it uses. */
    readsForeignQuery?: boolean;
    /** A schema reads the JSON body and checks every text in it. */
    readsJsonBySchema?: boolean;
    /** Cost of a request, charged before its body is read; a route without one is not served. */
    cost?: CostName;
  }
}

/** Dialects of this server: the token endpoint, amoCRM's API, our own JSON API, and pages for people. */
export type Dialect = 'token' | 'api' | 'platform' | 'page';

/** Sets `request.site` before any route runs. */
export function settleSite(app: FastifyInstance, world: World): void {
  app.decorateRequest('site');
  app.addHook('onRequest', (request, _reply, done) => {
    request.site = siteOf(request.host, world.config);
    done();
  });
}

/** Dialect of a request: the route's own, or by path when no route matched. */
export function dialectOf(request: FastifyRequest): Dialect {
  const declared = request.routeOptions.config?.dialect;
  if (declared !== undefined) return declared;
  const path = request.url.replace(/^\/+/, '/');
  if (path.startsWith('/oauth2/')) return 'token';
  if (path.startsWith('/api/platform')) return 'platform';
  return path.startsWith('/api/') || path.startsWith('/v3/') ? 'api' : 'page';
}
