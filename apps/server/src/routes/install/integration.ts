import { codePlace, giveConsent, revealSecret, stateConsent, switchIntegration } from '@pristan/flows';
import type { IntegrationFacts } from '@pristan/rules';
import { hourMs, permits, scopesWithin } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { readForm } from '../../http/bodies.ts';
import { newConfirmation, readConfirmation } from '../../http/confirmation.ts';
import type { Site } from '../../http/page.ts';
import { anewPath, sendFailure, sendPage } from '../../http/page.ts';
import { isSameOrigin } from '../../http/press.ts';
import { pageRoute } from '../../http/page-route.ts';
import { openFromPage, sealForPage } from '../../http/seal.ts';
import type { Failure } from '../../pages/authorize/failed-page.tsx';
import type { AskedAgainView, FormTarget } from '../../pages/design/setting.ts';
import type { CodeView } from '../../pages/install/code-section.tsx';
import { IntegrationPage } from '../../pages/install/integration-page.tsx';
import { inReadersWords, readersLanguages } from '../../registry/readers-words.ts';
import { logoUrl } from '../registry/logo-url.ts';
import type { AtAccount } from './place.ts';
import { accountPath, atAccount, integrationPath } from './place.ts';
import { deliveriesPath } from '../hooks/deliveries-path.ts';
import { installPath } from './installation-paths.ts';
import { installable } from './widget.ts';

const FORM_LIFETIME_MS = 12 * hourMs;

/** An admin at an integration of their account. */
export interface AtIntegration extends AtAccount {
  readonly integration: IntegrationFacts;
  readonly path: string;
}

/** An integration's page in its technical account: keys, the code to copy, the switch. Admins of that account only. */
export function integrationRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);
  const base = '/accounts/:accountId/integrations/:clientId';

  app.get(base, page, async (request, reply) => {
    const at = await atIntegration(site, request, reply);
    return at === undefined ? reply : sendIntegration(site, { request, reply, at }, undefined);
  });

  // The secret stands in the answer to the press, never in an address, and that it was looked at is recorded.
  app.post(`${base}/secret`, page, async (request, reply) => {
    const at = await atPostedForm(site, request, { reply, what: 'secret' });
    if (at === undefined) return reply;
    const { accountId, integrationId } = at.integration;
    const outcome = await revealSecret(site, {
      accountId,
      integrationId,
      by: { userId: at.session.userId, address: request.ip },
    });
    if (outcome.kind === 'refuse') return notFound(site, request, { reply, at });
    return sendIntegration(site, { request, reply, at }, outcome.clientSecret);
  });

  app.post(`${base}/switch`, page, async (request, reply) => {
    const at = await atPostedForm(site, request, { reply, what: 'switch' });
    if (at === undefined) return reply;
    const { accountId, integrationId } = at.integration;
    const by = { userId: at.session.userId, address: request.ip };
    await switchIntegration(site, { accountId, integrationId, by }, at.to);
    return reply.redirect(at.path, 303);
  });

  // Issuing a code installs and grants as Allow does, so it needs what Allow needs: a person's press.
  app.post(`${base}/code`, page, async (request, reply) => {
    const at = await atIntegration(site, request, reply);
    if (at === undefined) return reply;
    const { accountId, integrationId } = at.integration;
    const refused = (kind: Failure) =>
      sendFailure(site, { request, reply, session: at.session, status: 403 }, { kind, onward: { url: at.path } });
    const token = readForm(request.body)?.get('press');
    const about = [integrationId, accountId];
    const confirmation = await readConfirmation(site, { request, session: at.session, page: 'code', about, token });
    switch (confirmation.kind) {
      case 'refused':
        return refused(confirmation.why);
      case 'stale':
        return reply.redirect(anewPath(at.path, confirmation.why), 303);
      case 'repeated':
        return reply.redirect(at.path, 303);
      case 'confirmed':
    }
    const outcome = await giveConsent(site, {
      integrationId,
      accountId,
      userId: at.session.userId,
      actor: { userId: at.session.userId, address: request.ip },
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
        return now === undefined ? reply : sendIntegration(site, { request, reply, at: now }, undefined, outcome);
      }
      case 'refuse':
        return refused(outcome.reason === 'integration_stopped' ? 'integration_stopped' : 'rights_changed');
    }
  });
}

