import type { FastifyRequest } from 'fastify';

/** Parses the query of a request as it was sent. Builds no `URL`, because a path may begin with two slashes. */
export function queryOf(request: FastifyRequest): URLSearchParams {
  const at = request.url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1));
}
