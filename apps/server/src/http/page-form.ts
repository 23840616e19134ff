import type { FastifyInstance, FastifyReply, RouteHandlerMethod, RouteOptions } from 'fastify';
import { isSameOrigin } from './fetch-metadata.ts';
import type { Site } from './page.ts';
import { sendFailure } from './page.ts';
import { pageRoute } from './page-route.ts';
import type { PageVisit } from './page-visit.ts';
import { readVisit, signedOutVisit } from './page-visit.ts';

/** A form that gives no access, so that its submission needs no confirmation of what the page stated. */
export interface PageForm {
  /** Path that the form posts to. */
  readonly path: string;
  /** Reason why the form needs no confirmation. */
  readonly unconfirmed: string;
  /** `ignored`: the answer is the same whoever is signed in, and the session is not read. */
  readonly session: 'read' | 'ignored';
  readonly answer: (visit: PageVisit) => Promise<FastifyReply>;
}

/**
 * Registers a form. Phases: the session and the form are read, a form of another site gets a 403, the rest is answered.
 */
export function pageForm(app: FastifyInstance, site: Site, form: PageForm): void {
  app.post(
    form.path,
    pageRoute(site),
    phased(async (request, reply) => {
      const visit = form.session === 'read' ? await readVisit(site, request, reply) : signedOutVisit(request, reply);
      const { session } = visit;
      if (!isSameOrigin(site, request)) {
        return sendFailure(site, { request, reply, session, status: 403 }, { kind: 'foreign_form' });
      }
      return form.answer(visit);
    }),
  );
}

/** Handlers that run the phases of `pageForm` or `pageAction`, or have no effect. */
const phasedHandlers = new WeakSet<RouteHandlerMethod>();

/** Marks a handler that runs all phases of a form. For `pageForm` and `pageAction` only. */
export function phased(handler: RouteHandlerMethod): RouteHandlerMethod {
  phasedHandlers.add(handler);
  return handler;
}

/** Marks a handler that only redirects: it reads and writes nothing, so whoever sent the form does not matter. */
export function withoutEffect(handler: RouteHandlerMethod): RouteHandlerMethod {
  return phased(handler);
}

/**
 * Refuses a form of a page that neither `pageForm` nor `pageAction` registers: its handler could forget a phase.
 *
 * @throws Error at start
 */
export function requirePhases({ method, url, config, handler }: RouteOptions): void {
  const methods = [method].flat().filter((verb) => verb !== 'GET' && verb !== 'HEAD');
  if (config?.dialect !== 'page' || methods.length === 0 || phasedHandlers.has(handler)) return;
  throw new Error(`${methods.join(', ')} ${url} is a form of a page that checks nothing by itself`);
}
