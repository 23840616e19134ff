/**
 * The answer to a successful token request. It has no member `status`: one client library treats any body with one as
 * an error.
 *
 * @see RFC 6749 §5.1
 * @see docs/spec/dialect.md#token-success
 */
export interface TokenSuccessBody {
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  /** The server's time, in Unix seconds. */
  readonly server_time: number;
  readonly access_token: string;
  /** Absent for a grant type that issues none. */
  readonly refresh_token?: string;
}

/**
 * Claims of an access token. Times in seconds.
 *
 * @see RFC 7519 §4.1
 * @see docs/spec/dialect.md#access-token
 */
export interface AccessTokenClaims {
  readonly iss: string;
  readonly aud: string;
  readonly jti: string;
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  /** The ID of the user who gave the grant, as text. */
  readonly sub: string;
  readonly grant_type: '';
  readonly account_id: number;
  readonly base_domain: string;
  readonly version: 2;
  readonly scopes: readonly string[];
  readonly user_flags: 0;
  /** The ID of the grant. */
  readonly hash_uuid: string;
  readonly api_domain: string;
  /**
   * The integration's key epoch, which rises when a secret is revoked at once: tokens with an older epoch do not work.
   */
  readonly key_epoch: number;
  /** The ID of the token's stored row; present in long-lived tokens only. */
  readonly token_id?: string;
}
