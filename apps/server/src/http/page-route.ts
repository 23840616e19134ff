import { isFault } from '@pristan/store';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Failure } from '../pages/authorize/failed-page.tsx';
import type { Site } from './page.ts';
import { sendFailure } from './page.ts';
import { publicOnly } from './public-only.ts';

/** The options every page route has: on the public site only, and what goes wrong is told in a page. */
export function pageRoute(site: Site) {
  return {
    onRequest: publicOnly(site),
    config: { dialect: 'page' },
    errorHandler: async (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const { status, kind } = failureOf(error);
      if (status === 503) request.log.warn({ err: error }, 'a page could not be made now');
      else if (status >= 500) request.log.error({ err: error }, 'a page ended in a bug');
      if (status === 503) reply.header('Retry-After', '2');
      return sendFailure(site, { request, reply, session: undefined, status }, { kind });
    },
  } as const;
}

function failureOf(error: FastifyError): { readonly status: number; readonly kind: Failure } {
  if (isFault(error)) return { status: 503, kind: 'unavailable' };
  const { statusCode = 500 } = error;
  return statusCode < 500 ? { status: statusCode, kind: 'bad_request' } : { status: 500, kind: 'server_fault' };
}
