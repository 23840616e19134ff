/** What a token request is answered with. No member named `status`: one client takes any such body for an error. */
export interface TokenSuccessBody {
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  /** Unix seconds. */
  readonly server_time: number;
  readonly access_token: string;
  readonly refresh_token: string;
}

/** Claims of an access token. Times in seconds. @see docs/spec/dialect.md#access-token */
export interface AccessTokenClaims {
  readonly iss: string;
  readonly aud: string;
  readonly jti: string;
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  /** The user's id, as text. */
  readonly sub: string;
  readonly grant_type: '';
  readonly account_id: number;
  readonly base_domain: string;
  readonly version: 2;
  readonly scopes: readonly string[];
  readonly user_flags: 0;
  /** The grant's id. */
  readonly hash_uuid: string;
  readonly api_domain: string;
  /** Raised when a secret is revoked at once; older tokens are dead. */
  readonly key_epoch: number;
  /** Stands in a long-lived token only: its row's id. */
  readonly token_id?: string;
}