async function sendIntegration(
  site: Site,
  { request, reply, at }: { request: FastifyRequest; reply: FastifyReply; at: AtIntegration },
  secret: string | undefined,
  again?: AskedAgainView,
): Promise<FastifyReply> {
  const { integration, account, session, path } = at;
  const { fields, kind, published, integrationId } = integration;
  const { language, summary } = await inReadersWords(site, readersLanguages(request, session), { integrationId });
  return sendPage(
    site,
    { request, reply, session, returnTo: path, ...(again === undefined ? {} : { again, status: 409 }) },
    h(IntegrationPage, {
      account: { name: account.name, url: accountPath(account.accountId), homeUrl: '/' },
      name: fields.name,
      logoUrl: logoUrl(fields.logoHash),
      language,
      summary: summary === '' ? null : summary,
      kind: kind === 'public' ? (published ? 'published' : 'unmoderated') : kind,
      on: integration.state === 'active',
      clientId: integrationId,
      redirectUri: fields.redirectUri,
      disconnectUri: fields.disconnectUri ?? null,
      scopes: scopesWithin(integration.kind, fields.scopes),
      secret: secret === undefined ? { kind: 'hidden', reveal: form(site, at, 'secret') } : { kind: 'shown', secret },
      code: await codeView(site, at),
      installUrl: (await installable(site, at, integrationId)) && installPath(account.accountId, integrationId),
      deliveriesUrl: deliveriesPath(path),
      switch: form(site, at, 'switch'),
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
    code: site.vault.open(codePlace(code.codeId), code.sealedCode),
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
  return card && stateConsent('code', card, { account, path: undefined });
}

/**
 * The integration a page is about, when this person manages it: an admin of the account it was created in.
 *
 * @returns `undefined` when an answer was sent
 */
export async function atIntegration(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<AtIntegration | undefined> {
  const at = await atAccount(site, request, reply);
  if (at === undefined) return undefined;
  const { clientId } = request.params as { clientId: string };
  const known = /^[0-9a-f-]{36}$/i.test(clientId) && permits(at.membership, 'integration.read');
  const integration = known
    ? await site.store.registry.integration(at.account.accountId, clientId.toLowerCase())
    : undefined;
  if (integration === undefined) {
    await notFound(site, request, { reply, at });
    return undefined;
  }
  return { ...at, integration, path: integrationPath(at.account.accountId, integration.integrationId) };
}

type State = IntegrationFacts['state'];

/** A press bound to session, integration and action, with the state that the switch would lead to. */
function form(site: Site, at: AtIntegration, what: 'secret' | 'switch'): FormTarget {
  const to: State = at.integration.state === 'active' ? 'stopped' : 'active';
  return {
    action: `${at.path}/${what}`,
    hidden: {
      form: sealForPage(site, formPurpose(at, what), { sessionId: at.session.sessionId, to }, FORM_LIFETIME_MS),
    },
  };
}

interface SealedForm {
  readonly sessionId: string;
  readonly to: State;
}

function formPurpose(at: AtIntegration, what: string): string {
  return `${what} ${at.integration.integrationId}`;
}

async function atPostedForm(
  site: Site,
  request: FastifyRequest,
  { reply, what }: { reply: FastifyReply; what: 'secret' | 'switch' },
): Promise<(AtIntegration & { readonly to: State }) | undefined> {
  const at = await atIntegration(site, request, reply);
  if (at === undefined) return undefined;
  const opened = openFromPage<SealedForm>(site, formPurpose(at, what), readForm(request.body)?.get('form'));
  const isForeign = !isSameOrigin(site, request) || opened.kind === 'tampered';
  const isOurs = opened.kind === 'opened' && opened.value.sessionId === at.session.sessionId;
  if (!isForeign && isOurs) return { ...at, to: opened.value.to };
  await sendFailure(
    site,
    { request, reply, session: at.session, status: isForeign ? 403 : 409 },
    { kind: isForeign ? 'foreign_form' : 'form_expired', onward: { url: at.path } },
  );
  return undefined;
}

/** The page that says so, with the way back to the account. */
export async function notFound(
  site: Site,
  request: FastifyRequest,
  { reply, at }: { reply: FastifyReply; at: AtAccount },
): Promise<FastifyReply> {
  return sendFailure(
    site,
    { request, reply, session: at.session, status: 404 },
    { kind: 'not_found', onward: { url: accountPath(at.account.accountId) } },
  );
}
