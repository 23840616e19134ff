import type { FastifyInstance } from 'fastify';
import type { Site } from '../http/page.ts';
import { withoutEffect } from '../http/page-form.ts';
import { pageRoute } from '../http/page-route.ts';

const account = '/accounts/:accountId';
const integration = `${account}/integrations/:clientId`;

/** Paths of former server pages and forms, each with the console path that replaces it. */
const moved = [
  ['GET', '/', ''],
  ['GET', '/api/docs', '/api-docs'],
  ['GET', '/sessions', '/sessions'],
  ['POST', '/sessions/end', '/sessions'],
  ['POST', '/sessions/end-others', '/sessions'],
  ['POST', '/notices/dismiss', '/notices'],
  ['GET', account, account],
  ['GET', `${account}/members`, `${account}/people`],
  ['POST', `${account}/members/invite`, `${account}/people`],
  ['POST', `${account}/members/withdraw`, `${account}/people`],
  ['POST', `${account}/members/change`, `${account}/people`],
  ['POST', `${account}/installations/:clientId/fresh-codes`, `${account}/installed/:clientId`],
  ['POST', `${integration}/secret`, `${integration}/keys`],
  ['POST', `${integration}/switch`, integration],
  ['GET', `${integration}/deliveries`, `${integration}/deliveries`],
  ['GET', `${integration}/deliveries/:deliveryId`, `${integration}/deliveries/:deliveryId`],
  ['POST', `${integration}/deliveries/:deliveryId/resend`, `${integration}/deliveries/:deliveryId`],
] as const;

/**
 * Redirects former server paths to the console, with the ids in them. A form that is still open in a tab does nothing,
 * and the console says so. Reads nothing from the database, so the answer does not depend on whether the ids exist.
 */
export function movedRoutes(app: FastifyInstance, site: Site): void {
  for (const [method, url, to] of moved) {
    const handler = withoutEffect(async (request, reply) => {
      const params = request.params as Readonly<Record<string, string>>;
      const path = to.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
      return reply.redirect(`/console${path}${to === '' ? '/' : ''}${method === 'POST' ? '?unsent' : ''}`, 303);
    });
    app.route({ method, url, ...pageRoute(site), handler });
  }
}
