import type { AccountRow } from '@pristan/flows';
import type { Membership } from '@pristan/rules';
import { permits } from '@pristan/rules';
import type { FastifyRequest } from 'fastify';
import { consoleInstalledPath, consoleMyAccessPath } from './account-page.ts';

/** Result of a submitted confirmation page; the console shows it when it agrees with the console's own data. */
export type ConfirmationResult = 'disabled' | 'revoked' | 'installed' | 'sent' | 'settings' | 'kept';

/** Request to a confirmation page of an account, with the rights of the person who sent it. */
interface AtAccount {
  readonly request: FastifyRequest;
  readonly account: Pick<AccountRow, 'accountId'>;
  readonly membership: Membership;
}

/**
 * Path to which a confirmation page leads after Cancel and after an error: *My access* for members and for people who
 * came from there; for other admins the installation, or the list of installations. Only `from=my-access` is read from
 * the URL.
 *
 * @param clientId integration whose installation exists and has a page in the console
 */
export function cancelPath({ request, account, membership }: AtAccount, clientId?: string): string {
  const { accountId } = account;
  const isFromMine = (request.query as { from?: unknown }).from === 'my-access';
  return isFromMine || !permits(membership, 'installation.read')
    ? consoleMyAccessPath(accountId)
    : consoleInstalledPath(accountId, clientId);
}

/** URL that a confirmation form posts to: its page's own URL, without the parameter that asks once more. */
export function formPath(request: FastifyRequest): string {
  const url = new URL(request.url.replace(/^\/+/, '/'), 'http://own.invalid');
  url.searchParams.delete('asked');
  return `${url.pathname}${url.search}`;
}

/** Path to which a confirmation page leads after success, with the result in `done`. */
export function donePath(
  at: AtAccount,
  result: { readonly done: ConfirmationResult; readonly clientId?: string | undefined },
): string {
  return `${cancelPath(at, result.clientId)}?done=${result.done}`;
}
