import { disableInstallation, revokeGrant } from '@pristan/flows';
import { permits } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { readForm } from '../../http/bodies.ts';
import type { Site } from '../../http/page.ts';
import { sendFailure, sendPage } from '../../http/page.ts';
import { newPress, readPress } from '../../http/press.ts';
import { pageRoute } from '../../http/page-route.ts';
import { isUuid } from '../../http/uuid.ts';
import type { Failure } from '../../pages/authorize/failed-page.tsx';
import { ConfirmDisablePage } from '../../pages/install/confirm-disable-page.tsx';
import { ConfirmRevokePage } from '../../pages/install/confirm-revoke-page.tsx';
import type { AtAccount } from './place.ts';
import { atAccount } from './place.ts';
import { sendBack, wayBack } from './way-back.ts';

/** Disable and revoke: a page that says what will happen, and a person's press. */
export function endRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);

  app.get<{ Params: { clientId: string } }>(
    '/accounts/:accountId/installations/:clientId/disable',
    page,
    async (request, reply) => {
      const at = await atAccount(site, request, reply);
      if (at === undefined) return reply;
      const installation = await installationOf(site, at, request.params.clientId);
      if (installation?.state !== 'enabled') return notFound(site, request, { reply, at });
      if (!permits(at.membership, 'installation.disable'))
        return refuse(site, request, { reply, at, kind: 'not_allowed' });
      const clientId = installation.integrationId;
      return sendPage(
        site,
        { request, reply, session: at.session },
        h(ConfirmDisablePage, {
          account: at.account.name,
          integration: installation.name,
          grants: installation.grantCount,
          integratorIsTold: installation.tellsIntegrator,
          form: { action: request.url, hidden: { press: newPress(site, at.session, disableAbout(at, clientId)) } },
          backUrl: wayBack({ request, at, clientId }),
        }),
      );
    },
  );

  app.post<{ Params: { clientId: string } }>(
    '/accounts/:accountId/installations/:clientId/disable',
    page,
    async (request, reply) => {
      const at = await atAccount(site, request, reply);
      if (at === undefined) return reply;
      const installation = await installationOf(site, at, request.params.clientId);
      if (installation === undefined) return notFound(site, request, { reply, at });
      const clientId = installation.integrationId;
      const press = readPress(site, {
        request,
        session: at.session,
        about: disableAbout(at, clientId),
        token: readForm(request.body)?.get('press'),
      });
      if (press.kind === 'refused') return refuse(site, request, { reply, at, kind: press.why });
      const outcome = await disableInstallation(site, {
        accountId: at.account.accountId,
        integrationId: clientId,
        by: { userId: at.session.userId, address: request.ip },
        press: press.press,
      });
      if (outcome.kind === 'refuse' && outcome.reason === 'forbidden')
        return refuse(site, request, { reply, at, kind: 'not_allowed' });
      if (outcome.kind === 'refuse' && outcome.reason === 'press_replayed')
        return refuse(site, request, { reply, at, kind: 'replayed' });
      return sendBack(site, reply, { request, at, clientId, done: { what: 'disabled', name: installation.name } });
    },
  );

  app.get<{ Params: { grantId: string } }>(
    '/accounts/:accountId/grants/:grantId/revoke',
    page,
    async (request, reply) => {
      const at = await atAccount(site, request, reply);
      if (at === undefined) return reply;
      const found = await grantOf(site, at, request.params.grantId);
      if (found === undefined) return notFound(site, request, { reply, at });
      const { installation, grant } = found;
      return sendPage(
        site,
        { request, reply, session: at.session },
        h(ConfirmRevokePage, {
          account: at.account.name,
          integration: installation.name,
          person: grant.userName,
          last: installation.grantCount === 1,
          integratorIsTold: installation.tellsIntegrator,
          form: { action: request.url, hidden: { press: newPress(site, at.session, revokeAbout(at, grant.grantId)) } },
          backUrl: wayBack({ request, at, clientId: installation.integrationId }),
        }),
      );
    },
  );

  app.post<{ Params: { grantId: string } }>(
    '/accounts/:accountId/grants/:grantId/revoke',
    page,
    async (request, reply) => {
      const at = await atAccount(site, request, reply);
      if (at === undefined) return reply;
      const found = await grantOf(site, at, request.params.grantId);
      if (found === undefined) return notFound(site, request, { reply, at });
      const { grantId, userName } = found.grant;
      const press = readPress(site, {
        request,
        session: at.session,
        about: revokeAbout(at, grantId),
        token: readForm(request.body)?.get('press'),
      });
      if (press.kind === 'refused') return refuse(site, request, { reply, at, kind: press.why });
      const outcome = await revokeGrant(site, {
        accountId: at.account.accountId,
        grantId,
        by: { userId: at.session.userId, address: request.ip },
        press: press.press,
      });
      if (outcome.kind === 'refuse' && outcome.reason === 'press_replayed')
        return refuse(site, request, { reply, at, kind: 'replayed' });
      if (outcome.kind === 'refuse' && outcome.reason !== 'already_revoked')
        return notFound(site, request, { reply, at });
      const clientId = found.installation.integrationId;
      return sendBack(site, reply, { request, at, clientId, done: { what: 'revoked', name: userName } });
    },
  );
}

function disableAbout(at: AtAccount, clientId: string): string {
  return `disable ${clientId} ${at.account.accountId}`;
}

function revokeAbout(at: AtAccount, grantId: string): string {
  return `revoke ${grantId} ${at.account.accountId}`;
}

async function installationOf(site: Site, at: AtAccount, clientId: string) {
  return isUuid(clientId)
    ? site.store.installs.shownInstallation(at.account.accountId, clientId.toLowerCase(), site.clock.now())
    : undefined;
}

/** A grant this person may end: any for an admin, otherwise their own. */
async function grantOf(site: Site, at: AtAccount, grantId: string) {
  if (!isUuid(grantId)) return undefined;
  const found = await site.store.installs.shownGrant(at.account.accountId, grantId, site.clock.now());
  const isTheirs = permits(at.membership, 'grant.revoke') || found?.grant.userId === at.session.userId;
  return isTheirs ? found : undefined;
}

async function notFound(site: Site, request: FastifyRequest, { reply, at }: { reply: FastifyReply; at: AtAccount }) {
  return sendFailure(
    site,
    { request, reply, session: at.session, status: 404 },
    { kind: 'not_found', onward: { url: wayBack({ request, at }) } },
  );
}

async function refuse(site: Site, request: FastifyRequest, how: { reply: FastifyReply; at: AtAccount; kind: Failure }) {
  return sendFailure(
    site,
    { request, reply: how.reply, session: how.at.session, status: how.kind === 'replayed' ? 409 : 403 },
    { kind: how.kind, onward: { url: wayBack({ request, at: how.at }) } },
  );
}
