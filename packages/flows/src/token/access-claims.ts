import type { GrantFacts } from '@pristan/rules';
import type { AccessTokenClaims } from '@pristan/wire';
import type { TokenSettings } from './environment.ts';

/**
 * The claims of an access token, short-lived or long-lived.
 *
 * @see docs/spec/dialect.md#access-token
 */
export function accessClaims(
  settings: Pick<TokenSettings, 'issuer' | 'baseDomain' | 'apiDomain'>,
  token: {
    readonly grant: Pick<GrantFacts, 'accountId' | 'grantId' | 'integrationId' | 'userId' | 'scopes'>;
    readonly keyEpoch: number;
    readonly jti: string;
    readonly issuedAtSeconds: number;
    readonly expiresAtSeconds: number;
    readonly tokenId?: string;
  },
): AccessTokenClaims {
  const { grant, issuedAtSeconds, tokenId } = token;
  return {
    iss: settings.issuer,
    aud: grant.integrationId,
    jti: token.jti,
    iat: issuedAtSeconds,
    nbf: issuedAtSeconds,
    exp: token.expiresAtSeconds,
    sub: String(grant.userId),
    grant_type: '',
    account_id: grant.accountId,
    base_domain: settings.baseDomain,
    version: 2,
    scopes: grant.scopes,
    user_flags: 0,
    hash_uuid: grant.grantId,
    api_domain: settings.apiDomain,
    key_epoch: token.keyEpoch,
    ...(tokenId === undefined ? {} : { token_id: tokenId }),
  };
}
