import { BusyError } from '@pristan/flows';
import { isUnavailable } from '@pristan/store';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { PageFailure } from './failed-page.tsx';
import type { Site } from './page.ts';
import { MalformedText } from './malformed-text.ts';
import { isFramed, sendFramed } from './framed.ts';
import { languageOf, sendFailure } from './page.ts';
import { asRefusal } from './refused-value.ts';
import { publicOnly } from './public-only.ts';

/**
 * Options of every page route: served on the public site only, no page or action inside a frame, and errors shown as
 * pages.
 */
export function pageRoute(site: Site) {
  const elsewhere = publicOnly(site);
  return {
    onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
      await elsewhere(request, reply);
      if (reply.sent || !isFramed(request)) return undefined;
      return sendFramed(site, { request, reply, language: languageOf(request, undefined) });
    },
    config: { dialect: 'page', cost: 'page' },
    errorHandler: async (thrown: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const error = asRefusal(thrown, request);
      if (error instanceof MalformedText) return sendMalformedText(site, { request, reply }, error.field);
      const { status, kind } = failureOf(error);
      if (error instanceof BusyError) request.log.info({ why: error.message }, 'refused: too many at once');
      else if (status === 503) request.log.warn({ err: error }, 'a page is unavailable now');
      else if (status >= 500) request.log.error({ err: error }, 'a page ended in a bug');
      if (status === 503) reply.header('Retry-After', '2');
      return sendFailure(site, { request, reply, session: undefined, status }, { kind });
    },
  } as const;
}

/** Sends a 400 as a page that names the field that is not text. */
export async function sendMalformedText(
  site: Site,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  field: string,
): Promise<FastifyReply> {
  return sendFailure(site, { request, reply, session: undefined, status: 400 }, { kind: 'not_text', parameter: field });
}

function failureOf(error: FastifyError): { readonly status: number; readonly kind: PageFailure } {
  const { statusCode = 500 } = error;
  if (statusCode >= 500 && isUnavailable(error)) return { status: 503, kind: 'unavailable' };
  if (statusCode === 404) return { status: 404, kind: 'not_found' };
  return statusCode < 500 ? { status: statusCode, kind: 'bad_request' } : { status: 500, kind: 'server_fault' };
}
