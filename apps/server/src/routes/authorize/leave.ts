import type { Return } from '@pristan/rules';
import { hourMs } from '@pristan/rules';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { h } from 'preact';
import type { Outgoing, Site } from '../../http/page.ts';
import { sendFailure, sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { openFromPage, sealForPage } from '../../http/seal.ts';
import { sessionOf } from '../../http/session.ts';
import { ReturningPage } from '../../pages/authorize/returning-page.tsx';

/** The end of a journey: what was answered, and how the browser goes back to the integrator. */
export interface Leaving {
  readonly outcome: 'allowed' | 'denied';
  readonly back: Return;
  /** The session whose page it is; absent when it holds nothing secret. */
  readonly sessionId?: string;
}

const LIFETIME_MS = hourMs;

/**
 * `GET /oauth/leave/{id}`: the page that leaves for the integrator. A browser holds `form-action` against every redirect
 * behind a POST, so no form and no redirect of a form may end at a foreign address: this page does.
 *
 * @see docs/spec/dialect.md#leaving
 */
export function leaveRoute(app: FastifyInstance, site: Site): void {
  // A wildcard, since a parameter may not be as long as a sealed answer is.
  app.get<{ Params: { '*': string } }>('/oauth/leave/*', pageRoute(site), async (request, reply) => {
    const session = await sessionOf(site, request);
    const opened = openFromPage<Leaving>(site, 'leave', request.params['*']);
    const outgoing = { request, reply, session };
    if (opened.kind !== 'opened') return sendFailure(site, { ...outgoing, status: 400 }, { kind: opened.kind });
    const { sessionId } = opened.value;
    if (sessionId !== undefined && sessionId !== session?.sessionId)
      return sendFailure(site, { ...outgoing, status: 404 }, { kind: 'not_found' });
    return sendLeaving(site, outgoing, opened.value);
  });
}

/** Ends a POST: leads to the page that leaves. */
export function leadToLeaving(site: Site, reply: FastifyReply, leaving: Leaving): FastifyReply {
  return reply
    .header('Cache-Control', 'no-store')
    .header('Referrer-Policy', 'no-referrer')
    .header('Cross-Origin-Opener-Policy', 'unsafe-none')
    .redirect(`/oauth/leave/${sealForPage(site, 'leave', leaving, LIFETIME_MS)}`, 303);
}

/** The page itself, as the answer to a GET: leaves at once by a header, or by telling the window that opened it. */
export async function sendLeaving(site: Site, outgoing: Outgoing, { outcome, back }: Leaving): Promise<FastifyReply> {
  const { location } = back;
  if (back.kind === 'redirect') outgoing.reply.header('Refresh', `0; url=${location}`);
  return sendPage(
    site,
    { ...outgoing, leaves: true },
    h(ReturningPage, {
      outcome,
      message: back.kind === 'message' ? back.message : null,
      targetOrigin: back.kind === 'message' ? back.targetOrigin : null,
      location,
      host: new URL(location).host,
    }),
  );
}
