import { base64urlOf } from './base64url.ts';

/**
 * The claims of a one-time token, in the order in which they are written. Times in seconds.
 *
 * @see docs/spec/dialect.md#one-time
 */
export interface OneTimeTokenClaims {
  /** The account's address, with its scheme. */
  readonly iss: string;
  readonly aud: string;
  readonly jti: string;
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  readonly account_id: number;
  readonly user_id: number;
  readonly subdomain: string;
  readonly client_uuid: string;
  readonly is_admin: boolean;
}

/**
 * The signing input of a one-time token: header and claims, to be signed by HMAC-SHA-256 with the client secret.
 *
 * @see RFC 7515 §5.1
 * @see docs/spec/dialect.md#one-time
 */
export function oneTimeTokenSigningInput(claims: OneTimeTokenClaims): string {
  const { iss, aud, jti, iat, nbf, exp, account_id, user_id, subdomain, client_uuid, is_admin } = claims;
  const written = { iss, aud, jti, iat, nbf, exp, account_id, user_id, subdomain, client_uuid, is_admin };
  return `${base64urlOf('{"typ":"JWT","alg":"HS256"}')}.${base64urlOf(JSON.stringify(written))}`;
}

/**
 * The `aud` claim of a one-time token: scheme and host of the redirect URI, without the port, as receivers compare it.
 *
 * @see docs/spec/dialect.md#one-time
 */
export function oneTimeTokenAudience(redirectUri: string): string {
  const { protocol, hostname } = new URL(redirectUri);
  return `${protocol}//${hostname}`;
}
