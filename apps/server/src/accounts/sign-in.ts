import { signIn } from '@pristan/flows';
import type { FastifyInstance } from 'fastify';
import { addressPrefix } from '../http/address-prefix.ts';
import { deviceOf, rememberDevice } from './known-device.ts';
import { localPath } from '../http/local-path.ts';
import type { Site } from '../http/page.ts';
import { pageForm } from '../http/page-form.ts';
import { pageRoute } from '../http/page-route.ts';
import { openFromPage } from '../http/seal.ts';
import { sessionOf, startSession } from '../http/session.ts';
import { setRetryAfter } from '../http/retry-after.ts';
import type { SignInNext } from '../http/sign-in.ts';
import { sendSignIn } from '../http/sign-in.ts';

/** `GET` and `POST /sign-in`: the sign-in page and its form. @see docs/adr/0009-sessions-and-presses.md */
export function signInRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);

  app.get<{ Querystring: { next?: unknown } }>('/sign-in', page, async (request, reply) => {
    const session = await sessionOf(site, request);
    const next = readNext(site, request.query.next);
    return session === undefined
      ? sendSignIn(site, { request, reply, session }, next)
      : reply.redirect(localPath(site, next.to), 303);
  });

  // A form on another site must not sign somebody in against their will (login CSRF).
  pageForm(app, site, {
    path: '/sign-in',
    unconfirmed: 'the password is the consent',
    session: 'ignored',
    answer: async ({ request, reply, form }) => {
      const next = readNext(site, form.get('next'));
      const email = (form.get('username') ?? '').slice(0, 300);
      const again = { request, reply, session: undefined, returnTo: next.to };
      const outcome = await signIn(site, {
        email,
        password: form.get('password') ?? '',
        addressPrefix: addressPrefix(request.ip),
        address: request.ip,
        deviceOf: (userId) => deviceOf(site, request, userId),
      });
      switch (outcome.kind) {
        case 'wrong':
          return sendSignIn(site, { ...again, status: 401 }, { ...next, tried: { email, problem: { kind: 'wrong' } } });
        case 'throttled': {
          const { until } = outcome;
          setRetryAfter(reply, site, until);
          return sendSignIn(
            site,
            { ...again, status: 429 },
            { ...next, tried: { email, problem: { kind: 'throttled', until } } },
          );
        }
        case 'signed_in': {
          const { userId } = outcome.user;
          const { passwordHash } = outcome;
          if (!(await startSession(site, { request, reply }, { userId, passwordHash }))) {
            return sendSignIn(
              site,
              { ...again, status: 401 },
              { ...next, tried: { email, problem: { kind: 'wrong' } } },
            );
          }
          rememberDevice(site, { request, reply }, userId);
          return reply.redirect(localPath(site, next.to), 303);
        }
      }
    },
  });
}

function readNext(site: Site, sealed: unknown): SignInNext {
  const opened = openFromPage(site, 'sign-in', typeof sealed === 'string' ? sealed : undefined);
  return opened.kind === 'opened' ? opened.value : { to: '/console/', connecting: null };
}
