import { choosePassword, requestReset } from '@pristan/flows';
import { minuteMs, passwordLength } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { addressPrefix } from '../../accounts/address-prefix.ts';
import { isLinkToken } from '../../accounts/invitation-link.ts';
import { resetLifetimeMs } from '../../accounts/letters.ts';
import { readForm } from '../../http/bodies.ts';
import type { Site } from '../../http/page.ts';
import { languageOf, sendFailure, sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { isSameOrigin } from '../../http/press.ts';
import { setRetryAfter } from '../../http/retry-after.ts';
import { LinkDeadPage } from '../../pages/accounts/link-dead-page.tsx';
import { ResetChoosePage } from '../../pages/accounts/reset-choose-page.tsx';
import type { ResetChooseView } from '../../pages/accounts/reset-choose-page.tsx';
import { ResetRequestPage } from '../../pages/accounts/reset-request-page.tsx';
import type { ResetRequestView } from '../../pages/accounts/reset-request-page.tsx';
import { ResetSentPage } from '../../pages/accounts/reset-sent-page.tsx';
import { signInUrl } from './sign-in.ts';

const PATH = '/password-reset';

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

/** Asking for a reset letter, and the page behind its link. */
export function passwordResetRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);

  app.get(PATH, page, async (request, reply) => askAgain(site, { request, reply }, { email: '', problem: null }));

  app.post(PATH, page, async (request, reply) => {
    const exchange = { request, reply };
    const outgoing = { ...exchange, session: undefined, returnTo: PATH };
    if (!isSameOrigin(site, request)) return sendFailure(site, { ...outgoing, status: 403 }, { kind: 'foreign_form' });
    const email = (readForm(request.body)?.get('email') ?? '').slice(0, 300);
    const language = languageOf(request, undefined);
    const outcome = await requestReset(site, { email, addressPrefix: addressPrefix(request.ip), language });
    switch (outcome.kind) {
      case 'not_an_address':
        return askAgain(site, exchange, { email, problem: { kind: 'not_an_address' }, status: 422 });
      case 'throttled':
        setRetryAfter(reply, site, outcome.until);
        return askAgain(site, exchange, { email, problem: { kind: 'throttled', until: outcome.until }, status: 429 });
      case 'requested':
        return sendPage(
          site,
          outgoing,
          h(ResetSentPage, { email: email.trim(), validMinutes: resetLifetimeMs / minuteMs, signInUrl: '/sign-in' }),
        );
    }
  });

  app.get<{ Params: { token: string } }>(`${PATH}/:token`, page, async (request, reply) => {
    const { token } = request.params;
    const user = isLinkToken(token)
      ? await site.store.resets.find(site.secrets.hash(token), site.clock.now())
      : undefined;
    if (user === undefined) return deadLink(site, { request, reply });
    return chooseAgain(site, { request, reply }, { token, email: user.email, problem: null });
  });

  app.post<{ Params: { token: string } }>(`${PATH}/:token`, page, async (request, reply) => {
    const exchange = { request, reply };
    if (!isSameOrigin(site, request))
      return sendFailure(site, { ...exchange, session: undefined, status: 403 }, { kind: 'foreign_form' });
    const { token } = request.params;
    if (!isLinkToken(token)) return deadLink(site, exchange);
    const password = readForm(request.body)?.get('password') ?? '';
    const outcome = await choosePassword(site, { tokenHash: site.secrets.hash(token), password, address: request.ip });
    switch (outcome.kind) {
      case 'dead_link':
        return deadLink(site, exchange);
      case 'refused':
        return chooseAgain(site, exchange, { token, email: outcome.user.email, problem: outcome.problem });
      case 'changed':
        return reply.redirect(
          signInUrl(site, { to: '/', connecting: null, before: 'password_changed', email: outcome.user.email }),
          303,
        );
    }
  });
}

async function askAgain(
  site: Site,
  exchange: Exchange,
  shown: Pick<ResetRequestView, 'email' | 'problem'> & { readonly status?: number },
): Promise<FastifyReply> {
  const { email, problem, status = 200 } = shown;
  return sendPage(
    site,
    { ...exchange, session: undefined, status, returnTo: PATH },
    h(ResetRequestPage, { form: { action: PATH, hidden: {} }, email, problem, signInUrl: '/sign-in' }),
  );
}

async function chooseAgain(
  site: Site,
  exchange: Exchange,
  shown: Pick<ResetChooseView, 'email' | 'problem'> & { readonly token: string },
): Promise<FastifyReply> {
  const { token, email, problem } = shown;
  const path = `${PATH}/${token}`;
  return sendPage(
    site,
    { ...exchange, session: undefined, status: problem === null ? 200 : 422, returnTo: path },
    h(ResetChoosePage, { form: { action: path, hidden: {} }, email, passwordMinLength: passwordLength.min, problem }),
  );
}

/** Used, expired and never given look alike. */
async function deadLink(site: Site, exchange: Exchange): Promise<FastifyReply> {
  return sendPage(
    site,
    { ...exchange, session: undefined, status: 410, returnTo: null },
    h(LinkDeadPage, { kind: 'reset', onwardUrl: PATH }),
  );
}
