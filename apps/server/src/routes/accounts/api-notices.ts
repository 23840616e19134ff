import { noticeList, noticeParams } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import { toldNotices } from '../../accounts/told-notices.ts';
import type { World } from '../../environment/open.ts';
import { languageOf } from '../../http/page.ts';
import { answer, done } from '../../http/platform-endpoint.ts';
import { platformRoute } from '../../http/platform-route.ts';
import { zoneOf } from '../../http/zone.ts';
import { noticeWords } from '../../pages/accounts/notice-words.ts';
import { textsIn } from '../../pages/texts.ts';

/** `/api/platform/notices`: what whoever is signed in should know, until they dismiss it. */
export function noticeApi(app: FastifyInstance, world: World): void {
  platformRoute(app, world, {
    method: 'GET',
    path: '/notices',
    tag: 'accounts',
    operationId: 'list_notices',
    summary: 'What whoever is signed in should know',
    description: 'Their own notices, and those of the accounts they administer.',
    answer: noticeList,
    problems: [],
    handle: async ({ session, request }) => {
      const memberships = await world.store.accounts.memberships(session.userId);
      const told = await toldNotices(
        world,
        session,
        memberships.filter(({ state }) => state === 'active'),
      );
      const reader = { ...textsIn(languageOf(request, session)), zone: zoneOf(request) };
      return answer({
        notices: told.map(({ notice, facts }) => {
          const { title, text, tone } = noticeWords(facts, reader);
          return {
            notice_id: notice.noticeId,
            kind: facts.kind,
            account_id: notice.accountId ?? null,
            created_at: Math.floor(notice.createdAt / 1000),
            serious: tone === 'buoy',
            title,
            text,
            url: 'url' in facts ? facts.url : null,
          };
        }),
      });
    },
  });

  platformRoute(app, world, {
    method: 'DELETE',
    path: '/notices/:notice_id',
    tag: 'accounts',
    operationId: 'dismiss_notice',
    repeatable: 'naturally',
    summary: 'Dismiss a notice',
    description: 'Of an account, for all its admins. Does nothing when it is somebody else’s, or dismissed already.',
    params: noticeParams,
    status: 204,
    problems: [],
    handle: async ({ session, params }) => {
      await world.store.notices.dismiss(session.userId, params.notice_id, world.clock.now());
      return done;
    },
  });
}
