import { readUuid } from '@pristan/wire';
import { codeAssociatedData, giveConsent, consentStatement } from '@pristan/flows';
import type { IntegrationFacts } from '@pristan/rules';
import { permits } from '@pristan/rules';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { h } from 'preact';
import { codePagePath, consoleAccountPath, consoleIntegrationPath } from '../http/account-page.ts';
import type { AccountVisit } from '../http/account-visit.ts';
import { accountVisit } from '../http/account-visit.ts';
import { newConfirmation } from '../http/confirmation.ts';
import type { Site } from '../http/page.ts';
import { sendPage } from '../http/page.ts';
import { pageAction, pageView } from '../http/page-action.ts';
import type { PageVisit } from '../http/page-visit.ts';
import { refuseVisit } from '../http/page-visit.ts';
import { requesterOf } from '../http/platform-call.ts';
import type { ConfirmAgainView, FormTarget } from '../pages/design/page-context.ts';
import type { CodeView } from './code-section.tsx';
import { CodePage } from './code-page.tsx';

/** An admin on the page of an integration that their account owns. */
interface AtIntegration extends AccountVisit {
  readonly integration: IntegrationFacts;
}

/**
 * Routes of the page where an admin issues and copies an authorization code for an integration of their own account.
 */
export function codeRoutes(app: FastifyInstance, site: Site): void {
  const asking = {
    place: async (visit: PageVisit) => atIntegration(site, visit),
    show: async (at: AtIntegration, again?: ConfirmAgainView) => sendCode(site, at, again),
  };
  const path = '/accounts/:accountId/integrations/:clientId';
  pageView(app, site, { ...asking, path });
  // Issuing an authorization code installs and grants as Allow does, so it needs a person's confirmation too.
  pageAction(app, site, {
    ...asking,
    path: `${path}/code`,
    page: 'code',
    about: (at) => [at.integration.integrationId, at.integration.accountId],
    done: (at) => at.askedAt,
    decide: async (at, press) => {
      const { accountId, integrationId } = at.integration;
      return giveConsent(site, {
        integrationId,
        accountId,
        userId: at.session.userId,
        actor: requesterOf(at),
        codeChallenge: undefined,
        press: { ...press, path: undefined, again: at.askedAt, answer: () => press.answer },
        copyable: true,
      });
    },
    answer: (_at, outcome) => {
      if (outcome.kind === 'granted') return 'done';
      return outcome.reason === 'integration_stopped' ? 'integration_stopped' : 'rights_changed';
    },
  });
}

async function sendCode(site: Site, at: AtIntegration, again?: ConfirmAgainView): Promise<FastifyReply> {
  const { request, reply, session, integration, account } = at;
  const { fields, kind, integrationId } = integration;
  return sendPage(
    site,
    { request, reply, session, returnTo: at.askedAt, ...(again === undefined ? {} : { again, status: 409 }) },
    h(CodePage, {
      account: account.name,
      integration: fields.name,
      redirectUri: fields.redirectUri,
      code: await codeView(site, at),
      // An external integration has no guide to lead back to.
      backUrl: consoleIntegrationPath(account.accountId, integrationId, kind === 'external' ? undefined : 'guide'),
    }),
  );
}

async function codeView(site: Site, at: AtIntegration): Promise<CodeView> {
  const { accountId, integrationId, state } = at.integration;
  if (state === 'stopped') return { kind: 'unavailable', why: 'integration_off' };
  const statement = await stateCode(site, at);
  if (statement === undefined) return { kind: 'unavailable', why: 'not_admin' };
  const press = newConfirmation(site, at.session, statement);
  const issue: FormTarget = { action: `${at.askedAt}/code`, hidden: { press } };
  const code = await site.store.installs.copyableCode(accountId, integrationId);
  if (code === undefined) return { kind: 'none', issue, lastExpiredAt: null };
  if (code.redeemedAt !== undefined) return { kind: 'exchanged', at: code.redeemedAt, issue };
  if (code.expiresAt <= site.clock.now() || code.sealedCode === undefined)
    return { kind: 'none', issue, lastExpiredAt: code.expiresAt };
  return {
    kind: 'ready',
    code: site.vault.open(codeAssociatedData(code.codeId), code.sealedCode),
    expiresAt: code.expiresAt,
    again: issue,
  };
}

async function stateCode(site: Site, at: AtIntegration) {
  const { accountId, integrationId } = at.integration;
  const card = await site.store.installs.integrationCard(integrationId);
  const installation = await site.store.installs.installation(accountId, integrationId);
  const { subdomain, name } = at.account;
  const account = {
    ...at.membership,
    accountId,
    subdomain,
    name,
    installation: installation?.state ?? ('none' as const),
  };
  return card && consentStatement('code', card, { account, path: undefined });
}

/**
 * Integration that the page is about, for an admin of the account that it was created in.
 *
 * @returns `undefined` when an answer was sent
 */
async function atIntegration(site: Site, visit: PageVisit): Promise<AtIntegration | undefined> {
  const at = await accountVisit(site, visit);
  if (at === undefined) return undefined;
  const { accountId } = at.account;
  const integrationId = permits(at.membership, 'integration.read') ? readUuid(visit.params['clientId']) : undefined;
  const integration =
    integrationId === undefined ? undefined : await site.store.registry.integration(accountId, integrationId);
  if (integration === undefined) {
    await refuseVisit(site, { ...at, onward: consoleAccountPath(accountId) }, 'not_found');
    return undefined;
  }
  const path = codePagePath(accountId, integration.integrationId);
  return { ...at, integration, askedAt: path, onward: path };
}
