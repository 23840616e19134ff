import type { ConsentAnswer } from '@pristan/flows';
import { giveConsent } from '@pristan/flows';
import { decideDenial, decideReturn } from '@pristan/rules';
import type { AuthorizeRequest } from '@pristan/wire';
import { formatSuccessRedirect } from '@pristan/wire';
import type { FastifyInstance } from 'fastify';
import { accountIdOf } from '../http/account-id.ts';
import type { PageFailure } from '../http/failed-page.tsx';
import { isSameOrigin } from '../http/fetch-metadata.ts';
import type { Site } from '../http/page.ts';
import { sendFailure } from '../http/page.ts';
import { pageAction } from '../http/page-action.ts';
import { pageForm } from '../http/page-form.ts';
import type { AskedVisit, PageVisit } from '../http/page-visit.ts';
import { requesterOf } from '../http/platform-call.ts';
import { sendSignIn } from '../http/sign-in.ts';
import { accountHost } from '../http/site.ts';
import { openRequest } from './pending.ts';
import { redirectToReturnPage, formatReturnStep } from './return-page.ts';
import { beginJourney, choosePath, consentPath } from './step.ts';

/** A signed-in person on the consent page of an authorization request. */
interface AtConsent extends AskedVisit {
  readonly authorize: AuthorizeRequest;
  readonly sealed: string;
  readonly integrationId: string;
  readonly accountId: number;
}

/**
 * Routes of the consent page's buttons Allow and Deny.
 *
 * @see docs/spec/dialect.md#success-redirect @see docs/spec/dialect.md#denial
 */
export function decisionRoutes(app: FastifyInstance, site: Site): void {
  pageAction(app, site, {
    path: '/oauth/allow',
    page: 'allow',
    place: async (visit) => atConsent(site, visit),
    show: async ({ request, reply, session, authorize, askedAt, accountId }, again) =>
      beginJourney(site, { request, reply, session, authorize, returnTo: askedAt, again }, accountId),
    about: (at) => [at.integrationId, at.accountId],
    done: () => '',
    decide: async (at, press) => {
      const { authorize, integrationId, accountId } = at;
      return giveConsent(site, {
        integrationId,
        accountId,
        userId: at.session.userId,
        actor: requesterOf(at),
        codeChallenge: authorize.codeChallenge,
        copyable: false,
        press: {
          ...press,
          path: authorize,
          again: at.askedAt,
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
    },
    repeat: ({ reply }, pressId) => redirectToReturnPage(site, reply, { pressId }),
    answer: async ({ request, reply, session, sealed }, outcome, { pressId }) =>
      outcome.kind === 'granted'
        ? redirectToReturnPage(site, reply, { pressId })
        : sendFailure(
            site,
            { request, reply, session, status: 403 },
            { kind: failureOf(outcome.reason), ...onwardOf(outcome.reason, sealed) },
          ),
  });

  pageForm(app, site, {
    path: '/oauth/deny',
    unconfirmed: 'gives nothing, and anybody may',
    session: 'read',
    answer: async ({ request, reply, session, form }) => {
      const outgoing = { request, reply, session, status: 400 };
      const opened = openRequest(site, form.get('request'));
      if (opened.kind !== 'opened') return sendFailure(site, outgoing, { kind: opened.kind });
      const clientId = opened.value.clientId.toLowerCase();
      const card = await site.store.installs.integrationCard(clientId);
      if (card === undefined) return sendFailure(site, outgoing, { kind: 'unknown_client' });
      const back = decideDenial(opened.value, { clientId, redirectUri: card.redirectUri });
      return redirectToReturnPage(site, reply, { denied: back, session });
    },
  });
}

/** Authorization request and account that a consent page was about; `undefined` when an answer was sent. */
async function atConsent(site: Site, visit: PageVisit): Promise<AtConsent | undefined> {
  const { request, reply, session, form } = visit;
  const sealed = form.get('request');
  const opened = openRequest(site, sealed);
  const accountId = accountIdOf(form.get('account_id'));
  if (opened.kind !== 'opened' || sealed === undefined || accountId === undefined) {
    const kind = opened.kind === 'expired' ? 'expired' : 'tampered';
    await sendFailure(site, { request, reply, session, status: 400 }, { kind });
    return undefined;
  }
  // Checked before anybody is asked to sign in: a form of another site must not start a journey of ours.
  if (!isSameOrigin(site, request)) {
    await sendFailure(site, { request, reply, session, status: 403 }, { kind: 'foreign_form' });
    return undefined;
  }
  const path = consentPath(sealed, accountId);
  if (session === undefined) {
    await sendSignIn(site, { request, reply, session }, { to: path, connecting: null });
    return undefined;
  }
  const authorize = opened.value;
  const integrationId = authorize.clientId.toLowerCase();
  return { ...visit, session, authorize, sealed, integrationId, accountId, askedAt: path, onward: path };
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
