import type { FastifyRequest } from 'fastify';

/** The query of a request, as it was sent. Paths may begin with two slashes, so no `URL` is made of it. */
export function queryOf(request: FastifyRequest): URLSearchParams {
  const at = request.url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1));
}
