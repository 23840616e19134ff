import type { StoredAnswer } from '@pristan/flows';
import { minuteMs } from '@pristan/rules';
import type { FastifyRequest } from 'fastify';
import type { Site } from '../../http/page.ts';
import { sealForPage } from '../../http/seal.ts';
import type { Done } from './done.ts';
import type { AtAccount } from './place.ts';
import { accountPath, consoleInstalledPath } from './place.ts';

const DONE_LIFETIME_MS = minuteMs;

/** A question asked in an account, and who is asked. */
interface Asked {
  readonly request: FastifyRequest;
  readonly at: AtAccount;
  /** Of an installation that is there: the console has a page for it. Without one its list is led to. */
  readonly clientId?: string | undefined;
}

/**
 * Where Cancel leads, and what went wrong: to the console for people who came from there, to the account's page for
 * everybody else. Only the word `from=console` is taken from the address, which chooses between the two; no address is.
 */
export function wayBack({ request, at, clientId }: Asked): string {
  const { accountId } = at.account;
  return fromConsole(request) === '' ? accountPath(accountId) : consoleInstalledPath(accountId, clientId);
}

/** What the address of a question's form ends in, so that the press leads back there too. */
export function fromConsole(request: FastifyRequest): '' | '?from=console' {
  return (request.query as { from?: unknown }).from === 'console' ? '?from=console' : '';
}

/** Address that a question's form posts to: the question's own, less what only its first reading was for. */
export function formPath(request: FastifyRequest): string {
  const url = new URL(request.url.replace(/^\/+/, '/'), 'http://own.invalid');
  url.searchParams.delete('asked');
  return `${url.pathname}${url.search}`;
}

/**
 * Path back, with what was done in `done`. The account's page says it only to the person who was sent there; the
 * console says it when it agrees with what the console shows.
 */
export function donePath(site: Site, asked: Asked & { readonly done: Done }): string {
  const { done } = asked;
  const word = fromConsole(asked.request) === '' ? sealForPage(site, 'done', done, DONE_LIFETIME_MS) : done.what;
  return `${wayBack(asked)}?done=${word}`;
}

/** The same answer again to a press that was answered; when it is over, the way back alone. */
export function repeatedPath(asked: Asked, answer: StoredAnswer | undefined): string {
  return answer?.kind === 'answer' ? answer.text : wayBack(asked);
}
