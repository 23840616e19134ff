import type { StoredAnswer } from '@pristan/flows';
import { storedAnswer } from '@pristan/flows';
import type { ReturnToIntegrator } from '@pristan/rules';
import { hourMs } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import type { OutgoingPage, Site } from '../http/page.ts';
import { sendFailure, sendPage } from '../http/page.ts';
import { pageRoute } from '../http/page-route.ts';
import { openFromPage, sealForPage } from '../http/seal.ts';
import type { Session } from '../http/session.ts';
import { sessionOf } from '../http/session.ts';
import { OtherSitePage } from './other-site-page.tsx';
import { ReturningPage } from './returning-page.tsx';
import { sendSignIn } from '../http/sign-in.ts';
import { openRequest } from './pending.ts';

declare module '../http/seal.ts' {
  interface SealedValues {
    readonly denied: SealedDenial;
  }
}

/** End of an authorization: its outcome, and how the browser returns to the integrator. */
export interface ReturnStep {
  readonly outcome: 'allowed' | 'denied';
  readonly back: ReturnToIntegrator;
}

/**
 * A denial, sealed into the URL of the page that leaves for the integrator. Anybody can obtain such a URL and send it
 * to somebody else.
 */
interface SealedDenial {
  readonly leaving: ReturnStep;
  /** Session of the person who denied; absent when they were signed out. */
  readonly sessionId: string | undefined;
}

const LIFETIME_MS = hourMs;

/**
 * `GET /oauth/leave/{id}`: the page that leaves for the integrator's site. Browsers apply `form-action` to every
 * redirect after a POST, so no form may end at a foreign URL; this page does. The id is that of a stored answer, for
 * the person who confirmed; or a sealed denial, since anybody may deny and nothing in a denial is secret. A denial
 * leaves by itself only when one of our pages led here: a link sent to somebody else only shows where it goes.
 *
 * @see docs/spec/dialect.md#leaving
 */
export function returnPageRoute(app: FastifyInstance, site: Site): void {
  // A wildcard in the path, because a sealed denial is longer than a path parameter may be.
  app.get<{ Params: { '*': string } }>('/oauth/leave/*', pageRoute(site), async (request, reply) => {
    const session = await sessionOf(site, request);
    const outgoing = { request, reply, session };
    const id = request.params['*'];
    const denied = openFromPage(site, 'denied', id);
    if (denied.kind === 'opened') {
      const { leaving } = denied.value;
      return isOwnDenial(request, session, denied.value)
        ? sendReturnPage(site, outgoing, leaving)
        : sendElsewhere(site, outgoing, leaving.back.location);
    }
    if (denied.kind === 'expired') return sendFailure(site, { ...outgoing, status: 400 }, { kind: 'expired' });
    if (session === undefined) return sendSignIn(site, outgoing, { to: request.url, connecting: null });
    const known = /^[A-Za-z0-9_-]{1,64}$/.test(id);
    const answer = known ? await storedAnswer(site, { pressId: id, userId: session.userId }) : undefined;
    return sendStoredAnswer(site, outgoing, answer);
  });
}

async function sendStoredAnswer(
  site: Site,
  outgoing: OutgoingPage,
  answer: StoredAnswer | undefined,
): Promise<FastifyReply> {
  if (answer?.kind === 'over') {
    const kind = answer.code === 'redeemed' ? 'answer_used' : 'answer_expired';
    const { again } = answer;
    const onward = again !== undefined && stillLives(site, again) ? { onward: { url: again } } : {};
    return sendFailure(site, { ...outgoing, status: 410 }, { kind, ...onward });
  }
  const leaving = answer === undefined ? undefined : readLeaving(answer.text);
  return leaving === undefined
    ? sendFailure(site, { ...outgoing, status: 404 }, { kind: 'not_found' })
    : sendReturnPage(site, outgoing, leaving);
}

/** Formats an answer for the store. */
export function formatReturnStep(leaving: ReturnStep): string {
  return JSON.stringify(leaving);
}

/**
 * Reads a stored outcome of a consent that `formatReturnStep` wrote; `undefined` for the stored answers of other pages,
 * which are paths.
 */
function readLeaving(text: string): ReturnStep | undefined {
  return text.startsWith('{') ? (JSON.parse(text) as ReturnStep) : undefined;
}

/** Whether the sealed authorization request in a path of ours can still be opened. */
function stillLives(site: Site, path: string): boolean {
  const sealed = new URL(path, site.config.publicUrl).searchParams.get('request') ?? undefined;
  return openRequest(site, sealed).kind === 'opened';
}

/**
 * Whether a denial comes from the browser that opens its URL: by `Sec-Fetch-Site`, or without that header by the
 * session that denied.
 */
function isOwnDenial(request: FastifyRequest, session: Session | undefined, { sessionId }: SealedDenial): boolean {
  const from = request.headers['sec-fetch-site'];
  return from === undefined ? sessionId !== undefined && sessionId === session?.sessionId : from === 'same-origin';
}

/**
 * Ends a POST with a redirect to the page that leaves for the integrator, with the id of a stored answer or with a
 * sealed denial.
 *
 * @see RFC 9700 §4.12
 */
export function redirectToReturnPage(
  site: Site,
  reply: FastifyReply,
  to: { readonly pressId: string } | { readonly denied: ReturnToIntegrator; readonly session: Session | undefined },
): FastifyReply {
  const id = 'pressId' in to ? to.pressId : sealDenial(site, to.denied, to.session);
  return reply
    .header('Cache-Control', 'no-store')
    .header('Referrer-Policy', 'no-referrer')
    .header('Cross-Origin-Opener-Policy', 'unsafe-none')
    .redirect(`/oauth/leave/${id}`, 303);
}

function sealDenial(site: Site, back: ReturnToIntegrator, session: Session | undefined): string {
  const denial: SealedDenial = { leaving: { outcome: 'denied', back }, sessionId: session?.sessionId };
  return sealForPage(site, 'denied', { value: denial, lifetimeMs: LIFETIME_MS });
}

/** Sends a page that names the site that a denial's URL leads to, and lets the reader decide. */
async function sendElsewhere(site: Site, outgoing: OutgoingPage, location: string): Promise<FastifyReply> {
  const { host } = new URL(location);
  return sendPage(site, { ...outgoing, leaves: true }, h(OtherSitePage, { location, host }));
}

/**
 * Sends the page that leaves for the integrator: at once by a `Refresh` header, or by a message to the window that
 * opened it.
 */
export async function sendReturnPage(
  site: Site,
  outgoing: OutgoingPage,
  { outcome, back }: ReturnStep,
): Promise<FastifyReply> {
  const { location } = back;
  if (back.kind === 'redirect') outgoing.reply.header('Refresh', `0; url=${location}`);
  return sendPage(
    site,
    { ...outgoing, leaves: true },
    h(ReturningPage, {
      outcome,
      message: back.kind === 'message' ? back.message : null,
      targetOrigin: back.kind === 'message' ? back.targetOrigin : null,
      location,
      host: new URL(location).host,
    }),
  );
}
