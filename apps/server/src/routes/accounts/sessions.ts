import type { FastifyInstance } from 'fastify';
import { h } from 'preact';
import { browserName } from '../../accounts/browser-name.ts';
import { formToken } from '../../http/form-token.ts';
import type { Site } from '../../http/page.ts';
import { sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { endSession } from '../../http/session.ts';
import { SessionsPage } from '../../pages/accounts/sessions-page.tsx';
import { signInUrl } from './sign-in.ts';
import { ownForm, signedIn } from './signed-in.ts';

const ABOUT_SESSIONS = 'sessions';

/** `/sessions`: where a person is signed in; each place, or all others, can be signed out. */
export function sessionRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);

  app.get('/sessions', page, async (request, reply) => {
    const session = await signedIn(site, request, reply);
    if (session === undefined) return reply;
    const all = await site.store.sessions.list(session.userId, site.clock.now());
    const here = all.filter((one) => one.sessionId === session.sessionId);
    const others = all.filter((one) => one.sessionId !== session.sessionId);
    const form = formToken(site, session, ABOUT_SESSIONS);
    return sendPage(
      site,
      { request, reply, session },
      h(SessionsPage, {
        homeUrl: '/',
        sessions: [...here, ...others].map((one) => ({
          id: one.sessionId,
          browser: browserName(one.userAgent),
          address: one.address,
          signedInAt: one.createdAt,
          lastSeenAt: one.lastSeenAt,
          current: one.sessionId === session.sessionId,
          signOut: { action: '/sessions/end', hidden: { session: one.sessionId, form } },
        })),
        signOutOthers: others.length === 0 ? null : { action: '/sessions/end-others', hidden: { form } },
      }),
    );
  });

  app.post('/sessions/end', page, async (request, reply) => {
    const session = await signedIn(site, request, reply);
    if (session === undefined) return reply;
    const form = await ownForm(site, { request, reply }, { session, about: ABOUT_SESSIONS, backTo: '/sessions' });
    if (form === undefined) return reply;
    const sessionId = form.get('session') ?? '';
    if (sessionId !== session.sessionId) {
      await site.store.sessions.end(session.userId, sessionId);
      return reply.redirect('/sessions', 303);
    }
    await endSession(site, session, reply);
    return reply.redirect(signInUrl(site, { to: '/', connecting: null, before: 'signed_out' }), 303);
  });

  app.post('/sessions/end-others', page, async (request, reply) => {
    const session = await signedIn(site, request, reply);
    if (session === undefined) return reply;
    const form = await ownForm(site, { request, reply }, { session, about: ABOUT_SESSIONS, backTo: '/sessions' });
    if (form === undefined) return reply;
    await site.store.sessions.endOthers(session.userId, session.sessionId);
    return reply.redirect('/sessions', 303);
  });
}
