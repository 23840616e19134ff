import type { AccountRow } from '@pristan/flows';
import type { Membership } from '@pristan/rules';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from './page.ts';
import { sendFailure } from './page.ts';
import type { Session } from './session.ts';
import { signedInPath } from './signed-in-path.ts';
import { sessionOf } from './session.ts';
import { sendSignIn } from './sign-in.ts';
import { accountIdOf } from './account-id.ts';

/** Path of the console. */
export const consolePath = '/console/';

/** A signed-in person in one of their accounts. */
export interface AccountPageContext {
  readonly session: Session;
  readonly account: AccountRow;
  readonly membership: Membership;
}

/**
 * Signed-in person and account of a page. A person who is not signed in signs in first; an account in which they are
 * not active is 404, whether or not it exists.
 *
 * @returns `undefined` when an answer was sent
 */
export async function accountPageContext(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<AccountPageContext | undefined> {
  const session = await sessionOf(site, request);
  if (session === undefined) {
    await sendSignIn(site, { request, reply, session }, { to: signedInPath(request), connecting: null });
    return undefined;
  }
  const { accountId: text } = request.params as { accountId?: unknown };
  const accountId = accountIdOf(text);
  const membership =
    accountId === undefined ? undefined : await site.store.installs.membership(accountId, session.userId);
  if (accountId !== undefined) site.counting.placed(session.userId, accountId, membership?.state === 'active');
  const account = accountId === undefined ? undefined : await site.store.accounts.account(accountId);
  if (account === undefined || membership?.state !== 'active') {
    await sendFailure(
      site,
      { request, reply, session, status: 404 },
      { kind: 'not_found', onward: { url: consolePath } },
    );
    return undefined;
  }
  return { session, account, membership };
}

/** Path of the page where an account requests an authorization code for its own integration. */
export function codePagePath(accountId: number, clientId: string): string {
  return `/accounts/${accountId}/integrations/${clientId}`;
}

/** Path of an account in the console, which opens at the first page that its reader may see. */
export function consoleAccountPath(accountId: number): string {
  return `${consolePath}accounts/${accountId}`;
}

/** Path of an installation in the console; without an id, path of the list of installations. */
export function consoleInstalledPath(accountId: number, clientId?: string): string {
  const list = `${consoleAccountPath(accountId)}/installed`;
  return clientId === undefined ? list : `${list}/${clientId}`;
}

/** Path of the console's *My access* page, which lists the access that the reader gave. */
export function consoleMyAccessPath(accountId: number): string {
  return `${consoleAccountPath(accountId)}/my-access`;
}

/** Path of an integration in the console of its technical account, or of the integration's guide there. */
export function consoleIntegrationPath(accountId: number, clientId: string, part?: 'guide'): string {
  const page = `${consoleAccountPath(accountId)}/integrations/${clientId}`;
  return part === undefined ? page : `${page}/${part}`;
}
