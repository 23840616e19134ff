import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from './page.ts';
import { sendFailure } from './page.ts';

/**
 * Pages live on the public site. A page asked for at an account's host or the bare base domain is sent on, query and
 * all; anything else there is not found. Used as a route's `onRequest`.
 *
 * @see docs/spec/dialect.md#hosts
 */
export function publicOnly(site: Site) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { kind } = request.site;
    if (kind === 'public') return undefined;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && (kind === 'account' || kind === 'base')) {
      return reply.redirect(`${site.config.publicUrl}${request.url.replace(/^\/+/, '/')}`, 302);
    }
    return sendFailure(site, { request, reply, session: undefined, status: 404 }, { kind: 'wrong_host' });
  };
}
