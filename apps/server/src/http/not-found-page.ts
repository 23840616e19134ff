import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from './page.ts';
import { sendFailure } from './page.ts';
import { sessionOf } from './session.ts';

/** Sends a 405 as a page, most often for a form's URL that was opened as a page. */
export function otherMethodPage(site: Site) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const session = await sessionOf(site, request);
    return sendFailure(
      site,
      { request, reply, session, status: 405 },
      { kind: 'method_not_allowed', onward: { url: '/console/' } },
    );
  };
}

/** Sends a 404 as a page. Looks for a session on the public site only: other hosts never have one. */
export function notFoundPage(site: Site) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (request.site.kind !== 'public') {
      return sendFailure(site, { request, reply, session: undefined, status: 404 }, { kind: 'wrong_host' });
    }
    const session = await sessionOf(site, request);
    return sendFailure(
      site,
      { request, reply, session, status: 404 },
      { kind: 'not_found', onward: { url: '/console/' } },
    );
  };
}

/** Sends a 429 as a page. Does not look for a session, which would be work too. */
export function tooManyPage(site: Site) {
  return async (request: FastifyRequest, reply: FastifyReply, until: number): Promise<FastifyReply> =>
    sendFailure(site, { request, reply, session: undefined, status: 429 }, { kind: 'too_many', retryAt: until });
}
