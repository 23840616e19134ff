import { giveExternalConsent } from '@pristan/flows';
import { dayMs, decideReturn } from '@pristan/rules';
import { formatDenialRedirect, readExternalRequest } from '@pristan/wire';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requesterOf } from '../http/platform-call.ts';
import type { Site } from '../http/page.ts';
import { sendFailure } from '../http/page.ts';
import { pageAction } from '../http/page-action.ts';
import { pageForm } from '../http/page-form.ts';
import type { AskedVisit, PageVisit } from '../http/page-visit.ts';
import { refuseVisit } from '../http/page-visit.ts';
import { isSameOrigin } from '../http/fetch-metadata.ts';
import { pageRoute } from '../http/page-route.ts';
import type { Session } from '../http/session.ts';
import { sessionOf } from '../http/session.ts';
import { sanitizeDescription } from '../environment/sanitize-description.ts';
import { sendSignIn } from '../http/sign-in.ts';
import { accountIdOf } from '../http/account-id.ts';
import { metadataRefusal } from './external-metadata.ts';
import type { PendingExternal } from './external-pending.ts';
import {
  externalChoosePath,
  externalConsentPath,
  externalPath,
  openExternal,
  sealExternal,
} from './external-pending.ts';
import { sendExternalStep } from './external-step.ts';
import { awaitHandover } from './handover.ts';
import { redirectToReturnPage } from './return-page.ts';

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session | undefined;
}

/**
 * `GET /oauth` of a metadata button: refuses unacceptable metadata before anything else.
 *
 * @see docs/spec/dialect.md#external-request
 */
export async function beginExternal(site: Site, asked: Asked, query: string): Promise<FastifyReply> {
  const reading = readExternalRequest(query);
  if (reading.kind === 'problem') {
    const { problem, member: parameter } = reading;
    const kind =
      problem === 'member_missing'
        ? 'metadata_missing'
        : problem === 'member_malformed'
          ? 'metadata_malformed'
          : problem;
    return sendFailure(site, { ...asked, status: 400 }, { kind, parameter });
  }
  const refusal = metadataRefusal(site, reading.request);
  if (refusal !== undefined) return sendFailure(site, { ...asked, status: 400 }, refusal);
  const pending = { id: site.random.uuid(), request: reading.request };
  // From here on the request is in the URL: reloading, going back or a second tab do not start another request.
  return asked.reply.redirect(externalPath(sealExternal(site, pending)), 303);
}

/** Routes of a metadata button's account chooser and consent page, with Allow and Deny. */
export function externalRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);

  app.get<{ Querystring: Record<string, unknown> }>('/oauth/external', page, async (request, reply) =>
    resume(site, { request, reply }, accountIdOf(request.query['account_id'])),
  );
  app.get<{ Querystring: Record<string, unknown> }>('/oauth/external/choose', page, async (request, reply) =>
    resume(site, { request, reply }, 'ask'),
  );

  pageForm(app, site, {
    path: '/oauth/external/choose',
    unconfirmed: 'leads to the page that asks',
    session: 'read',
    answer: async (visit) => {
      const posted = await readPosted(site, visit);
      if (posted === undefined) return visit.reply;
      const { accountId, sealed } = posted;
      const path = accountId === undefined ? externalChoosePath(sealed) : externalConsentPath(sealed, accountId);
      return visit.reply.redirect(path, 303);
    },
  });

  pageAction(app, site, {
    path: '/oauth/external/allow',
    page: 'external',
    place: async (visit) => atExternalConsent(site, visit),
    show: async ({ request, reply, session, pending, accountId }, again) =>
      sendExternalStep(site, { request, reply, session, pending, again }, accountId),
    about: (at) => [at.pending.id, at.accountId],
    done: () => '',
    decide: async (at, press) => {
      const { pending } = at;
      const { name, description, redirectUri, secretsUri, scopes, logoUri, handoverChallenge, ...path } =
        pending.request;
      return giveExternalConsent(site, {
        ...handoverOf(at),
        actor: requesterOf(at),
        // Consent uses up the request, not only the page: a second page of the same request creates no second
        // integration.
        press: { ...press, pressId: pending.id, expiresAt: site.clock.now() + USED_KEPT_MS },
        metadata: { name, descriptionHtml: sanitizeDescription(description), redirectUri, secretsUri, scopes, logoUri },
        path,
        pullChallenge: handoverChallenge,
      });
    },
    repeat: async (at) => awaitHandover(site, at, handoverOf(at)),
    answer: async (at, outcome) =>
      outcome.kind === 'refuse'
        ? refuseVisit(site, { ...at, onward: externalChoosePath(at.sealed) }, 'rights_changed')
        : awaitHandover(site, at, handoverOf(at)),
  });

  pageForm(app, site, {
    path: '/oauth/external/deny',
    unconfirmed: 'gives nothing, and anybody may',
    session: 'read',
    answer: async (visit) => {
      const posted = await readPosted(site, visit);
      if (posted === undefined) return visit.reply;
      const asked = posted.pending.request;
      const location = formatDenialRedirect(asked.redirectUri, { stateRaw: asked.stateRaw });
      const back = decideReturn(asked, { redirectUri: asked.redirectUri, buttonOrigins: [] }, location);
      return redirectToReturnPage(site, visit.reply, { denied: back, session: visit.session });
    },
  });
}

