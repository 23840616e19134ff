import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from './page.ts';
import { sendFailure } from './page.ts';
import { sendUnauthorized } from './unauthorized.ts';

/**
 * Keeps a page on the public site only. A page requested on an account's host or on the base domain is redirected to
 * the public site, with its query; on any other host it is 404. A program that requests the root of an account's host,
 * to see whether the account exists, gets the API's 401. Used as a route's `onRequest`.
 *
 * @see docs/spec/dialect.md#hosts
 */
export function publicOnly(site: Site) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { kind } = request.site;
    if (kind === 'public') return undefined;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && kind === 'account' && request.routeOptions.url === '/' && !isBrowsing(request)) {
      return sendUnauthorized(site, request, reply);
    }
    if (isRead && (kind === 'account' || kind === 'base')) {
      return reply.redirect(`${site.config.publicUrl}${request.url.replace(/^\/+/, '/')}`, 302);
    }
    return sendFailure(site, { request, reply, session: undefined, status: 404 }, { kind: 'wrong_host' });
  };
}

/** Whether a person's browser sent the request: told by `Sec-Fetch-Mode`, or by `Accept` in older browsers. */
function isBrowsing({ headers }: FastifyRequest): boolean {
  const mode = headers['sec-fetch-mode'];
  return mode === undefined ? /\btext\/html\b/i.test(headers.accept ?? '') : mode === 'navigate';
}
