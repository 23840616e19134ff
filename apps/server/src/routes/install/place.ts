import type { AccountRow } from '@pristan/flows';
import type { Membership } from '@pristan/rules';
import { permits } from '@pristan/rules';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../../http/page.ts';
import { sendFailure } from '../../http/page.ts';
import type { Session } from '../../http/session.ts';
import { signedInPath } from '../../http/page-of-form.ts';
import { sessionOf } from '../../http/session.ts';
import { accountHost } from '../../http/site.ts';
import type { AccountHeadView } from '../../pages/design/account-head.tsx';
import { sendSignIn } from '../accounts/sign-in.ts';
import { accountIdOf } from '../authorize/account-id.ts';

/** A signed-in person in one of their accounts. */
export interface AtAccount {
  readonly session: Session;
  readonly account: AccountRow;
  readonly membership: Membership;
}

/**
 * The person and the account a page is about. Signed out, they sign in first; an account they have no active place in
 * is not found, whether or not it exists.
 *
 * @returns `undefined` when an answer was sent
 */
export async function atAccount(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<AtAccount | undefined> {
  const session = await sessionOf(site, request);
  if (session === undefined) {
    await sendSignIn(site, { request, reply, session }, { to: signedInPath(request), connecting: null });
    return undefined;
  }
  const { accountId: text } = request.params as { accountId?: unknown };
  const accountId = accountIdOf(text);
  const membership =
    accountId === undefined ? undefined : await site.store.installs.membership(accountId, session.userId);
  const account = accountId === undefined ? undefined : await site.store.accounts.account(accountId);
  if (account === undefined || membership?.state !== 'active') {
    await sendFailure(site, { request, reply, session, status: 404 }, { kind: 'not_found', onward: { url: '/' } });
    return undefined;
  }
  return { session, account, membership };
}

export function accountHead(site: Site, { account, membership }: Omit<AtAccount, 'session'>): AccountHeadView {
  return {
    name: account.name,
    domain: accountHost(account.subdomain, site.config),
    homeUrl: '/',
    integrationsUrl: accountPath(account.accountId),
    membersUrl: `${accountPath(account.accountId)}/members`,
    consoleUrl: permits(membership, 'installation.read') ? consoleInstalledPath(account.accountId) : null,
  };
}

export function accountPath(accountId: number): string {
  return `/accounts/${accountId}`;
}

export function integrationPath(accountId: number, clientId: string): string {
  return `${accountPath(accountId)}/integrations/${clientId}`;
}

/** The console's page of an installation; without one, its list of all. */
export function consoleInstalledPath(accountId: number, clientId?: string): string {
  const list = `/console${accountPath(accountId)}/installed`;
  return clientId === undefined ? list : `${list}/${clientId}`;
}

/** The console's form. */
export function newIntegrationPath(accountId: number): string {
  return `/console${accountPath(accountId)}/integrations/new`;
}
