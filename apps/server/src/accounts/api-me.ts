import type { Language } from '@pristan/wire';
import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import { browserName } from '../http/browser-name.ts';
import type { World } from '../environment/open.ts';
import { answer, done } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import type { Session } from '../http/session.ts';
import { endSession } from '../http/session.ts';
import { accountHost } from '../http/site.ts';
import { unixSeconds } from '../http/unix-seconds.ts';
import { rememberLanguage } from './language.ts';

/** `/api/platform/me`, `/accounts` and `/sessions`: profile, accounts and sessions of the signed-in person. */
export function meApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.who_am_i, {
    handle: async ({ session }) => answer(meBody(session, session.user.language)),
  });

  platformRoute({ app, world }, contracts.choose_language, {
    handle: async ({ session, body, reply }) => {
      await world.store.people.setLanguage(session.userId, body.language);
      rememberLanguage(world, reply, body.language);
      return answer(meBody(session, body.language));
    },
  });

  platformRoute({ app, world }, contracts.list_accounts, {
    handle: async ({ session }) => {
      const memberships = await world.store.accounts.memberships(session.userId);
      return answer({
        accounts: memberships.map(({ accountId, name, subdomain, role, state }) => ({
          id: accountId,
          name,
          subdomain,
          domain: accountHost(subdomain, world.config),
          role,
          state,
        })),
      });
    },
  });

  platformRoute({ app, world }, contracts.list_sessions, {
    handle: async ({ session }) => {
      const sessions = await world.store.sessions.list(session.userId, world.clock.now());
      return answer({
        sessions: sessions.map((one) => ({
          session_id: one.sessionId,
          browser: browserName(one.userAgent),
          address: one.address,
          created_at: unixSeconds(one.createdAt),
          last_seen_at: unixSeconds(one.lastSeenAt),
          current: one.sessionId === session.sessionId,
        })),
      });
    },
  });

  platformRoute({ app, world }, contracts.end_session, {
    handle: async ({ session, params, reply }) => {
      if (params.session_id === session.sessionId) await endSession(world, session, reply);
      else await world.store.sessions.end(session.userId, params.session_id);
      return done;
    },
  });

  platformRoute({ app, world }, contracts.end_other_sessions, {
    handle: async ({ session }) => {
      await world.store.sessions.endOthers(session.userId, session.sessionId);
      return done;
    },
  });
}

function meBody({ user, sessionId }: Session, language: Language) {
  const { userId, email, name } = user;
  return { user: { id: userId, email, name, language }, session_id: sessionId };
}
