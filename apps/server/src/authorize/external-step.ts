import { externalConsentStatement } from '@pristan/flows';
import type { AccountChoice } from '@pristan/rules';
import { accountChoice, hostsDiffer, isLoopbackName, scopesWithin } from '@pristan/rules';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { accountHost } from '../http/site.ts';
import type { Site } from '../http/page.ts';
import { sendPage } from '../http/page.ts';
import { newConfirmation } from '../http/confirmation.ts';
import type { Session } from '../http/session.ts';
import type { ConfirmAgainView } from '../pages/design/page-context.ts';
import { ChooseAccountPage } from './choose-account-page.tsx';
import { inlineDescriptionLimit } from '../pages/design/description.ts';
import { ExternalConsentPage } from './external-consent-page.tsx';
import { sanitizeDescription } from '../environment/sanitize-description.ts';
import type { PendingExternal } from './external-pending.ts';
import { externalChoosePath, externalConsentPath, sealExternal } from './external-pending.ts';

/** A metadata button's authorization request, with the signed-in person who answers it. */
export interface ExternalJourney {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session;
  readonly pending: PendingExternal;
  /** Reason why the consent page is shown once more. */
  readonly again?: ConfirmAgainView | undefined;
}

/**
 * Sends the account chooser or the consent page of a metadata button's request, decided anew each time: a new
 * integration can belong to any account of the person.
 *
 * @param chosen the account the person picked; `ask` shows the account chooser even when there is only one account
 */
export async function sendExternalStep(
  site: Site,
  journey: ExternalJourney,
  chosen: number | 'ask' | undefined,
): Promise<FastifyReply> {
  const places = await site.store.handovers.places(journey.session.userId);
  const choices = places.map((place) =>
    accountChoice({ kind: 'external', accountId: place.accountId, published: false }, place),
  );
  const only = choices.length === 1 && choices[0]?.choosable ? choices[0].accountId : undefined;
  const accountId = chosen === 'ask' ? undefined : (chosen ?? only);
  const choice = choices.find((one) => one.accountId === accountId);
  return choice?.choosable
    ? sendConsent(site, journey, { choice, others: choices.length > 1 })
    : sendChooser(site, journey, choices);
}

async function sendChooser(
  site: Site,
  journey: ExternalJourney,
  choices: readonly AccountChoice[],
): Promise<FastifyReply> {
  const { pending } = journey;
  const sealed = sealExternal(site, pending);
  const hidden = { request: sealed };
  const account = (choice: AccountChoice) => ({
    name: choice.name,
    domain: accountHost(choice.subdomain, site.config),
  });
  return sendPage(
    site,
    { ...journey, ...statusOf(journey), returnTo: externalChoosePath(sealed) },
    h(ChooseAccountPage, {
      form: { action: '/oauth/external/choose', hidden },
      deny: { action: '/oauth/external/deny', hidden },
      // The name that the button states is not verified; only the consent page quotes it, beside the hosts.
      app: { name: new URL(pending.request.redirectUri).host, logoUrl: null, owner: null },
      choosable: choices
        .filter((choice) => choice.choosable)
        .map((choice) => ({ ...account(choice), id: choice.accountId, role: choice.role, installed: false })),
      unavailable: choices
        .filter((choice) => !choice.choosable)
        .map((choice) => ({
          ...account(choice),
          reason: choice.state === 'active' ? ('not_admin' as const) : ('deactivated' as const),
        })),
      selectedId: null,
    }),
  );
}

async function sendConsent(
  site: Site,
  journey: ExternalJourney,
  to: { readonly choice: AccountChoice; readonly others: boolean },
): Promise<FastifyReply> {
  const { pending, session } = journey;
  const { choice } = to;
  const asked = pending.request;
  const statement = externalConsentStatement(choice, { requestId: pending.id, metadata: asked, path: asked });
  if (statement === undefined) return sendChooser(site, journey, [choice]);
  const { facts } = statement;
  const secrets = new URL(facts.secretsUri);
  const sealed = sealExternal(site, pending);
  const press = newConfirmation(site, session, statement);
  return sendPage(
    site,
    { ...journey, ...statusOf(journey), returnTo: externalConsentPath(sealed, choice.accountId) },
    h(ExternalConsentPage, {
      name: facts.integration,
      descriptionHtml: shortened(asked.description),
      account: { name: facts.account, domain: accountHost(facts.domain, site.config) },
      keysHost: secrets.host,
      returnHost: facts.returnsTo,
      hostsDiffer: hostsDiffer(asked),
      loopback: isLoopbackName(secrets.hostname),
      scopes: scopesWithin('external', facts.scopes),
      allow: {
        action: '/oauth/external/allow',
        hidden: { request: sealed, account_id: String(choice.accountId), press },
      },
      deny: { action: '/oauth/external/deny', hidden: { request: sealed } },
      changeAccount: to.others ? { action: '/oauth/external/choose', hidden: { request: sealed } } : null,
    }),
  );
}

/**
 * Status 409 when the statement that the person confirmed is no longer true, and the consent page is shown with the
 * present one.
 */
function statusOf({ again }: ExternalJourney): { readonly status?: number } {
  return again?.kind === 'changed' ? { status: 409 } : {};
}

/**
 * Shortens a long description to its beginning, as plain text: an external integration has no page for the whole yet.
 */
function shortened(description: string): string {
  const html = sanitizeDescription(description);
  if (html.length <= inlineDescriptionLimit) return html;
  const text = html.replaceAll(/<[^>]*>/g, ' ').slice(0, inlineDescriptionLimit);
  return `${text.replace(/&[^;]*$/, '')}…`;
}
