import { giveExternalConsent } from '@pristan/flows';
import { dayMs, decideReturn } from '@pristan/rules';
import { formatDenialRedirect, readExternalRequest } from '@pristan/wire';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requesterOf } from '../http/platform-call.ts';
import { readForm } from '../http/bodies.ts';
import type { Site } from '../http/page.ts';
import { readConfirmation } from '../http/confirmation.ts';
import { confirmAgainPath, sendFailure } from '../http/page.ts';
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

  // Choosing an account changes nothing: it leads to the consent page, which asks.
  app.post('/oauth/external/choose', page, async (request, reply) => {
    const form = await readPosted(site, { request, reply });
    if (form.kind === 'refused') return form.reply;
    const { accountId, sealed } = form;
    return reply.redirect(
      accountId === undefined ? externalChoosePath(sealed) : externalConsentPath(sealed, accountId),
      303,
    );
  });

  app.post('/oauth/external/allow', page, async (request, reply) => {
    const form = await readPosted(site, { request, reply });
    if (form.kind === 'refused') return form.reply;
    const { pending, accountId, sealed, session } = form;
    const outgoing = { request, reply, session };
    if (accountId === undefined) return sendFailure(site, { ...outgoing, status: 400 }, { kind: 'tampered' });
    const back = externalConsentPath(sealed, accountId);
    if (session === undefined) return sendSignIn(site, outgoing, { to: back, connecting: { host: hostOf(pending) } });
    const confirmation = await readConfirmation(site, {
      request,
      session,
      page: 'external',
      about: [pending.id, accountId],
      token: form.press,
    });
    if (confirmation.kind === 'refused')
      return sendFailure(site, { ...outgoing, status: 403 }, { kind: confirmation.why, onward: { url: back } });
    if (confirmation.kind === 'stale') return reply.redirect(confirmAgainPath(back, confirmation.why), 303);
    const handover = { accountId, handoverId: pending.id, userId: session.userId };
    if (confirmation.kind === 'repeated') return awaitHandover(site, { ...outgoing, session }, handover);
    const { name, description, redirectUri, secretsUri, scopes, logoUri, handoverChallenge, ...path } = pending.request;
    const answer = await giveExternalConsent(site, {
      ...handover,
      actor: requesterOf({ session, request }),
      // Consent uses up the request, not only the page: a second page of the same request creates no second
      // integration.
      press: { ...confirmation.press, pressId: pending.id, expiresAt: site.clock.now() + USED_KEPT_MS, answer: '' },
      metadata: { name, descriptionHtml: sanitizeDescription(description), redirectUri, secretsUri, scopes, logoUri },
      path,
      pullChallenge: handoverChallenge,
    });
    if (answer.kind === 'changed')
      return sendExternalStep(site, { request, reply, session, pending, again: answer }, accountId);
    if (answer.kind === 'refuse') {
      const onward = { url: externalChoosePath(sealed) };
      return sendFailure(site, { ...outgoing, status: 403 }, { kind: 'rights_changed', onward });
    }
    return awaitHandover(site, { ...outgoing, session }, handover);
  });

  app.post('/oauth/external/deny', page, async (request, reply) => {
    const form = await readPosted(site, { request, reply });
    if (form.kind === 'refused') return form.reply;
    const asked = form.pending.request;
    const location = formatDenialRedirect(asked.redirectUri, { stateRaw: asked.stateRaw });
    const back = decideReturn(asked, { redirectUri: asked.redirectUri, buttonOrigins: [] }, location);
    return redirectToReturnPage(site, reply, { denied: back, session: form.session });
  });
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

/** Reads a form of our own pages with an intact sealed request, or has sent the answer that says what is wrong. */
async function readPosted(site: Site, { request, reply }: Omit<Asked, 'session'>) {
  const session = await sessionOf(site, request);
  const outgoing = { request, reply, session };
  if (!isSameOrigin(site, request)) {
    return {
      kind: 'refused',
      reply: await sendFailure(site, { ...outgoing, status: 403 }, { kind: 'foreign_form' }),
    } as const;
  }
  const form = readForm(request.body);
  const sealed = form?.get('request');
  const opened = openExternal(site, sealed);
  if (opened.kind !== 'opened' || sealed === undefined) {
    const kind = opened.kind === 'expired' ? 'expired' : 'tampered';
    return { kind: 'refused', reply: await sendFailure(site, { ...outgoing, status: 400 }, { kind }) } as const;
  }
  const accountId = accountIdOf(form?.get('account_id'));
  return { kind: 'read', session, sealed, pending: opened.value, accountId, press: form?.get('press') } as const;
}
