import type { IntegrationCard } from '@pristan/flows';
import { consentStatement } from '@pristan/flows';
import type { AccountChoice } from '@pristan/rules';
import { accountChoice } from '@pristan/rules';
import type { AuthorizeRequest } from '@pristan/wire';
import { readUuid } from '@pristan/wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { localized, preferredLanguages } from '../http/localized-text.ts';
import { accountHost } from '../http/site.ts';
import type { Site } from '../http/page.ts';
import { sendFailure, sendPage } from '../http/page.ts';
import { newConfirmation } from '../http/confirmation.ts';
import type { Session } from '../http/session.ts';
import type { ConfirmAgainView } from '../pages/design/page-context.ts';
import type { UnavailableReason } from './choose-account-page.tsx';
import { ChooseAccountPage } from './choose-account-page.tsx';
import { sendSignIn } from '../http/sign-in.ts';
import { consentView } from './consent-view.ts';
import { ConsentPage } from './consent-page.tsx';
import { logoUrl } from '../http/logo-url.ts';
import { sealRequest } from './pending.ts';

/** An authorization request on its way through the pages, with its integration and the signed-in person. */
export interface AuthorizationJourney {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly authorize: AuthorizeRequest;
  readonly card: IntegrationCard;
  readonly session: Session;
  /** Reason why the consent page is shown once more. */
  readonly again?: ConfirmAgainView | undefined;
}

/**
 * Sends the next page of an authorization request, decided anew from the request and the person each time.
 *
 * @param chosen the account the person picked; `ask` shows the account chooser even when there is only one account
 */
export async function sendNextStep(
  site: Site,
  journey: AuthorizationJourney,
  chosen: number | 'ask' | undefined,
): Promise<FastifyReply> {
  const { card, session } = journey;
  const places = await site.store.installs.accountsOf(session.userId, card.integrationId);
  const choices = places.map((place) => accountChoice(card, place));
  const only = choices.length === 1 && choices[0]?.choosable ? choices[0].accountId : undefined;
  const accountId = chosen === 'ask' ? undefined : (chosen ?? only);
  const choice = choices.find((one) => one.accountId === accountId);
  if (choice?.choosable) return sendConsent(site, journey, { choice, others: choices.length > 1 });
  return sendChooser(site, journey, choices);
}

/** Starts or continues an authorization; shows sign-in first when nobody is signed in. */
export async function beginJourney(
  site: Site,
  asked: {
    request: FastifyRequest;
    reply: FastifyReply;
    authorize: AuthorizeRequest;
    session: Session | undefined;
    returnTo: string;
    again?: ConfirmAgainView | undefined;
  },
  chosen: number | 'ask' | undefined,
): Promise<FastifyReply> {
  const { request, reply, authorize, session } = asked;
  const clientId = readUuid(authorize.clientId);
  const card = clientId === undefined ? undefined : await site.store.installs.integrationCard(clientId);
  const outgoing = { request, reply, session, status: 400 };
  if (card === undefined || card.kind === 'external') return sendFailure(site, outgoing, { kind: 'unknown_client' });
  if (card.state === 'stopped') return sendFailure(site, { ...outgoing, status: 403 }, { kind: 'integration_stopped' });
  if (session === undefined) {
    return sendSignIn(site, { request, reply, session }, { to: asked.returnTo, connecting: { name: card.name } });
  }
  return sendNextStep(site, { request, reply, authorize, card, session, again: asked.again }, chosen);
}

async function sendChooser(
  site: Site,
  journey: AuthorizationJourney,
  choices: readonly AccountChoice[],
): Promise<FastifyReply> {
  const { card, authorize } = journey;
  const sealed = sealRequest(site, authorize);
  return sendPage(
    site,
    { ...journey, ...statusOf(journey), returnTo: choosePath(sealed) },
    h(ChooseAccountPage, {
      form: { action: '/oauth/choose', hidden: { request: sealed } },
      deny: { action: '/oauth/deny', hidden: { request: sealed } },
      app: { name: card.name, logoUrl: logoUrl(card.logoHash), owner: card.owner.name },
      choosable: choices
        .filter((choice) => choice.choosable)
        .map((choice) => ({
          id: choice.accountId,
          name: choice.name,
          domain: accountHost(choice.subdomain, site.config),
          role: choice.role,
          installed: choice.installation === 'enabled',
        })),
      unavailable: choices
        .filter((choice): choice is Extract<AccountChoice, { choosable: false }> => !choice.choosable)
        .map((choice) => ({
          name: choice.name,
          domain: accountHost(choice.subdomain, site.config),
          reason: reasons[choice.reason],
        })),
      selectedId: null,
    }),
  );
}

const reasons: Readonly<Record<Extract<AccountChoice, { choosable: false }>['reason'], UnavailableReason>> = {
  private_elsewhere: 'private',
  external_elsewhere: 'private',
  unmoderated_elsewhere: 'unmoderated',
  deactivated: 'deactivated',
  admin_must_install: 'not_admin',
};

async function sendConsent(
  site: Site,
  journey: AuthorizationJourney,
  to: { choice: Extract<AccountChoice, { choosable: true }>; others: boolean },
): Promise<FastifyReply> {
  const { authorize, session } = journey;
  const { choice } = to;
  const statement = consentStatement('allow', journey.card, { account: choice, path: authorize });
  if (statement === undefined) return sendChooser(site, journey, [choice]);
  const card = await localized(site, preferredLanguages(journey.request, session), journey.card);
  const sealed = sealRequest(site, authorize);
  const press = newConfirmation(site, session, statement);
  return sendPage(
    site,
    { ...journey, ...statusOf(journey), returnTo: consentPath(sealed, choice.accountId) },
    h(
      ConsentPage,
      consentView({
        card,
        statement,
        domain: accountHost(statement.facts.domain, site.config),
        allow: { action: '/oauth/allow', hidden: { request: sealed, account_id: String(choice.accountId), press } },
        deny: { action: '/oauth/deny', hidden: { request: sealed } },
        changeAccount: to.others ? { action: '/oauth/choose', hidden: { request: sealed } } : null,
      }),
    ),
  );
}

/**
 * Status 409 when the statement that the person confirmed is no longer true, and the consent page is shown with the
 * present one.
 */
function statusOf({ again }: AuthorizationJourney): { readonly status?: number } {
  return again?.kind === 'changed' ? { status: 409 } : {};
}

export function consentPath(sealed: string, accountId: number): string {
  return `/oauth/consent?request=${sealed}&account_id=${accountId}`;
}

export function choosePath(sealed: string): string {
  return `/oauth/choose?request=${sealed}`;
}
