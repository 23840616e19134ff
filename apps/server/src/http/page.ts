import { minuteMs } from '@pristan/rules';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ComponentChild } from 'preact';
import { h } from 'preact';
import type { World } from '../environment/open.ts';
import { FailedPage } from '../pages/authorize/failed-page.tsx';
import type { FailedView } from '../pages/authorize/failed-page.tsx';
import type { AskedAgainView, PageSetting, StaleReason } from '../pages/design/setting.ts';
import { renderPage } from '../pages/render.tsx';
import type { Language } from '../pages/texts.ts';
import type { Assets } from '../pages/assets.ts';
import { sealForPage } from './seal.ts';
import { zoneOf } from './zone.ts';
import type { Session, Signed } from './session.ts';

/** What page routes need besides the world. */
export interface Site extends World {
  readonly assets: Assets;
}

/** One page on its way out. */
export interface Outgoing {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session | undefined;
  readonly status?: number;
  /** The page leaves for a foreign address by itself: it has no form, and tells nobody its own address. */
  readonly leaves?: boolean;
  /** Why the page asks once more. */
  readonly again?: AskedAgainView;
  /** Where the language switch returns to: a path of this site. `null`: the page can't be shown again, so no switch. */
  readonly returnTo?: string | null;
}

const LANGUAGE_FORM_LIFETIME_MS = 24 * 60 * minuteMs;

/** Renders a page and sends it with the headers every page has. @see docs/spec/dialect.md#hosts */
export async function sendPage(site: Site, outgoing: Outgoing, page: ComponentChild): Promise<FastifyReply> {
  const { request, reply, session } = outgoing;
  const leaves = outgoing.leaves === true;
  pageHeaders(reply, leaves ? 'no-referrer' : 'strict-origin');
  const returnTo = leaves ? null : outgoing.returnTo;
  const setting = settingOf(site, { request, session, returnTo, again: outgoing.again ?? askedAnew(request, session) });
  return reply
    .code(outgoing.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(renderPage(page, leaves ? { ...setting, viewer: null } : setting));
}

/** An error page: what happened, that nothing was granted, and what to do. Never a redirect. */
export async function sendFailure(
  site: Site,
  outgoing: Outgoing & { readonly status: number },
  failure: Pick<FailedView, 'kind'> & Partial<FailedView>,
): Promise<FastifyReply> {
  const view: FailedView = { onward: null, parameter: null, retryAt: null, requestId: outgoing.request.id, ...failure };
  return sendPage(site, { ...outgoing, returnTo: null }, h(FailedPage, view));
}

/**
 * Tried in Chromium: `form-action` holds for every redirect behind a POST, so a POST never ends at a foreign address; the
 * opener must stay reachable on the whole popup journey; `no-referrer` would turn the Origin of our own forms into `null`.
 */
function pageHeaders(reply: FastifyReply, referrerPolicy: 'strict-origin' | 'no-referrer'): void {
  reply.headers({
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "font-src 'self'",
      "img-src 'self'",
      "connect-src 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'Cross-Origin-Opener-Policy': 'unsafe-none',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': referrerPolicy,
    'X-Frame-Options': 'DENY',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'Cache-Control': 'no-store',
  });
}

/** A path at which the same is asked anew of whoever is signed in now; the page says why. */
export function anewPath(path: string, why: StaleReason): string {
  return `${path}${path.includes('?') ? '&' : '?'}asked=${askedWords[why]}`;
}

const askedWords: Readonly<Record<StaleReason, string>> = { other_session: 'anew', too_old: 'late' };

function askedAnew(request: FastifyRequest, session: Session | undefined): AskedAgainView | null {
  const { asked } = request.query as { asked?: unknown };
  if (request.method !== 'GET' || session === undefined) return null;
  if (asked === askedWords.too_old) return { kind: 'too_old' };
  return asked === askedWords.other_session ? { kind: 'other_session' } : null;
}

function settingOf(
  site: Site,
  asked: {
    request: FastifyRequest;
    session: Session | undefined;
    returnTo?: string | null | undefined;
    again: AskedAgainView | null;
  },
): PageSetting {
  const { request, session } = asked;
  const language = languageOf(request, session);
  const returnTo = asked.returnTo === undefined ? (request.method === 'GET' ? request.url : null) : asked.returnTo;
  return {
    language,
    zone: zoneOf(request),
    now: site.clock.now(),
    again: asked.again,
    assetUrl: site.assets.url,
    languageForm:
      returnTo === null
        ? null
        : { action: '/language', hidden: { to: sealForPage(site, 'language', returnTo, LANGUAGE_FORM_LIFETIME_MS) } },
    viewer:
      session === undefined
        ? null
        : {
            name: session.user.name,
            email: session.user.email,
            homeUrl: '/',
            signOut: {
              action: '/sign-out',
              hidden: { session: sealForPage(site, 'sign-out', session.sessionId, LANGUAGE_FORM_LIFETIME_MS) },
            },
          },
  };
}

export const languageCookie = 'pristan_language';

/** The person's choice on this browser, else their profile's, else what the browser asks for, else Russian. */
export function languageOf(request: FastifyRequest, session: Signed | undefined): Language {
  const chosen = request.cookies[languageCookie];
  if (chosen === 'ru' || chosen === 'en') return chosen;
  if (session !== undefined) return session.user.language;
  const [first = ''] = (request.headers['accept-language'] ?? '').toLowerCase().split(/[,;]/);
  return first === '' || /^(ru|be|uk|kk)\b/.test(first.trim()) ? 'ru' : 'en';
}
