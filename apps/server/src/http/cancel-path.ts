import type { StoredAnswer } from '@pristan/flows';
import { permits } from '@pristan/rules';
import type { FastifyRequest } from 'fastify';
import type { AccountPageContext } from './account-page.ts';
import { consoleInstalledPath, consoleMyAccessPath } from './account-page.ts';

/** Result of a submitted confirmation page; the console shows it when it agrees with the console's own data. */
export type ConfirmationResult = 'disabled' | 'revoked' | 'installed' | 'sent' | 'settings' | 'kept';

/** Request for a confirmation page, with the signed-in person and the account. */
interface Asked {
  readonly request: FastifyRequest;
  readonly at: AccountPageContext;
  /**
   * Integration whose installation exists and has a page in the console; without an id the list of installations is
   * used.
   */
  readonly clientId?: string | undefined;
}

/**
 * Path to which a confirmation page leads after Cancel and after an error: *My access* for members and for people who
 * came from there; for other admins the installation, or the list of installations. Only `from=my-access` is read from
 * the URL.
 */
export function cancelPath({ request, at, clientId }: Asked): string {
  const { accountId } = at.account;
  const isFromMine = (request.query as { from?: unknown }).from === 'my-access';
  return isFromMine || !permits(at.membership, 'installation.read')
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
export function donePath(asked: Asked & { readonly done: ConfirmationResult }): string {
  return `${cancelPath(asked)}?done=${asked.done}`;
}

/**
 * URL that a repeated confirmation leads to: the one of the first answer, or the path after Cancel when that answer is
 * no longer stored.
 */
export function repeatedPath(asked: Asked, answer: StoredAnswer | undefined): string {
  return answer?.kind === 'answer' ? answer.text : cancelPath(asked);
}
