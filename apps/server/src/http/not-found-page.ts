import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from './page.ts';
import { sendFailure } from './page.ts';
import { sessionOf } from './session.ts';

/** The answer to an address that no page has. Only the public site looks for a session: other hosts never have one. */
export function notFoundPage(site: Site) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (request.site.kind !== 'public') {
      return sendFailure(site, { request, reply, session: undefined, status: 404 }, { kind: 'wrong_host' });
    }
    const session = await sessionOf(site, request);
    return sendFailure(site, { request, reply, session, status: 404 }, { kind: 'not_found', onward: { url: '/' } });
  };
}
