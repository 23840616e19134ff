import type { Language } from '@pristan/wire';
import { isLanguage } from '@pristan/wire';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { World } from '../environment/open.ts';
import { localPath } from '../http/local-path.ts';
import type { Site } from '../http/page.ts';
import { languageCookie, sendFailure } from '../http/page.ts';
import { pageForm } from '../http/page-form.ts';
import { rememberPathLanguage } from '../http/popup-journey.ts';
import { openFromPage } from '../http/seal.ts';
import { cookieOptions } from '../http/session.ts';

const KEPT_SECONDS = 400 * 24 * 3600;

/** Stores the chosen language in a cookie of this browser, for pages without a session. */
export function rememberLanguage(world: World, reply: FastifyReply, language: Language): void {
  reply.setCookie(languageCookie, language, { ...cookieOptions(world), maxAge: KEPT_SECONDS });
}

/** `POST /language`: stores the chosen language in this browser, and in the profile of a signed-in person. */
export function languageRoute(app: FastifyInstance, site: Site): void {
  pageForm(app, site, {
    path: '/language',
    unconfirmed: 'changes a language',
    session: 'read',
    answer: async ({ request, reply, session, form }) => {
      const language = form.get('language');
      if (!isLanguage(language))
        return sendFailure(site, { request, reply, session, status: 400 }, { kind: 'bad_request' });
      rememberLanguage(site, reply, language);
      rememberPathLanguage(site, { request, reply }, undefined);
      if (session !== undefined) await site.store.people.setLanguage(session.userId, language);
      const to = openFromPage(site, 'language', form.get('to'));
      return reply.redirect(to.kind === 'opened' ? localPath(site, to.value) : '/console/', 303);
    },
  });
}
