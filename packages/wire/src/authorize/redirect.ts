import type { Platform } from '../token/errors.ts';
import { returnRaw } from './raw.ts';

/**
 * The parameters that are added to the redirect URI when access was granted. The integration, account and platform
 * identify the issuer.
 *
 * @see RFC 6749 §4.1.2
 * @see RFC 9700 §4.4
 * @see docs/spec/dialect.md#success-redirect
 */
export interface SuccessRedirect {
  readonly code: string;
  /** The request's `state` as sent, still encoded. */
  readonly stateRaw?: string | undefined;
  /** The bare host of the account: no scheme, no slash. */
  readonly referer: string;
  readonly platform: Platform;
  readonly clientId: string;
  /**
   * The secrets code, with which the integrator pulls keys that could not be delivered.
   *
   * @see docs/spec/dialect.md#pull
   */
  readonly secretsCode?: string | undefined;
}

/**
 * The redirect URI with `code, state, referer, platform, client_id` appended, in the order in which clients have seen
 * them.
 *
 * @see docs/spec/dialect.md#success-redirect
 * @see RFC 6749 §4.1.2
 */
export function formatSuccessRedirect(redirectUri: string, answer: SuccessRedirect): string {
  return withQuery(redirectUri, [
    ['code', encodeURIComponent(answer.code)],
    ...stateOf(answer.stateRaw),
    ['referer', encodeURIComponent(answer.referer)],
    ['platform', String(answer.platform)],
    ['client_id', encodeURIComponent(answer.clientId)],
    ...(answer.secretsCode === undefined ? [] : [['secrets_code', encodeURIComponent(answer.secretsCode)] as const]),
  ]);
}

/**
 * The redirect URI with `error=access_denied` appended, the integration's client ID if it has one, and the state if one
 * was sent.
 *
 * @see docs/spec/dialect.md#denial
 * @see RFC 6749 §4.1.2.1
 */
export function formatDenialRedirect(
  redirectUri: string,
  denial: { clientId?: string | undefined; stateRaw?: string | undefined },
): string {
  return withQuery(redirectUri, [
    ['error', 'access_denied'],
    ...(denial.clientId === undefined ? [] : [['client_id', encodeURIComponent(denial.clientId)] as const]),
    ...stateOf(denial.stateRaw),
  ]);
}

function stateOf(stateRaw: string | undefined): readonly (readonly [string, string])[] {
  return stateRaw === undefined ? [] : [['state', returnRaw(stateRaw)]];
}

/** Appends parameters to the redirect URI, which stays as registered, its own query included (RFC 6749 §3.1.2). */
function withQuery(redirectUri: string, parameters: readonly (readonly [string, string])[]): string {
  const separator = !redirectUri.includes('?') ? '?' : /[?&]$/.test(redirectUri) ? '' : '&';
  return `${redirectUri}${separator}${parameters.map(([name, value]) => `${name}=${value}`).join('&')}`;
}
