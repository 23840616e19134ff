import type { FastifyInstance, FastifyReply } from 'fastify';
import type { World } from '../environment/open.ts';
import { readForm } from '../http/bodies.ts';
import { localPath } from '../http/local-path.ts';
import type { Site } from '../http/page.ts';
import { languageCookie, sendFailure } from '../http/page.ts';
import { pageRoute } from '../http/page-route.ts';
import { rememberPathLanguage } from '../http/popup-journey.ts';
import { isSameOrigin } from '../http/fetch-metadata.ts';
import { openFromPage } from '../http/seal.ts';
import { cookieOptions, sessionOf } from '../http/session.ts';

const KEPT_SECONDS = 400 * 24 * 3600;

/** Stores the chosen language in a cookie of this browser, for pages without a session. */
export function rememberLanguage(world: World, reply: FastifyReply, language: 'ru' | 'en'): void {
  reply.setCookie(languageCookie, language, { ...cookieOptions(world), maxAge: KEPT_SECONDS });
}

/** `POST /language`: stores the chosen language in this browser, and in the profile of a signed-in person. */
export function languageRoute(app: FastifyInstance, site: Site): void {
  app.post('/language', pageRoute(site), async (request, reply) => {
    const session = await sessionOf(site, request);
    const outgoing = { request, reply, session };
    if (!isSameOrigin(site, request)) return sendFailure(site, { ...outgoing, status: 403 }, { kind: 'foreign_form' });
    const form = readForm(request.body);
    const language = form?.get('language');
    if (language !== 'ru' && language !== 'en')
      return sendFailure(site, { ...outgoing, status: 400 }, { kind: 'bad_request' });
    rememberLanguage(site, reply, language);
    rememberPathLanguage(site, { request, reply }, undefined);
    if (session !== undefined) await site.store.people.setLanguage(session.userId, language);
    const to = openFromPage(site, 'language', form?.get('to'));
    return reply.redirect(to.kind === 'opened' ? localPath(site, to.value) : '/console/', 303);
  });
}
