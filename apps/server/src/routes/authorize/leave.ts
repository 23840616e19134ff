import { storedAnswer } from '@pristan/flows';
import type { Return } from '@pristan/rules';
import { hourMs } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import type { Outgoing, Site } from '../../http/page.ts';
import { sendFailure, sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { openFromPage, sealForPage } from '../../http/seal.ts';
import type { Session } from '../../http/session.ts';
import { sessionOf } from '../../http/session.ts';
import { ElsewherePage } from '../../pages/authorize/elsewhere-page.tsx';
import { ReturningPage } from '../../pages/authorize/returning-page.tsx';
import { sendSignIn } from '../accounts/sign-in.ts';
import { openRequest } from './pending.ts';

/** The end of a journey: what was answered, and how the browser goes back to the integrator. */
export interface Leaving {
  readonly outcome: 'allowed' | 'denied';
  readonly back: Return;
}

/** A denial in the address of the page that leaves. Anybody can have one made and send it to somebody else. */
interface SealedDenial {
  readonly leaving: Leaving;
  /** Absent: whoever denied was signed out. */
  readonly sessionId: string | undefined;
}

const LIFETIME_MS = hourMs;

/**
 * `GET /oauth/leave/{id}`: the page that leaves for the integrator. A browser holds `form-action` against every redirect
 * behind a POST, so no form and no redirect of a form may end at a foreign address: this page does. The id is that of a
 * stored answer, for the person who pressed; or a denial itself, sealed, since anybody may deny and nothing in it is secret.
 * A denial leaves by itself only when a page of ours led here: an address that was sent to somebody only shows where it goes.
 *
 * @see docs/spec/dialect.md#leaving
 */
export function leaveRoute(app: FastifyInstance, site: Site): void {
  // A wildcard, since a parameter may not be as long as a sealed answer is.
  app.get<{ Params: { '*': string } }>('/oauth/leave/*', pageRoute(site), async (request, reply) => {
    const session = await sessionOf(site, request);
    const outgoing = { request, reply, session };
    const id = request.params['*'];
    const denied = openFromPage<SealedDenial>(site, 'denied', id);
    if (denied.kind === 'opened') {
      const { leaving } = denied.value;
      return isOwnDenial(request, session, denied.value)
        ? sendLeaving(site, outgoing, leaving)
        : sendElsewhere(site, outgoing, leaving.back.location);
    }
    if (denied.kind === 'expired') return sendFailure(site, { ...outgoing, status: 400 }, { kind: 'expired' });
    if (session === undefined) return sendSignIn(site, outgoing, { to: request.url, connecting: null });
    const known = /^[A-Za-z0-9_-]{1,64}$/.test(id);
    const answer = known ? await storedAnswer(site, { pressId: id, userId: session.userId }) : undefined;
    switch (answer?.kind) {
      case undefined:
        return sendFailure(site, { ...outgoing, status: 404 }, { kind: 'not_found' });
      case 'answer': {
        const leaving = readLeaving(answer.text);
        return leaving === undefined
          ? sendFailure(site, { ...outgoing, status: 404 }, { kind: 'not_found' })
          : sendLeaving(site, outgoing, leaving);
      }
      case 'over': {
        const kind = answer.code === 'redeemed' ? 'answer_used' : 'answer_expired';
        const { again } = answer;
        const onward = again !== undefined && stillLives(site, again) ? { onward: { url: again } } : {};
        return sendFailure(site, { ...outgoing, status: 410 }, { kind, ...onward });
      }
    }
  });
}

/** An answer as it is stored. */
export function writeLeaving(leaving: Leaving): string {
  return JSON.stringify(leaving);
}

/** Written by this program, in this shape; the answers of pages that lead nowhere else are paths of ours. */
function readLeaving(text: string): Leaving | undefined {
  return text.startsWith('{') ? (JSON.parse(text) as Leaving) : undefined;
}

/** Whether the sealed request in a path of ours can still be opened. */
function stillLives(site: Site, path: string): boolean {
  const sealed = new URL(path, site.config.publicUrl).searchParams.get('request') ?? undefined;
  return openRequest(site, sealed).kind === 'opened';
}

/** By the browser's word; one that says nothing of where a navigation comes from is known by the session that denied. */
function isOwnDenial(request: FastifyRequest, session: Session | undefined, { sessionId }: SealedDenial): boolean {
  const from = request.headers['sec-fetch-site'];
  return from === undefined ? sessionId !== undefined && sessionId === session?.sessionId : from === 'same-origin';
}

/** Ends a POST: leads to the page that leaves, by the id of a stored answer, or with the denial of a session. */
export function leadToLeaving(
  site: Site,
  reply: FastifyReply,
  to: { readonly pressId: string } | { readonly denied: Return; readonly session: Session | undefined },
): FastifyReply {
  const id = 'pressId' in to ? to.pressId : sealDenial(site, to.denied, to.session);
  return reply
    .header('Cache-Control', 'no-store')
    .header('Referrer-Policy', 'no-referrer')
    .header('Cross-Origin-Opener-Policy', 'unsafe-none')
    .redirect(`/oauth/leave/${id}`, 303);
}

function sealDenial(site: Site, back: Return, session: Session | undefined): string {
  const denial: SealedDenial = { leaving: { outcome: 'denied', back }, sessionId: session?.sessionId };
  return sealForPage(site, 'denied', denial, LIFETIME_MS);
}

/** Names the site that a denial goes to, and leaves the going to whoever reads it. */
async function sendElsewhere(site: Site, outgoing: Outgoing, location: string): Promise<FastifyReply> {
  const { host } = new URL(location);
  return sendPage(site, { ...outgoing, leaves: true }, h(ElsewherePage, { location, host }));
}

/** The page itself, as the answer to a GET: leaves at once by a header, or by telling the window that opened it. */
export async function sendLeaving(site: Site, outgoing: Outgoing, { outcome, back }: Leaving): Promise<FastifyReply> {
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
