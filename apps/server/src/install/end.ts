import { disableInstallation, revokeGrant, readDisableStatement, readRevokeStatement } from '@pristan/flows';
import type { StatementOf } from '@pristan/rules';
import { permits } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requesterOf } from '../http/platform-call.ts';
import { h } from 'preact';
import { readForm } from '../http/bodies.ts';
import { newConfirmation, readConfirmation } from '../http/confirmation.ts';
import type { Site } from '../http/page.ts';
import { confirmAgainPath, sendFailure, sendPage } from '../http/page.ts';
import { pageRoute } from '../http/page-route.ts';
import { isUuid } from '@pristan/wire';
import type { PageFailure } from '../http/failed-page.tsx';
import type { ConfirmAgainView } from '../pages/design/page-context.ts';
import { ConfirmDisablePage } from './confirm-disable-page.tsx';
import { ConfirmRevokePage } from './confirm-revoke-page.tsx';
import type { AccountPageContext } from '../http/account-page.ts';
import { accountPageContext } from '../http/account-page.ts';
import { donePath, formPath, repeatedPath, cancelPath } from '../http/cancel-path.ts';

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly at: AccountPageContext;
}

/**
 * Routes that disable an integration and revoke a grant: each has a page that says what will happen, and needs a
 * person's confirmation.
 */
export function disableAndRevokeRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);
  const disablePath = '/accounts/:accountId/installations/:clientId/disable';
  const revokePath = '/accounts/:accountId/grants/:grantId/revoke';

  app.get<{ Params: { clientId: string } }>(disablePath, page, async (request, reply) => {
    const at = await accountPageContext(site, request, reply);
    return at === undefined ? reply : askDisable(site, { request, reply, at });
  });

  app.post<{ Params: { clientId: string } }>(disablePath, page, async (request, reply) => {
    const at = await accountPageContext(site, request, reply);
    if (at === undefined) return reply;
    const asked = { request, reply, at };
    const integrationId = request.params.clientId.toLowerCase();
    const { accountId } = at.account;
    const token = readForm(request.body)?.get('press');
    const about = [integrationId, accountId];
    const confirmation = await readConfirmation(site, { request, session: at.session, page: 'disable', about, token });
    const to = { request, at, clientId: integrationId };
    switch (confirmation.kind) {
      case 'refused':
        return refuse(site, asked, confirmation.why);
      case 'stale':
        return reply.redirect(confirmAgainPath(formPath(request), confirmation.why), 303);
      case 'repeated':
        return reply.redirect(repeatedPath(to, confirmation.answer), 303);
      case 'confirmed':
    }
    const { press } = confirmation;
    const answer = donePath({ ...to, done: 'disabled' });
    const by = requesterOf({ session: at.session, request });
    const outcome = await disableInstallation(site, { accountId, integrationId, by, press: { ...press, answer } });
    if (outcome.kind === 'changed') return askDisable(site, asked, outcome);
    if (outcome.kind === 'repeated') return reply.redirect(repeatedPath(to, outcome.answer), 303);
    if (outcome.kind === 'refuse' && outcome.reason === 'forbidden') return refuse(site, asked, 'not_allowed');
    if (outcome.kind === 'refuse' && outcome.reason === 'not_installed') return refuse(site, asked, 'not_found');
    return reply.redirect(answer, 303);
  });

  app.get<{ Params: { grantId: string } }>(revokePath, page, async (request, reply) => {
    const at = await accountPageContext(site, request, reply);
    return at === undefined ? reply : askRevoke(site, { request, reply, at });
  });

  app.post<{ Params: { grantId: string } }>(revokePath, page, async (request, reply) => {
    const at = await accountPageContext(site, request, reply);
    if (at === undefined) return reply;
    const asked = { request, reply, at };
    const { grantId } = request.params;
    const { accountId } = at.account;
    const token = readForm(request.body)?.get('press');
    const about = [grantId, accountId];
    const confirmation = await readConfirmation(site, { request, session: at.session, page: 'revoke', about, token });
    switch (confirmation.kind) {
      case 'refused':
        return refuse(site, asked, confirmation.why);
      case 'stale':
        return reply.redirect(confirmAgainPath(formPath(request), confirmation.why), 303);
      case 'repeated':
        return reply.redirect(repeatedPath({ request, at }, confirmation.answer), 303);
      case 'confirmed':
    }
    const { press } = confirmation;
    const found = await site.store.installs.grantToRevoke(accountId, grantId);
    const answer = donePath({ request, at, clientId: found?.integrationId, done: 'revoked' });
    const by = requesterOf({ session: at.session, request });
    const outcome = await revokeGrant(site, { accountId, grantId, by, press: { ...press, answer } });
    if (outcome.kind === 'changed') return askRevoke(site, asked, outcome);
    if (outcome.kind === 'repeated') return reply.redirect(repeatedPath({ request, at }, outcome.answer), 303);
    if (outcome.kind === 'refuse' && outcome.reason !== 'already_revoked') return refuse(site, asked, 'not_found');
    return reply.redirect(answer, 303);
  });
}

