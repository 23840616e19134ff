import type { NoticeRow } from '@pristan/flows';
import { deadInvitation } from '@pristan/rules';
import type { FastifyInstance } from 'fastify';
import { h } from 'preact';
import { invitationPath } from '../../accounts/invitation-link.ts';
import { invitationOf, invitedFactsOf, noticeFactsOf } from '../../accounts/notice-facts.ts';
import { formToken } from '../../http/form-token.ts';
import type { Site } from '../../http/page.ts';
import { sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import type { Session } from '../../http/session.ts';
import { sessionOf } from '../../http/session.ts';
import { accountHost } from '../../http/site.ts';
import { isUuid } from '../../http/uuid.ts';
import { HomePage } from '../../pages/accounts/home-page.tsx';
import type { NoticeFacts } from '../../pages/accounts/notice-words.ts';
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
    const notices = await site.store.notices.of(session.userId);
    const told = await Promise.all(
      notices.map(async (notice) => ({ notice, facts: await tell(site, session, { notice, active }) })),
    );
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
        notices: told.flatMap(({ notice, facts }) =>
          facts === undefined
            ? []
            : {
                id: notice.noticeId,
                at: notice.createdAt,
                facts,
                dismiss: {
                  action: '/notices/dismiss',
                  hidden: { notice: notice.noticeId, form: formToken(site, session, ABOUT_NOTICES) },
                },
              },
        ),
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

/** A notice in the form its words are made of; `undefined` when it has nothing to say any more. */
async function tell(
  site: Site,
  session: Session,
  told: {
    readonly notice: NoticeRow;
    readonly active: readonly { readonly accountId: number; readonly name: string }[];
  },
): Promise<NoticeFacts | undefined> {
  const { notice, active } = told;
  const invitation = invitationOf(notice);
  if (invitation === undefined) {
    return noticeFactsOf(notice, active.find((account) => account.accountId === notice.accountId)?.name ?? '');
  }
  const card = await site.store.invitations.byId(invitation.accountId, invitation.invitationId);
  if (card === undefined || card.email !== session.user.email || deadInvitation(card, site.clock.now()) !== undefined)
    return undefined;
  return invitedFactsOf(card, invitationPath(site, invitation));
}
