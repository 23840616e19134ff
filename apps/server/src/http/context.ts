import type { CostName, Method } from '@pristan/rules';
import type { Language } from '@pristan/wire';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ReadSite, Site } from './site.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Which of our hosts the request came to. */
    site: Site;
  }
  interface FastifyInstance {
    /** The platform's default language, for requests that name no language. */
    ownLanguage: Language;
    /** Sends a 404 as a page for people. */
    pageNotFound?: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
    /** Sends a 400 as a page for people that names the field that is not text. */
    pageNotText?: (request: FastifyRequest, reply: FastifyReply, field: string) => Promise<FastifyReply>;
    /** Sends a 405 as a page for people. */
    pageForOtherMethod?: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
    /** Sends a 429 as a page for people, which says that they may try again at `until` (epoch ms). */
    pageTooMany?: (request: FastifyRequest, reply: FastifyReply, until: number) => Promise<FastifyReply>;
  }
  interface FastifyContextConfig {
    /** Dialect in which a request is refused before the route's handler runs. */
    dialect?: Dialect;
    /** Method in the rules' table that this path serves. */
    method?: Method;
    /**
     * The query of this route's URL belongs partly to another site and may hold anything: the route checks the
     * parameters it uses.
     */
    readsForeignQuery?: boolean;
    /** A schema of this route reads the JSON body and checks every text in it. */
    readsJsonBySchema?: boolean;
    /** Cost of a request to this route, charged before its body is read; a route without a cost is not served. */
    cost?: CostName;
  }
}

/** Dialects in which this server answers: the token endpoint, amoCRM's API, our own JSON API, and pages for people. */
export type Dialect = 'token' | 'api' | 'platform' | 'page';

/** Sets `request.site`, the kind of host that a request came to, before any route runs. */
export function settleSite(app: FastifyInstance, siteOf: ReadSite): void {
  app.decorateRequest('site');
  app.addHook('onRequest', (request, _reply, done) => {
    request.site = siteOf(request.host);
    done();
  });
}

/** Dialect in which a request is answered: the one its route declares, or by path when no route matched. */
export function dialectOf(request: FastifyRequest): Dialect {
  const declared = request.routeOptions.config?.dialect;
  if (declared !== undefined) return declared;
  const path = request.url.replace(/^\/+/, '/');
  if (path.startsWith('/oauth2/')) return 'token';
  if (path.startsWith('/api/platform')) return 'platform';
  return path.startsWith('/api/') || path.startsWith('/v3/') ? 'api' : 'page';
}