/** A signed-in person on the consent page of a metadata button's request. */
interface AtExternalConsent extends AskedVisit {
  readonly pending: PendingExternal;
  readonly sealed: string;
  readonly accountId: number;
}

function handoverOf({ accountId, pending, session }: AtExternalConsent) {
  return { accountId, handoverId: pending.id, userId: session.userId };
}

// A used request is remembered for longer than it can be opened; after that its stored key handover prevents a second
// consent.
const USED_KEPT_MS = 30 * dayMs;

async function resume(
  site: Site,
  asked: Omit<Asked, 'session'>,
  chosen: number | 'ask' | undefined,
): Promise<FastifyReply> {
  const { request } = asked;
  const session = await sessionOf(site, request);
  const { request: sealed } = request.query as { request?: unknown };
  const opened = openExternal(site, typeof sealed === 'string' ? sealed : undefined);
  if (opened.kind !== 'opened') return sendFailure(site, { ...asked, session, status: 400 }, { kind: opened.kind });
  const pending = opened.value;
  if (session === undefined)
    return sendSignIn(site, { ...asked, session }, { to: request.url, connecting: { host: hostOf(pending) } });
  return sendExternalStep(site, { ...asked, session, pending }, chosen);
}

/** Host that people return to after consent; it names the integration, since the button's own name is not verified. */
function hostOf({ request }: PendingExternal): string {
  return new URL(request.redirectUri).host;
}

/** Request and account that a consent page was about; `undefined` when an answer was sent. */
async function atExternalConsent(site: Site, visit: PageVisit): Promise<AtExternalConsent | undefined> {
  const { request, reply, session } = visit;
  // Checked before anybody is asked to sign in: a form of another site must not start a journey of ours.
  if (!isSameOrigin(site, request)) {
    await sendFailure(site, { request, reply, session, status: 403 }, { kind: 'foreign_form' });
    return undefined;
  }
  const posted = await readPosted(site, visit);
  if (posted === undefined) return undefined;
  const { accountId, sealed, pending } = posted;
  if (accountId === undefined) {
    await sendFailure(site, { request, reply, session, status: 400 }, { kind: 'tampered' });
    return undefined;
  }
  const path = externalConsentPath(sealed, accountId);
  if (session === undefined) {
    await sendSignIn(site, { request, reply, session }, { to: path, connecting: { host: hostOf(pending) } });
    return undefined;
  }
  return { ...visit, session, pending, sealed, accountId, askedAt: path, onward: path };
}

/** Reads the sealed request of a form of our own pages; `undefined` when it is not intact and an answer was sent. */
async function readPosted(site: Site, { request, reply, session, form }: PageVisit) {
  const sealed = form.get('request');
  const opened = openExternal(site, sealed);
  if (opened.kind !== 'opened' || sealed === undefined) {
    const kind = opened.kind === 'expired' ? 'expired' : 'tampered';
    await sendFailure(site, { request, reply, session, status: 400 }, { kind });
    return undefined;
  }
  return { sealed, pending: opened.value, accountId: accountIdOf(form.get('account_id')) };
}
