import type { FastifyInstance } from 'fastify';
import type { Site } from '../http/page.ts';
import { sendFailure } from '../http/page.ts';
import { pageForm } from '../http/page-form.ts';
import { openFromPage } from '../http/seal.ts';
import { endSession } from '../http/session.ts';
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
  pageForm(app, site, {
    path: '/sign-out',
    unconfirmed: 'ends the session that sends it',
    session: 'read',
    answer: async ({ request, reply, session, form }) => {
      const opened = openFromPage(site, 'sign-out', form.get('session'));
      if (opened.kind === 'tampered')
        return sendFailure(site, { request, reply, session, status: 400 }, { kind: 'foreign_form' });
      // A page left open for a day can still sign out; a page of an earlier session does not end the current session.
      const meant = opened.kind === 'expired' || opened.value === session?.sessionId;
      if (session !== undefined && meant) await endSession(site, session, reply);
      const to = openFromPage(site, 'sign-out to', form.get('to'));
      return reply.redirect(
        signInUrl(site, { to: to.kind === 'opened' ? to.value : '/console/', connecting: null, before: 'signed_out' }),
        303,
      );
    },
  });
}
