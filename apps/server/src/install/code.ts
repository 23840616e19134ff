import { readUuid } from '@pristan/wire';
import { codeAssociatedData, giveConsent, consentStatement } from '@pristan/flows';
import type { IntegrationFacts } from '@pristan/rules';
import { permits } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requesterOf } from '../http/platform-call.ts';
import { h } from 'preact';
import { readForm } from '../http/bodies.ts';
import { newConfirmation, readConfirmation } from '../http/confirmation.ts';
import type { Site } from '../http/page.ts';
import { confirmAgainPath, sendFailure, sendPage } from '../http/page.ts';
import { pageRoute } from '../http/page-route.ts';
import type { PageFailure } from '../http/failed-page.tsx';
import type { ConfirmAgainView, FormTarget } from '../pages/design/page-context.ts';
import type { CodeView } from './code-section.tsx';
import { CodePage } from './code-page.tsx';
import type { AccountPageContext } from '../http/account-page.ts';
import { accountPageContext, codePagePath, consoleAccountPath, consoleIntegrationPath } from '../http/account-page.ts';

/** An admin on the page of an integration that their account owns. */
interface AtIntegration extends AccountPageContext {
  readonly integration: IntegrationFacts;
  readonly path: string;
}

/**
 * Routes of the page where an admin issues and copies an authorization code for an integration of their own account.
 */
export function codeRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);
  const base = '/accounts/:accountId/integrations/:clientId';

  app.get(base, page, async (request, reply) => {
    const at = await atIntegration(site, request, reply);
    return at === undefined ? reply : sendCode(site, { request, reply, at });
  });

  // Issuing an authorization code installs and grants as Allow does, so it needs a person's confirmation too.
  app.post(`${base}/code`, page, async (request, reply) => {
    const at = await atIntegration(site, request, reply);
    if (at === undefined) return reply;
    const { accountId, integrationId } = at.integration;
    const refused = (kind: PageFailure) =>
      sendFailure(site, { request, reply, session: at.session, status: 403 }, { kind, onward: { url: at.path } });
    const token = readForm(request.body)?.get('press');
    const about = [integrationId, accountId];
    const confirmation = await readConfirmation(site, { request, session: at.session, page: 'code', about, token });
    switch (confirmation.kind) {
      case 'refused':
        return refused(confirmation.why);
      case 'stale':
        return reply.redirect(confirmAgainPath(at.path, confirmation.why), 303);
      case 'repeated':
        return reply.redirect(at.path, 303);
      case 'confirmed':
    }
    const outcome = await giveConsent(site, {
      integrationId,
      accountId,
      userId: at.session.userId,
      actor: requesterOf({ session: at.session, request }),
      codeChallenge: undefined,
      press: { ...confirmation.press, path: undefined, again: at.path, answer: () => at.path },
      copyable: true,
    });
    switch (outcome.kind) {
      case 'granted':
      case 'repeated':
        return reply.redirect(at.path, 303);
      case 'changed': {
        const now = await atIntegration(site, request, reply);
        return now === undefined ? reply : sendCode(site, { request, reply, at: now }, outcome);
      }
      case 'refuse':
        return refused(outcome.reason === 'integration_stopped' ? 'integration_stopped' : 'rights_changed');
    }
  });
}

async function sendCode(
  site: Site,
  { request, reply, at }: { request: FastifyRequest; reply: FastifyReply; at: AtIntegration },
  again?: ConfirmAgainView,
): Promise<FastifyReply> {
  const { integration, account, session, path } = at;
  const { fields, kind, integrationId } = integration;
  return sendPage(
    site,
    { request, reply, session, returnTo: path, ...(again === undefined ? {} : { again, status: 409 }) },
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
  const issue: FormTarget = { action: `${at.path}/code`, hidden: { press } };
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
async function atIntegration(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<AtIntegration | undefined> {
  const at = await accountPageContext(site, request, reply);
  if (at === undefined) return undefined;
  const { clientId } = request.params as { clientId: string };
  const integrationId = permits(at.membership, 'integration.read') ? readUuid(clientId) : undefined;
  const integration =
    integrationId === undefined
      ? undefined
      : await site.store.registry.integration(at.account.accountId, integrationId);
  if (integration === undefined) {
    await notFound(site, request, { reply, at });
    return undefined;
  }
  return { ...at, integration, path: codePagePath(at.account.accountId, integration.integrationId) };
}

/** Sends a 404 page with a link to the account. */
async function notFound(
  site: Site,
  request: FastifyRequest,
  { reply, at }: { reply: FastifyReply; at: AccountPageContext },
): Promise<FastifyReply> {
  return sendFailure(
    site,
    { request, reply, session: at.session, status: 404 },
    { kind: 'not_found', onward: { url: consoleAccountPath(at.account.accountId) } },
  );
}
