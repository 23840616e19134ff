import type { FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import type { Session } from './session.ts';

/**
 * Whether the browser reports that a request comes from our own pages. Required of every POST that changes something.
 */
export function isSameOrigin(world: World, request: FastifyRequest): boolean {
  const { origin } = request.headers;
  const fetchSite = request.headers['sec-fetch-site'];
  if (fetchSite !== undefined && fetchSite !== 'same-origin') return false;
  return origin === undefined ? fetchSite === 'same-origin' : origin === world.config.publicUrl;
}

/** Whether the browser reports that a request loads a page; also true when the browser does not say. */
export function isNavigation(request: FastifyRequest): boolean {
  const mode = request.headers['sec-fetch-mode'];
  return mode === undefined || mode === 'navigate';
}

/**
 * Whether a person's click or key press started the request. A browser that never sends `Sec-Fetch-User` passes; once a
 * session has sent that header, it has to keep sending it.
 */
export function isUserActivated(request: FastifyRequest, session: Session): boolean {
  return isNavigation(request) && (request.headers['sec-fetch-user'] === '?1' || !session.sendsFetchUser);
}
