import { disableInstallation, revokeGrant, readDisableStatement, readRevokeStatement } from '@pristan/flows';
import { permits } from '@pristan/rules';
import { isUuid } from '@pristan/wire';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { h } from 'preact';
import type { AccountVisit } from '../http/account-visit.ts';
import { accountVisit } from '../http/account-visit.ts';
import { cancelPath, donePath } from '../http/cancel-path.ts';
import { newConfirmation } from '../http/confirmation.ts';
import type { Site } from '../http/page.ts';
import { sendPage } from '../http/page.ts';
import { askingPage } from '../http/page-action.ts';
import type { PageVisit } from '../http/page-visit.ts';
import { refuseVisit } from '../http/page-visit.ts';
import { requesterOf } from '../http/platform-call.ts';
import type { ConfirmAgainView } from '../pages/design/page-context.ts';
import { ConfirmDisablePage } from './confirm-disable-page.tsx';
import { ConfirmRevokePage } from './confirm-revoke-page.tsx';

interface AtInstallation extends AccountVisit {
  readonly integrationId: string;
}

interface AtGrant extends AccountVisit {
  readonly grantId: string;
}

/**
 * Routes that disable an integration and revoke a grant: each has a page that says what will happen, and needs a
 * person's confirmation.
 */
export function disableAndRevokeRoutes(app: FastifyInstance, site: Site): void {
  askingPage(app, site, {
    path: '/accounts/:accountId/installations/:clientId/disable',
    page: 'disable',
    place: async (visit) => atInstallation(site, visit),
    show: async (at, again) => askDisable(site, at, again),
    about: (at) => [at.integrationId, at.account.accountId],
    done: (at) => donePath(at, { done: 'disabled', clientId: at.integrationId }),
    decide: async (at, press) => {
      const { integrationId } = at;
      return disableInstallation(site, { accountId: at.account.accountId, integrationId, by: requesterOf(at), press });
    },
    answer: (_at, outcome) => {
      if (outcome.kind !== 'refuse') return 'done';
      switch (outcome.reason) {
        case 'forbidden':
          return 'not_allowed';
        case 'not_installed':
          return 'not_found';
        case 'already_disabled':
          return 'done';
      }
    },
  });
  askingPage(app, site, {
    path: '/accounts/:accountId/grants/:grantId/revoke',
    page: 'revoke',
    place: async (visit) => atGrant(site, visit),
    show: async (at, again) => askRevoke(site, at, again),
    about: (at) => [at.grantId, at.account.accountId],
    done: async (at) => {
      const found = await site.store.installs.grantToRevoke(at.account.accountId, at.grantId);
      return donePath(at, { done: 'revoked', clientId: found?.integrationId });
    },
    decide: async (at, press) => {
      const { grantId } = at;
      return revokeGrant(site, { accountId: at.account.accountId, grantId, by: requesterOf(at), press });
    },
    answer: (_at, outcome) =>
      outcome.kind === 'refuse' && outcome.reason !== 'already_revoked' ? 'not_found' : 'done',
  });
}

async function atInstallation(site: Site, visit: PageVisit): Promise<AtInstallation | undefined> {
  const at = await accountVisit(site, visit);
  return at && { ...at, integrationId: (visit.params['clientId'] ?? '').toLowerCase() };
}

async function atGrant(site: Site, visit: PageVisit): Promise<AtGrant | undefined> {
  const at = await accountVisit(site, visit);
  return at && { ...at, grantId: visit.params['grantId'] ?? '' };
}

async function askDisable(site: Site, at: AtInstallation, again?: ConfirmAgainView): Promise<FastifyReply> {
  const { integrationId, session } = at;
  const about = { accountId: at.account.accountId, integrationId };
  const installation = isUuid(integrationId)
    ? await site.store.installs.installation(about.accountId, integrationId)
    : undefined;
  if (installation?.state !== 'enabled') return refuseVisit(site, at, 'not_found');
  if (!permits(at.membership, 'installation.disable')) return refuseVisit(site, at, 'not_allowed');
  const statement = await readDisableStatement(site, { ...about, userId: session.userId }, site.clock.now());
  if (statement === undefined) return refuseVisit(site, at, 'not_found');
  const { account, integration, grants, integratorIsTold } = statement.facts;
  return sendPage(
    site,
    outgoing(at, again),
    h(ConfirmDisablePage, {
      account,
      integration,
      grants,
      integratorIsTold,
      form: { action: at.askedAt, hidden: { press: newConfirmation(site, session, statement) } },
      backUrl: cancelPath(at, integrationId),
    }),
  );
}

async function askRevoke(site: Site, at: AtGrant, again?: ConfirmAgainView): Promise<FastifyReply> {
  const { grantId, session } = at;
  const { accountId } = at.account;
  const { userId } = session;
  const now = site.clock.now();
  const found = isUuid(grantId) ? await site.store.installs.shownGrant(accountId, grantId, now) : undefined;
  // An admin may revoke any grant of the account, everybody else only the grants that they gave.
  const isTheirs = permits(at.membership, 'grant.revoke') || found?.grant.userId === userId;
  const statement = isTheirs && found && (await readRevokeStatement(site, { accountId, grantId, userId }, now));
  if (statement === false || statement === undefined) return refuseVisit(site, at, 'not_found');
  const { account, integration, person, last, integratorIsTold } = statement.facts;
  return sendPage(
    site,
    outgoing(at, again),
    h(ConfirmRevokePage, {
      account,
      integration,
      person,
      last,
      integratorIsTold,
      form: { action: at.askedAt, hidden: { press: newConfirmation(site, session, statement) } },
      backUrl: cancelPath(at, found?.installation.integrationId),
    }),
  );
}

function outgoing({ request, reply, session, askedAt }: AccountVisit, again: ConfirmAgainView | undefined) {
  const base = { request, reply, session, returnTo: askedAt };
  return again === undefined ? base : { ...base, again, status: 409 };
}
