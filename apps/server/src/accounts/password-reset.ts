import { choosePassword, fairQueue, requestReset } from '@pristan/flows';
import { hourMs, minuteMs, passwordLength, passwordProblem } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { addressPrefix } from '../http/address-prefix.ts';
import { isLinkToken } from './invitation-link.ts';
import { resetLifetimeMs } from './compose-mail.ts';
import { formOnce } from '../http/form-once.ts';
import type { Site } from '../http/page.ts';
import { languageOf, sendPage } from '../http/page.ts';
import { pageForm } from '../http/page-form.ts';
import { pageRoute } from '../http/page-route.ts';
import type { PageVisit } from '../http/page-visit.ts';
import { setRetryAfter } from '../http/retry-after.ts';
import { openFromPage, sealForPage } from '../http/seal.ts';
import { InvalidLinkPage } from './invalid-link-page.tsx';
import { ResetChoosePage } from './reset-choose-page.tsx';
import type { ResetChooseView } from './reset-choose-page.tsx';
import { ResetRequestPage } from './reset-request-page.tsx';
import type { ResetRequestView } from './reset-request-page.tsx';
import { ResetSentPage } from './reset-sent-page.tsx';
import { signInUrl } from '../http/sign-in.ts';

declare module '../http/seal.ts' {
  interface SealedValues {
    readonly 'reset form': string;
  }
}

const PATH = '/password-reset';

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

/** Routes of the password reset: the request for a mail, and the page behind the mailed link. */
export function passwordResetRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);

  app.get(PATH, page, async (request, reply) => askAgain(site, { request, reply }, { email: '', problem: null }));

  pageForm(app, site, {
    path: PATH,
    unconfirmed: 'asks for a reset: sends a mail to the address alone',
    session: 'ignored',
    answer: async (visit) => answerRequest(site, visit),
  });

  app.get<{ Params: { token: string } }>(`${PATH}/:token`, page, async (request, reply) => {
    const { token } = request.params;
    const user = isLinkToken(token)
      ? await site.store.resets.find(site.secrets.hash(token), site.clock.now())
      : undefined;
    if (user === undefined) return deadLink(site, { request, reply });
    return chooseAgain(site, { request, reply }, { token, email: user.email, problem: null });
  });

  pageForm(app, site, {
    path: `${PATH}/:token`,
    unconfirmed: 'the link of the mail is the consent',
    session: 'ignored',
    answer: async (visit) => answerChoice(site, visit),
  });
}

async function answerRequest(site: Site, { request, reply, form }: PageVisit): Promise<FastifyReply> {
  const exchange = { request, reply };
  const email = (form.get('email') ?? '').slice(0, 300);
  const language = languageOf(request, undefined);
  const asks = async (where: Site) =>
    requestReset(where, { email, addressPrefix: addressPrefix(request.ip), language });
  // One mail per page: the token in the page's form makes a double submission count once.
  const drawn = openFromPage(site, 'reset form', form.get('form'));
  const outcome = drawn.kind === 'opened' ? await askedOnce(site, request, asks) : await asks(site);
  switch (outcome.kind) {
    case 'not_an_address':
      return askAgain(site, exchange, { email, problem: { kind: 'not_an_address' }, status: 422 });
    case 'throttled':
      setRetryAfter(reply, site, outcome.until);
      return askAgain(site, exchange, { email, problem: { kind: 'throttled', until: outcome.until }, status: 429 });
    case 'requested':
      return sendPage(
        site,
        { ...exchange, session: undefined, returnTo: PATH },
        h(ResetSentPage, { email: email.trim(), validMinutes: resetLifetimeMs / minuteMs, signInUrl: '/sign-in' }),
      );
  }
}

async function answerChoice(site: Site, { request, reply, params, form }: PageVisit): Promise<FastifyReply> {
  const exchange = { request, reply };
  const { token = '' } = params;
  if (!isLinkToken(token)) return deadLink(site, exchange);
  const password = form.get('password') ?? '';
  const outcome = await chooseOnce(site, request, { tokenHash: site.secrets.hash(token), password });
  switch (outcome.kind) {
    case 'dead_link':
      return deadLink(site, exchange);
    case 'refused':
      return chooseAgain(site, exchange, { token, email: outcome.user.email, problem: outcome.problem });
    case 'changed':
      return reply.redirect(
        signInUrl(site, { to: '/console/', connecting: null, before: 'password_changed', email: outcome.user.email }),
        303,
      );
  }
}

/** Limits concurrent database writes of people who are not signed in: two in all, one per address prefix, in turns. */
const strangers = fairQueue({ running: 2, runningOfOne: 1, waiting: 100 });

type Chosen = Awaited<ReturnType<typeof choosePassword>>;

/**
 * Sets a password once: a repeated submission of the form finds the reset link used, and gets the first one's answer.
 */
async function chooseOnce(
  site: Site,
  request: FastifyRequest,
  chosen: { readonly tokenHash: Uint8Array; readonly password: string },
): Promise<Chosen> {
  const caller = `reset link ${Buffer.from(chosen.tokenHash).toString('hex')}`;
  const alive = await site.store.resets.find(chosen.tokenHash, site.clock.now());
  // The password is hashed before a transaction is open, and only if the reset link still works.
  const passwordHash =
    alive === undefined || passwordProblem(chosen.password) !== undefined
      ? undefined
      : await site.passwords.hash(chosen.password, { kind: 'stranger', address: request.ip });
  const once = await strangers(addressPrefix(request.ip), async () =>
    formOnce<Chosen, Chosen>(site, { request, caller }, async (inside) => {
      const passwords = {
        ...site.passwords,
        hash: async () =>
          passwordHash ?? site.passwords.hash(chosen.password, { kind: 'stranger', address: request.ip }),
      };
      const outcome = await choosePassword({ ...inside, passwords }, { ...chosen, address: request.ip });
      return outcome.kind === 'changed' ? { done: outcome } : { refused: outcome };
    }),
  );
  return once.kind === 'done' ? once.done : once.refused;
}

type Requested = Awaited<ReturnType<typeof requestReset>>;

async function askedOnce(
  site: Site,
  request: FastifyRequest,
  asks: (site: Site) => Promise<Requested>,
): Promise<Requested> {
  const once = await strangers(addressPrefix(request.ip), async () =>
    formOnce<Requested, Requested>(site, { request, caller: 'nobody' }, async (inside) => {
      const outcome = await asks(inside);
      return outcome.kind === 'requested' ? { done: outcome } : { refused: outcome };
    }),
  );
  return once.kind === 'done' ? once.done : once.refused;
}

function drawForm(site: Site): string {
  return sealForPage(site, 'reset form', { value: site.random.text(16), lifetimeMs: 12 * hourMs });
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
    h(ResetRequestPage, {
      form: { action: PATH, hidden: { form: drawForm(site) } },
      email,
      problem,
      signInUrl: '/sign-in',
    }),
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

/** Sends the page for a reset link that does not work: used, expired and unknown links look alike. */
async function deadLink(site: Site, exchange: Exchange): Promise<FastifyReply> {
  return sendPage(
    site,
    { ...exchange, session: undefined, status: 410, returnTo: null },
    h(InvalidLinkPage, { kind: 'reset', onwardUrl: PATH }),
  );
}
