import { mailedNoticeKinds } from '@pristan/wire';
import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import { visibleNotices } from './visible-notices.ts';
import type { World } from '../environment/open.ts';
import { languageOf } from '../http/page.ts';
import { answer, done } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { zoneOf } from '../http/zone.ts';
import { noticeText } from './notice-text.ts';
import { textsIn } from '../pages/texts.ts';

/** `/api/platform/notices`: notices of the signed-in person that they have not dismissed. */
export function noticeApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.list_notices, {
    handle: async ({ session, request }) => {
      const memberships = await world.store.accounts.memberships(session.userId);
      const told = await visibleNotices(
        world,
        session,
        memberships.filter(({ state }) => state === 'active'),
      );
      const reader = { ...textsIn(languageOf(request, session)), zone: zoneOf(request) };
      return answer({
        notices: told.map((notice) => {
          const { title, text, tone } = noticeText(notice, reader);
          return {
            notice_id: notice.row.noticeId,
            kind: notice.kind,
            account_id: notice.row.accountId ?? null,
            created_at: Math.floor(notice.row.createdAt / 1000),
            serious: tone === 'buoy',
            title,
            text,
            url: notice.url ?? null,
          };
        }),
      });
    },
  });

  platformRoute({ app, world }, contracts.dismiss_notice, {
    handle: async ({ session, params }) => {
      await world.store.notices.dismiss(session.userId, params.notice_id, world.clock.now());
      return done;
    },
  });

  platformRoute({ app, world }, contracts.list_notice_choices, {
    handle: async ({ session }) => {
      const unwanted = await world.store.notices.unwanted(session.userId);
      return answer({ kinds: mailedNoticeKinds.map((kind) => ({ kind, by_mail: !unwanted.includes(kind) })) });
    },
  });

  platformRoute({ app, world }, contracts.choose_notice_letters, {
    handle: async ({ session, params, body }) => {
      await world.store.notices.choose(session.userId, { kind: params.kind, byMail: body.by_mail });
      return answer(body);
    },
  });
}
