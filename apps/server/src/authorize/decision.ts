import type { ConsentAnswer } from '@pristan/flows';
import { giveConsent } from '@pristan/flows';
import { decideDenial, decideReturn } from '@pristan/rules';
import { formatSuccessRedirect } from '@pristan/wire';
import type { FastifyInstance } from 'fastify';
import { requesterOf } from '../http/platform-call.ts';
import { readForm } from '../http/bodies.ts';
import type { Site } from '../http/page.ts';
import { readConfirmation } from '../http/confirmation.ts';
import { confirmAgainPath, sendFailure } from '../http/page.ts';
import { isSameOrigin } from '../http/fetch-metadata.ts';
import { pageRoute } from '../http/page-route.ts';
import { sessionOf } from '../http/session.ts';
import { accountHost } from '../http/site.ts';
import type { PageFailure } from '../http/failed-page.tsx';
import { sendSignIn } from '../http/sign-in.ts';
import { accountIdOf } from '../http/account-id.ts';
import { redirectToReturnPage, formatReturnStep } from './return-page.ts';
import { openRequest } from './pending.ts';
import { beginJourney, choosePath, consentPath } from './step.ts';

/**
 * Routes of the consent page's buttons Allow and Deny.
 *
 * @see docs/spec/dialect.md#success-redirect @see docs/spec/dialect.md#denial
 */
export function decisionRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);

  app.post('/oauth/allow', page, async (request, reply) => {
    const session = await sessionOf(site, request);
    const outgoing = { request, reply, session };
    const form = readForm(request.body);
    const sealed = form?.get('request');
    const opened = openRequest(site, sealed);
    const accountId = accountIdOf(form?.get('account_id'));
    if (opened.kind !== 'opened' || sealed === undefined) {
      return sendFailure(
        site,
        { ...outgoing, status: 400 },
        { kind: opened.kind === 'expired' ? 'expired' : 'tampered' },
      );
    }
    if (accountId === undefined) return sendFailure(site, { ...outgoing, status: 400 }, { kind: 'tampered' });
    const back = consentPath(sealed, accountId);
    if (!isSameOrigin(site, request)) return sendFailure(site, { ...outgoing, status: 403 }, { kind: 'foreign_form' });
    if (session === undefined) return sendSignIn(site, outgoing, { to: back, connecting: null });

    const authorize = opened.value;
    const integrationId = authorize.clientId.toLowerCase();
    const confirmation = await readConfirmation(site, {
      request,
      session,
      page: 'allow',
      about: [integrationId, accountId],
      token: form?.get('press'),
    });
    switch (confirmation.kind) {
      case 'refused':
        return sendFailure(site, { ...outgoing, status: 403 }, { kind: confirmation.why, onward: { url: back } });
      case 'stale':
        return reply.redirect(confirmAgainPath(back, confirmation.why), 303);
      case 'repeated':
        return redirectToReturnPage(site, reply, { pressId: confirmation.pressId });
      case 'confirmed':
    }
    const { press } = confirmation;
    const answer = await giveConsent(site, {
      integrationId,
      accountId,
      userId: session.userId,
      actor: requesterOf({ session, request }),
      codeChallenge: authorize.codeChallenge,
      copyable: false,
      press: {
        ...press,
        path: authorize,
        again: back,
        answer: (granted) => {
          const location = formatSuccessRedirect(granted.redirectUri, {
            code: granted.code,
            stateRaw: authorize.stateRaw,
            referer: accountHost(granted.subdomain, site.config),
            platform: site.config.platform,
            clientId: integrationId,
          });
          return formatReturnStep({ outcome: 'allowed', back: decideReturn(authorize, granted, location) });
        },
      },
    });
    switch (answer.kind) {
      case 'granted':
      case 'repeated':
        return redirectToReturnPage(site, reply, { pressId: press.pressId });
      case 'changed':
        return beginJourney(site, { ...outgoing, authorize, returnTo: back, again: answer }, accountId);
      case 'refuse':
        return sendFailure(
          site,
          { ...outgoing, status: 403 },
          { kind: failureOf(answer.reason), ...onwardOf(answer.reason, sealed) },
        );
    }
  });

  app.post('/oauth/deny', page, async (request, reply) => {
    const session = await sessionOf(site, request);
    const outgoing = { request, reply, session };
    if (!isSameOrigin(site, request)) return sendFailure(site, { ...outgoing, status: 403 }, { kind: 'foreign_form' });
    const opened = openRequest(site, readForm(request.body)?.get('request'));
    if (opened.kind !== 'opened') return sendFailure(site, { ...outgoing, status: 400 }, { kind: opened.kind });
    const clientId = opened.value.clientId.toLowerCase();
    const card = await site.store.installs.integrationCard(clientId);
    if (card === undefined) return sendFailure(site, { ...outgoing, status: 400 }, { kind: 'unknown_client' });
    const back = decideDenial(opened.value, { clientId, redirectUri: card.redirectUri });
    return redirectToReturnPage(site, reply, { denied: back, session });
  });
}

/**
 * After a failed consent, offers to choose another account for the same authorization request, unless no account can be
 * connected at all.
 */
function onwardOf(reason: Reason, sealed: string) {
  return failureOf(reason) === 'rights_changed' ? { onward: { url: choosePath(sealed) } } : {};
}

type Reason = Extract<ConsentAnswer, { kind: 'refuse' }>['reason'];

/** Failure that a person is shown when their consent could not be carried out. */
function failureOf(reason: Reason): PageFailure {
  switch (reason) {
    case 'integration_unknown':
      return 'unknown_client';
    case 'integration_stopped':
      return 'integration_stopped';
    case 'no_member':
    case 'deactivated':
    case 'admin_must_install':
    case 'private_elsewhere':
    case 'unmoderated_elsewhere':
    case 'external_elsewhere':
      return 'rights_changed';
  }
}
