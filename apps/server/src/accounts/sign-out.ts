import type { FastifyInstance } from 'fastify';
import { readForm } from '../http/bodies.ts';
import type { Site } from '../http/page.ts';
import { sendFailure } from '../http/page.ts';
import { pageRoute } from '../http/page-route.ts';
import { isSameOrigin } from '../http/fetch-metadata.ts';
import { openFromPage } from '../http/seal.ts';
import { endSession, sessionOf } from '../http/session.ts';
import { signInUrl } from '../http/sign-in.ts';

declare module '../http/seal.ts' {
  interface SealedValues {
    /** Id of the session to end. */
    readonly 'sign-out': string;
    /** Path of this site to return to after the next sign-in. */
    readonly 'sign-out to': string;
  }
}

/** `POST /sign-out`: ends the session for which the page was rendered, then redirects to sign-in. */
export function signOutRoute(app: FastifyInstance, site: Site): void {
  app.post('/sign-out', pageRoute(site), async (request, reply) => {
    const session = await sessionOf(site, request);
    const outgoing = { request, reply, session };
    if (!isSameOrigin(site, request)) return sendFailure(site, { ...outgoing, status: 403 }, { kind: 'foreign_form' });
    const form = readForm(request.body);
    const opened = openFromPage(site, 'sign-out', form?.get('session'));
    if (opened.kind === 'tampered') return sendFailure(site, { ...outgoing, status: 400 }, { kind: 'foreign_form' });
    // A page left open for a day can still sign out; a page of an earlier session does not end the current session.
    const meant = opened.kind === 'expired' || opened.value === session?.sessionId;
    if (session !== undefined && meant) await endSession(site, session, reply);
    const to = openFromPage(site, 'sign-out to', form?.get('to'));
    return reply.redirect(
      signInUrl(site, { to: to.kind === 'opened' ? to.value : '/console/', connecting: null, before: 'signed_out' }),
      303,
    );
  });
}
