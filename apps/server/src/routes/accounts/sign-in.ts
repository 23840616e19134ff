import { signIn } from '@pristan/flows';
import { hourMs } from '@pristan/rules';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { h } from 'preact';
import { addressPrefix } from '../../accounts/address-prefix.ts';
import { deviceOf, rememberDevice } from '../../accounts/known-device.ts';
import { readForm } from '../../http/bodies.ts';
import { ownPath } from '../../http/own-path.ts';
import type { Outgoing, Site } from '../../http/page.ts';
import { sendFailure, sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { isSameOrigin } from '../../http/press.ts';
import { openFromPage, sealForPage } from '../../http/seal.ts';
import { sessionOf, startSession } from '../../http/session.ts';
import { setRetryAfter } from '../../http/retry-after.ts';
import type { SignInView } from '../../pages/accounts/sign-in-page.tsx';
import { SignInPage } from '../../pages/accounts/sign-in-page.tsx';

/** Where a person goes after signing in, and on whose behalf they were sent. Sealed: never anybody's word. */
export interface SignInNext {
  /** A path of this site. */
  readonly to: string;
  readonly connecting: { readonly name: string } | null;
  /** What happened just before, said once. */
  readonly before?: SignInView['before'];
  /** The e-mail to start with. */
  readonly email?: string;
}

const LIFETIME_MS = 2 * hourMs;

/** Shows the sign-in page in place of what was asked for; afterwards the person comes back to it. */
export async function sendSignIn(
  site: Site,
  outgoing: Outgoing,
  next: SignInNext,
  tried: Partial<Pick<SignInView, 'email' | 'problem'>> = {},
): Promise<FastifyReply> {
  const { to, connecting } = next;
  const view: SignInView = {
    form: {
      action: '/sign-in',
      hidden: { next: sealForPage(site, 'sign-in', { to: ownPath(site, to), connecting }, LIFETIME_MS) },
    },
    email: next.email ?? '',
    connecting,
    before: next.before ?? null,
    problem: null,
    resetUrl: '/password-reset',
    ...tried,
  };
  return sendPage(site, { ...outgoing, status: outgoing.status ?? 200 }, h(SignInPage, view));
}

/** The address of the sign-in page that leads on to `next`. */
export function signInUrl(site: Site, next: SignInNext): string {
  return `/sign-in?next=${sealForPage(site, 'sign-in', next, LIFETIME_MS)}`;
}

/** `GET` and `POST /sign-in`. @see docs/adr/0009-sessions-and-presses.md */
export function signInRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);

  app.get<{ Querystring: { next?: unknown } }>('/sign-in', page, async (request, reply) => {
    const session = await sessionOf(site, request);
    const next = readNext(site, request.query.next);
    return session === undefined
      ? sendSignIn(site, { request, reply, session }, next)
      : reply.redirect(ownPath(site, next.to), 303);
  });

  app.post('/sign-in', page, async (request, reply) => {
    const outgoing = { request, reply, session: undefined };
    // Signing somebody in against their will is an attack too.
    if (!isSameOrigin(site, request)) return sendFailure(site, { ...outgoing, status: 403 }, { kind: 'foreign_form' });
    const form = readForm(request.body);
    const next = readNext(site, form?.get('next'));
    const email = (form?.get('username') ?? '').slice(0, 300);
    const again = { ...outgoing, returnTo: next.to };
    const outcome = await signIn(site, {
      email,
      password: form?.get('password') ?? '',
      addressPrefix: addressPrefix(request.ip),
      deviceOf: (userId) => deviceOf(site, request, userId),
    });
    switch (outcome.kind) {
      case 'wrong':
        return sendSignIn(site, { ...again, status: 401 }, next, { email, problem: { kind: 'wrong' } });
      case 'throttled': {
        const { until } = outcome;
        setRetryAfter(reply, site, until);
        return sendSignIn(site, { ...again, status: 429 }, next, { email, problem: { kind: 'throttled', until } });
      }
      case 'signed_in': {
        const { userId } = outcome.user;
        const { passwordHash } = outcome;
        if (!(await startSession(site, { request, reply }, { userId, passwordHash }))) {
          return sendSignIn(site, { ...again, status: 401 }, next, { email, problem: { kind: 'wrong' } });
        }
        rememberDevice(site, { request, reply }, userId);
        return reply.redirect(ownPath(site, next.to), 303);
      }
    }
  });
}

function readNext(site: Site, sealed: unknown): SignInNext {
  const opened = openFromPage<SignInNext>(site, 'sign-in', typeof sealed === 'string' ? sealed : undefined);
  return opened.kind === 'opened' ? opened.value : { to: '/', connecting: null };
}
