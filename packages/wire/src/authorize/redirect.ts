import type { Platform } from '../token/errors.ts';
import { returnRaw } from './raw.ts';

/** What comes back to the redirect URI when access was granted. */
export interface SuccessRedirect {
  readonly code: string;
  /** As it was sent, still encoded. */
  readonly stateRaw?: string | undefined;
  /** The account's bare host: no scheme, no slash. */
  readonly referer: string;
  readonly platform: Platform;
  readonly clientId: string;
  /** With it the integrator fetches keys that could not be delivered. @see docs/spec/dialect.md#pull */
  readonly secretsCode?: string | undefined;
}

/** `code, state, referer, platform, client_id`, in the order seen in the field. @see docs/spec/dialect.md#success-redirect */
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

/** `error=access_denied`, with the id of the integration if there is one, and the state if one was sent. @see docs/spec/dialect.md#denial */
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

/** The redirect URI stays as registered, to the letter; a query it already has is kept (RFC 6749 §3.1.2). */
function withQuery(redirectUri: string, parameters: readonly (readonly [string, string])[]): string {
  const separator = !redirectUri.includes('?') ? '?' : /[?&]$/.test(redirectUri) ? '' : '&';
  return `${redirectUri}${separator}${parameters.map(([name, value]) => `${name}=${value}`).join('&')}`;
}
