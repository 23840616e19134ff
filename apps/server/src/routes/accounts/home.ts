import type { FastifyInstance } from 'fastify';
import { h } from 'preact';
import { toldNotices } from '../../accounts/told-notices.ts';
import { formToken } from '../../http/form-token.ts';
import type { Site } from '../../http/page.ts';
import { sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { sessionOf } from '../../http/session.ts';
import { accountHost } from '../../http/site.ts';
import { isUuid } from '../../http/uuid.ts';
import { HomePage } from '../../pages/accounts/home-page.tsx';
import { accountPath } from '../install/place.ts';
import { ownForm, signedIn } from './signed-in.ts';

const ABOUT_NOTICES = 'notices';

/** `GET /`: a person's accounts and what they should know; and dismissing what they know. */
export function homeRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);

  app.get('/', page, async (request, reply) => {
    const session = await sessionOf(site, request);
    if (session === undefined) return reply.redirect('/sign-in', 303);
    const memberships = await site.store.accounts.memberships(session.userId);
    const active = memberships.filter((one) => one.state === 'active');
    const told = await toldNotices(site, session, active);
    return sendPage(
      site,
      { request, reply, session },
      h(HomePage, {
        name: session.user.name,
        accounts: active.map((account) => ({
          id: account.accountId,
          name: account.name,
          domain: accountHost(account.subdomain, site.config),
          role: account.role,
          url: accountPath(account.accountId),
        })),
        notices: told.map(({ notice, facts }) => ({
          id: notice.noticeId,
          at: notice.createdAt,
          facts,
          dismiss: {
            action: '/notices/dismiss',
            hidden: { notice: notice.noticeId, form: formToken(site, session, ABOUT_NOTICES) },
          },
        })),
        consoleUrl: active.some(({ role }) => role === 'admin') ? '/console' : null,
        sessionsUrl: '/sessions',
      }),
    );
  });

  app.post('/notices/dismiss', page, async (request, reply) => {
    const session = await signedIn(site, request, reply);
    if (session === undefined) return reply;
    const form = await ownForm(site, { request, reply }, { session, about: ABOUT_NOTICES, backTo: '/' });
    if (form === undefined) return reply;
    const noticeId = form.get('notice') ?? '';
    if (isUuid(noticeId)) await site.store.notices.dismiss(session.userId, noticeId, site.clock.now());
    return reply.redirect('/', 303);
  });
}