async function askDisable(site: Site, asked: Asked, again?: ConfirmAgainView): Promise<FastifyReply> {
  const { request, at } = asked;
  const { clientId } = request.params as { clientId: string };
  const about = { accountId: at.account.accountId, integrationId: clientId.toLowerCase() };
  const installation = isUuid(about.integrationId)
    ? await site.store.installs.installation(about.accountId, about.integrationId)
    : undefined;
  if (installation?.state !== 'enabled') return refuse(site, asked, 'not_found');
  if (!permits(at.membership, 'installation.disable')) return refuse(site, asked, 'not_allowed');
  const statement = await readDisableStatement(site, { ...about, userId: at.session.userId }, site.clock.now());
  if (statement === undefined) return refuse(site, asked, 'not_found');
  const { account, integration, grants, integratorIsTold } = statement.facts;
  return sendPage(
    site,
    outgoing(asked, again),
    h(ConfirmDisablePage, {
      account,
      integration,
      grants,
      integratorIsTold,
      form: pressForm(site, asked, statement),
      backUrl: cancelPath({ request, at, clientId: about.integrationId }),
    }),
  );
}

async function askRevoke(site: Site, asked: Asked, again?: ConfirmAgainView): Promise<FastifyReply> {
  const { request, at } = asked;
  const { grantId } = request.params as { grantId: string };
  const { accountId } = at.account;
  const { userId } = at.session;
  const now = site.clock.now();
  const found = isUuid(grantId) ? await site.store.installs.shownGrant(accountId, grantId, now) : undefined;
  // An admin may revoke any grant of the account, everybody else only the grants that they gave.
  const isTheirs = permits(at.membership, 'grant.revoke') || found?.grant.userId === userId;
  const statement = isTheirs && found && (await readRevokeStatement(site, { accountId, grantId, userId }, now));
  if (statement === false || statement === undefined) return refuse(site, asked, 'not_found');
  const { account, integration, person, last, integratorIsTold } = statement.facts;
  return sendPage(
    site,
    outgoing(asked, again),
    h(ConfirmRevokePage, {
      account,
      integration,
      person,
      last,
      integratorIsTold,
      form: pressForm(site, asked, statement),
      backUrl: cancelPath({ request, at, clientId: found?.installation.integrationId }),
    }),
  );
}

function pressForm(site: Site, { request, at }: Asked, statement: StatementOf<'disable' | 'revoke'>) {
  return { action: formPath(request), hidden: { press: newConfirmation(site, at.session, statement) } };
}

function outgoing({ request, reply, at }: Asked, again: ConfirmAgainView | undefined) {
  const base = { request, reply, session: at.session, returnTo: formPath(request) };
  return again === undefined ? base : { ...base, again, status: 409 };
}

async function refuse(site: Site, { request, reply, at }: Asked, kind: PageFailure): Promise<FastifyReply> {
  return sendFailure(
    site,
    { request, reply, session: at.session, status: kind === 'not_found' ? 404 : 403 },
    { kind, onward: { url: cancelPath({ request, at }) } },
  );
}
