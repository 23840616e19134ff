import type { InstallationRow, RefusedRow } from '@pristan/flows';
import { permits } from '@pristan/rules';
import type { FastifyInstance } from 'fastify';
import { h } from 'preact';
import type { Site } from '../../http/page.ts';
import { sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { openFromPage } from '../../http/seal.ts';
import { AccountPage } from '../../pages/install/account-page.tsx';
import type { OwnIntegrationView } from '../../pages/install/own-integrations.tsx';
import type { InstallationView } from '../../pages/install/installation-card.tsx';
import type { RefusedTokenView } from '../../pages/install/refused-tokens.tsx';
import { adoptionViews } from '../moderation/refuse.ts';
import { logoUrl } from '../registry/logo-url.ts';
import type { AtAccount } from './place.ts';
import type { Done } from './done.ts';
import type { Ended } from './ended-access.ts';
import { endedAccesses, endedView } from './ended-access.ts';
import { widgetViews } from './widget-view.ts';
import { accountHead, accountPath, atAccount, integrationPath } from './place.ts';

/** `GET /accounts/{id}`: the account's installations and grants, and its own integrations. */
export function accountRoute(app: FastifyInstance, site: Site): void {
  app.get<{ Querystring: { done?: unknown } }>('/accounts/:accountId', pageRoute(site), async (request, reply) => {
    const at = await atAccount(site, request, reply);
    if (at === undefined) return reply;
    const { accountId } = at.account;
    const now = site.clock.now();
    const [installations, refused, ended, own] = await Promise.all([
      site.store.installs.installations(accountId, now),
      permits(at.membership, 'installation.read') ? site.store.evidence.refusedTokens(accountId) : [],
      permits(at.membership, 'installation.read') ? endedAccesses(site, accountId) : [],
      permits(at.membership, 'integration.read') ? site.store.registry.integrations(accountId) : [],
    ]);
    const { done: sealed } = request.query;
    const done = typeof sealed === 'string' ? openFromPage<Done>(site, 'done', sealed) : undefined;
    return sendPage(
      site,
      { request, reply, session: at.session, returnTo: accountPath(accountId) },
      h(AccountPage, {
        account: accountHead(site, at.account),
        installations: installations.map((row) => installationView(row, { refused, ended }, at)),
        own: own.map(({ integrationId, fields, kind, published, state }): OwnIntegrationView => ({
          clientId: integrationId,
          name: fields.name,
          kind: kind === 'public' ? (published ? 'published' : 'unmoderated') : kind,
          on: state === 'active',
          url: integrationPath(accountId, integrationId),
        })),
        canManage: permits(at.membership, 'installation.disable'),
        adoptions: await adoptionViews(site, at),
        widgets: await widgetViews(site, at, { installations, now }),
        done: done?.kind === 'opened' ? done.value : null,
      }),
    );
  });
}

/** An admin sees every grant; any other member only their own, and may end it. */
function installationView(
  row: InstallationRow,
  { refused, ended }: { readonly refused: readonly RefusedRow[]; readonly ended: readonly Ended[] },
  { membership, session, account }: AtAccount,
): InstallationView {
  const mayDisable = permits(membership, 'installation.disable');
  const mayRevoke = permits(membership, 'grant.revoke');
  const base = accountPath(account.accountId);
  return {
    clientId: row.integrationId,
    name: row.name,
    logoUrl: logoUrl(row.logoHash),
    owner: row.owner,
    state: row.state,
    changedAt: row.state === 'enabled' ? row.enabledAt : (row.disabledAt ?? row.enabledAt),
    grants: row.grants
      .filter((grant) => permits(membership, 'installation.read') || grant.userId === session.userId)
      .map((grant) => ({
        id: grant.grantId,
        person: grant.userName,
        email: grant.userEmail,
        personLeft: grant.userLeft,
        access: grant.fullAccess ? 'full' : 'own',
        restricted: grant.restricted,
        grantedAt: grant.updatedAt,
        code: grant.code,
        revokeUrl: mayRevoke || grant.userId === session.userId ? `${base}/grants/${grant.grantId}/revoke` : null,
      })),
    refused: refused.filter(({ integrationId }) => integrationId === row.integrationId).map(refusedView),
    ended: ended.filter(({ integrationId }) => integrationId === row.integrationId).map(endedView),
    disableUrl: mayDisable && row.state === 'enabled' ? `${base}/installations/${row.integrationId}/disable` : null,
    enable: null,
  };
}

function refusedView({ person, first, again, count }: RefusedRow): RefusedTokenView {
  return {
    person: person?.name ?? null,
    firstUse: first === undefined ? null : { at: first.at, address: first.address ?? '' },
    again: { at: again.at, address: again.address ?? '' },
    count,
  };
}
