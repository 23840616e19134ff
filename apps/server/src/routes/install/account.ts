import type { InstallationRow, RefusedRow, RowPlace } from '@pristan/flows';
import { permits } from '@pristan/rules';
import { beforePlace, placeText } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import { h } from 'preact';
import type { Site } from '../../http/page.ts';
import { sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { openFromPage } from '../../http/seal.ts';
import type { PagerView } from '../../pages/design/pager.tsx';
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
import {
  accountHead,
  accountPath,
  atAccount,
  consoleInstalledPath,
  integrationPath,
  newIntegrationPath,
} from './place.ts';

/** Cards with their grants; rows of a table. */
const PAGE = 10;
const OWN_PAGE = 50;
const ENDED_SHOWN = 20;

/** `GET /accounts/{id}`: the account's installations and grants, and its own integrations. */
export function accountRoute(app: FastifyInstance, site: Site): void {
  app.get<{ Querystring: Asked }>('/accounts/:accountId', pageRoute(site), async (request, reply) => {
    const at = await atAccount(site, request, reply);
    if (at === undefined) return reply;
    const { accountId } = at.account;
    const now = site.clock.now();
    const { done: sealed, before, own: ownBefore } = request.query;
    const seesAll = permits(at.membership, 'installation.read');
    const [{ rows: installations, next }, own] = await Promise.all([
      site.store.installs.installations(
        accountId,
        { limit: PAGE, before: placeOf(before), grantsOf: seesAll ? undefined : at.session.userId },
        now,
      ),
      permits(at.membership, 'integration.read')
        ? site.store.registry.integrations(accountId, { limit: OWN_PAGE, before: placeOf(ownBefore) })
        : { rows: [], next: undefined },
    ]);
    const ids = seesAll ? installations.map(({ integrationId }) => integrationId) : [];
    const [refused, ended] = await Promise.all([
      site.store.evidence.refusedOf(accountId, ids),
      endedAccesses(site, accountId, ids),
    ]);
    const done = typeof sealed === 'string' ? openFromPage<Done>(site, 'done', sealed) : undefined;
    return sendPage(
      site,
      { request, reply, session: at.session, returnTo: accountPath(accountId) },
      h(AccountPage, {
        account: accountHead(site, at),
        installations: installations.map((row) => installationView(row, { refused, ended }, at)),
        pager: pagerOf(accountPath(accountId), 'before', { before, next }),
        ownPager: pagerOf(accountPath(accountId), 'own', { before: ownBefore, next: own.next }),
        own: own.rows.map(({ integrationId, fields, kind, published, state }): OwnIntegrationView => ({
          clientId: integrationId,
          name: fields.name,
          kind: kind === 'public' ? (published ? 'published' : 'unmoderated') : kind,
          on: state === 'active',
          url: integrationPath(accountId, integrationId),
        })),
        createUrl: permits(at.membership, 'integration.create') ? newIntegrationPath(accountId) : null,
        canManage: permits(at.membership, 'installation.disable'),
        adoptions: await adoptionViews(site, at),
        widgets: await widgetViews(site, at, { installations, now }),
        done: done?.kind === 'opened' ? done.value : null,
      }),
    );
  });
}

/** Texts of the address; whatever is no place begins at the newest. */
interface Asked {
  readonly done?: unknown;
  readonly before?: unknown;
  readonly own?: unknown;
}

function placeOf(text: unknown): RowPlace | undefined {
  const read = beforePlace.safeParse(text);
  return read.success ? read.data : undefined;
}

function pagerOf(
  path: string,
  name: 'before' | 'own',
  { before, next }: { readonly before: unknown; readonly next: RowPlace | undefined },
): PagerView {
  return {
    newestUrl: placeOf(before) === undefined ? null : path,
    olderUrl: next === undefined ? null : `${path}?${name}=${placeText(next)}`,
  };
}

/** An admin sees every grant; any other member only their own, and may end it. */
function installationView(
  row: InstallationRow,
  { refused, ended }: { readonly refused: readonly RefusedRow[]; readonly ended: readonly Ended[] },
  { membership, session, account }: AtAccount,
): InstallationView {
  const mayDisable = permits(membership, 'installation.disable');
  const mayRead = permits(membership, 'installation.read');
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
      .filter((grant) => mayRead || grant.userId === session.userId)
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
    ...(mayRead && row.grantCount > row.grants.length
      ? { more: { count: row.grantCount, url: consoleInstalledPath(account.accountId, row.integrationId) } }
      : {}),
    refused: refused.filter(({ integrationId }) => integrationId === row.integrationId).map(refusedView),
    ended: ended
      .filter(({ integrationId }) => integrationId === row.integrationId)
      .slice(0, ENDED_SHOWN)
      .map(endedView),
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
