import type { StoredAnswer } from '@pristan/flows';
import { permits } from '@pristan/rules';
import type { FastifyRequest } from 'fastify';
import type { AccountPageContext } from './account-page.ts';
import { consoleInstalledPath, consoleMyAccessPath } from './account-page.ts';

/** Result of a confirmation page; the console shows it when it agrees with its own data. */
export type Done = 'disabled' | 'revoked' | 'installed' | 'sent' | 'settings' | 'kept';

/** Request for a confirmation page, with its person and account. */
interface Asked {
  readonly request: FastifyRequest;
  readonly at: AccountPageContext;
  /** Id of an existing installation, which has a page in the console; without one its list is used. */
  readonly clientId?: string | undefined;
}

/**
 * Path after Cancel and after an error: *My access* for members and for people who came from there; for other admins
 * the installation, or the list of installations. Only `from=my-access` is read from the URL.
 */
export function cancelPath({ request, at, clientId }: Asked): string {
  const { accountId } = at.account;
  const isFromMine = (request.query as { from?: unknown }).from === 'my-access';
  return isFromMine || !permits(at.membership, 'installation.read')
    ? consoleMyAccessPath(accountId)
    : consoleInstalledPath(accountId, clientId);
}

/** URL that a confirmation form posts to: its page's own, without the parameter for the first view. */
export function formPath(request: FastifyRequest): string {
  const url = new URL(request.url.replace(/^\/+/, '/'), 'http://own.invalid');
  url.searchParams.delete('asked');
  return `${url.pathname}${url.search}`;
}

/** Path back, with the result in `done`. */
export function donePath(asked: Asked & { readonly done: Done }): string {
  return `${cancelPath(asked)}?done=${asked.done}`;
}

/** URL for a repeated confirmation: the first one's answer, or the plain path back when that is no longer stored. */
export function repeatedPath(asked: Asked, answer: StoredAnswer | undefined): string {
  return answer?.kind === 'answer' ? answer.text : cancelPath(asked);
}
