import type { FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import type { Session } from './session.ts';

/** A form of our own pages: the browser says so. Required of every POST that changes something. */
export function isSameOrigin(world: World, request: FastifyRequest): boolean {
  const { origin } = request.headers;
  const fetchSite = request.headers['sec-fetch-site'];
  if (fetchSite !== undefined && fetchSite !== 'same-origin') return false;
  return origin === undefined ? fetchSite === 'same-origin' : origin === world.config.publicUrl;
}

/** A request that loads a page, as far as the browser says what it is for. */
export function isNavigation(request: FastifyRequest): boolean {
  const mode = request.headers['sec-fetch-mode'];
  return mode === undefined || mode === 'navigate';
}

/** A browser that never tells a person's press passes; one that has told once must go on telling. */
export function isPersonsPress(request: FastifyRequest, session: Session): boolean {
  return isNavigation(request) && (request.headers['sec-fetch-user'] === '?1' || !session.sendsFetchUser);
}
