import type { FastifyRequest } from 'fastify';
import { confirmAgainPath } from './page.ts';

/**
 * Path to continue at after sign-in. For a submitted form this is the form's page, which says that nothing was done.
 */
export function signedInPath(request: FastifyRequest): string {
  return request.method === 'GET' ? request.url : confirmAgainPath(pageOfForm(request), 'other_session');
}

/**
 * Path of a submitted form's page: the path that the form posts to when that path serves GET, else the nearest one
 * above.
 */
function pageOfForm(request: FastifyRequest): string {
  const { pathname, search } = new URL(request.url.replace(/^\/+/, '/'), 'http://own.invalid');
  const pattern = (request.routeOptions.url ?? '').split('/');
  const parts = pathname.split('/');
  for (let count = pattern.length; count > 1; count -= 1) {
    const url = pattern.slice(0, count).join('/');
    if (!request.server.hasRoute({ method: 'GET', url })) continue;
    const isOwn = count === pattern.length;
    return `${parts.slice(0, count).join('/')}${isOwn ? search : ''}`;
  }
  return '/console/';
}
