import { languageFacts } from '@pristan/locales';
import { minuteMs } from '@pristan/rules';
import type { Language } from '@pristan/wire';
import { defaultLanguage, isLanguage, languages } from '@pristan/wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ComponentChild } from 'preact';
import { h } from 'preact';
import type { World } from '../environment/open.ts';
import { FailedPage } from './failed-page.tsx';
import type { FailedView } from './failed-page.tsx';
import type { ConfirmAgainView, PageContext, StaleReason } from '../pages/design/page-context.ts';
import { renderPage } from '../pages/render.tsx';
import type { Assets } from '../pages/assets.ts';
import { isFramed, sendFramed } from './framed.ts';
import { isPopupJourney, pathLanguageOf } from './popup-journey.ts';
import { sealForPage } from './seal.ts';
import { zoneOf } from './zone.ts';
import type { Session, SignedInUser } from './session.ts';

/** Dependencies of the page routes: those of the server, with the built assets. */
export interface Site extends World {
  readonly assets: Assets;
}

/** A page to send, with its request and options. */
export interface OutgoingPage {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session | undefined;
  readonly status?: number;
  /** The page leads to another site by itself: it has no form and sends no referrer. */
  readonly leaves?: boolean;
  /** Whether the browser window keeps the reference to the window that opened it; by default the path decides. */
  readonly keepsOpener?: boolean;
  /** Reason why the page asks the person once more. */
  readonly again?: ConfirmAgainView | undefined;
  /**
   * Path of this site that the page's language switch returns to. `null`: the page can't be shown again, so it has no
   * switch.
   */
  readonly returnTo?: string | null;
}

const LANGUAGE_FORM_LIFETIME_MS = 24 * 60 * minuteMs;

/** Renders a page and sends it with the headers that every page has. @see docs/spec/dialect.md#hosts */
export async function sendPage(site: Site, outgoing: OutgoingPage, page: ComponentChild): Promise<FastifyReply> {
  const { request, reply, session } = outgoing;
  if (isFramed(request)) return sendFramed(site, { request, reply, language: languageOf(request, undefined) });
  const leaves = outgoing.leaves === true;
  pageHeaders(reply, {
    referrerPolicy: leaves ? 'no-referrer' : 'strict-origin',
    openerPolicy: (outgoing.keepsOpener ?? isPopupJourney(request)) ? 'unsafe-none' : 'same-origin',
  });
  const returnTo = leaves ? null : outgoing.returnTo;
  const setting = settingOf(site, { request, session, returnTo, again: outgoing.again ?? askedAnew(request, session) });
  return reply
    .code(outgoing.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(renderPage(page, leaves ? { ...setting, viewer: null } : setting));
}

/** Sends an error page: it says what happened, that nothing was granted, and what to do. Never redirects. */
export async function sendFailure(
  site: Site,
  outgoing: OutgoingPage & { readonly status: number },
  failure: Pick<FailedView, 'kind'> & Partial<FailedView>,
): Promise<FastifyReply> {
  const view: FailedView = { onward: null, parameter: null, retryAt: null, requestId: outgoing.request.id, ...failure };
  return sendPage(site, { ...outgoing, returnTo: null }, h(FailedPage, view));
}

/**
 * Sets the security headers of a page. Verified in Chromium: `form-action` applies to every redirect after a POST, so
 * no POST ends at a foreign URL; a window keeps its opener on every page of a connect button's popup, and on no other
 * page; `no-referrer` would turn the `Origin` of our own forms into `null`.
 */
function pageHeaders(
  reply: FastifyReply,
  policies: {
    readonly referrerPolicy: 'strict-origin' | 'no-referrer';
    readonly openerPolicy: 'unsafe-none' | 'same-origin';
  },
): void {
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
    'Cross-Origin-Opener-Policy': policies.openerPolicy,
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': policies.referrerPolicy,
    'X-Frame-Options': 'DENY',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'Cache-Control': 'no-store',
  });
}

/** Path of a confirmation page that asks the person signed in now once more; the page says why. */
export function confirmAgainPath(path: string, why: StaleReason): string {
  return `${path}${path.includes('?') ? '&' : '?'}asked=${askedWords[why]}`;
}

const askedWords: Readonly<Record<StaleReason, string>> = { other_session: 'anew', too_old: 'late' };

function askedAnew(request: FastifyRequest, session: Session | undefined): ConfirmAgainView | null {
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
    again: ConfirmAgainView | null;
  },
): PageContext {
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
        : {
            action: '/language',
            hidden: { to: sealForPage(site, 'language', { value: returnTo, lifetimeMs: LANGUAGE_FORM_LIFETIME_MS }) },
          },
    viewer:
      session === undefined
        ? null
        : {
            name: session.user.name,
            email: session.user.email,
            homeUrl: '/console/',
            signOut: {
              action: '/sign-out',
              hidden: {
                session: sealForPage(site, 'sign-out', {
                  value: session.sessionId,
                  lifetimeMs: LANGUAGE_FORM_LIFETIME_MS,
                }),
              },
            },
          },
  };
}

export const languageCookie = 'pristan_language';

/**
 * Language of a page: from the path, else the person's choice in this browser, else their profile, else
 * `Accept-Language`, else the platform's own.
 */
export function languageOf(request: FastifyRequest, session: SignedInUser | undefined): Language {
  const ofPath = pathLanguageOf(request);
  if (ofPath !== undefined) return ofPath;
  const chosen = request.cookies[languageCookie];
  if (isLanguage(chosen)) return chosen;
  if (session !== undefined) return session.user.language;
  const [first = ''] = (request.headers['accept-language'] ?? '').toLowerCase().split(/[,;]/);
  if (first === '') return request.server.ownLanguage;
  return readersLanguage(/^[a-z]+\b/.exec(first.trim())?.[0] ?? '');
}

/** The language of pages for a reader of this language (ISO 639-1). */
function readersLanguage(own: string): Language {
  if (isLanguage(own)) return own;
  return languages.find((language) => languageFacts[language].readers?.includes(own)) ?? defaultLanguage;
}
