import type { FastifyReply, FastifyRequest } from 'fastify';
import { buttonTexts } from '@pristan/locales/button';
import { hourMs, secondMs } from '@pristan/rules';
import type { Language } from '@pristan/wire';
import { languages } from '@pristan/wire';
import type { World } from '../environment/open.ts';
import { cookieOptions } from './session.ts';

/**
 * Path of an authorization request that names its language: `/es/oauth`.
 *
 * @see docs/spec/dialect.md#authorize-request
 */
export const languagePath = '/:language/oauth';

/**
 * Pages of sign-in, and targets of the forms that every page has: a connect button's popup may show them on its way.
 */
const alongTheWay: ReadonlySet<string> = new Set([
  '/sign-in',
  '/sign-out',
  '/language',
  '/password-reset',
  '/password-reset/:token',
]);

/**
 * Whether a page belongs to the popup of a connect button: its window must keep the window that opened it, which
 * receives the answer. Every other page is cut off from its opener.
 */
export function isPopupJourney(request: FastifyRequest): boolean {
  const { url = '' } = request.routeOptions;
  return url === '/oauth' || url === languagePath || url.startsWith('/oauth/') || alongTheWay.has(url);
}

const cookie = 'pristan_path_language';
const keptSeconds = hourMs / secondMs;

/** Language named in the path of this request, or of the authorization request that this page belongs to. */
export function pathLanguageOf(request: FastifyRequest): Language | undefined {
  const { url } = request.routeOptions;
  if (url === languagePath) return languageNamed((request.params as { language?: unknown }).language);
  return isPopupJourney(request) && url !== '/oauth' ? languageNamed(request.cookies[cookie]) : undefined;
}

/**
 * Remembers in a cookie the language named in an authorization request's path, for the pages that follow, as long as
 * that request lives. A path without a language, or the person's own choice, clears the cookie.
 */
export function rememberPathLanguage(
  world: World,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  language: Language | undefined,
): void {
  if (language !== undefined) reply.setCookie(cookie, language, { ...cookieOptions(world), maxAge: keptSeconds });
  else if (request.cookies[cookie] !== undefined) reply.clearCookie(cookie, cookieOptions(world));
}

function languageNamed(name: unknown): Language | undefined {
  return languages.find((language) => language === name || buttonTexts[language].path === `/${String(name)}`);
}
