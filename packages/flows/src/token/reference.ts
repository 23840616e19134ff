import type { AccessTokenClaims } from '@pristan/wire';
import type { AccessReference, TokenReference } from '../ports/token-history-reads.ts';
import type { TokenKeys } from '../ports/environment.ts';

/** The account, grant and integration that an access token's claims point to. */
export function accessReference(claims: AccessTokenClaims): AccessReference {
  return {
    accountId: claims.account_id,
    grantId: claims.hash_uuid,
    integrationId: claims.aud,
    keyEpoch: claims.key_epoch,
    tokenId: claims.token_id,
    issuedAt: claims.iat * 1000,
    expiresAt: claims.exp * 1000,
  };
}

/**
 * Kind of a presented code or token, and the row it points to. @returns `undefined` when this platform did not make it
 */
export async function readReference(keys: TokenKeys, text: string): Promise<TokenReference | undefined> {
  const refresh = await keys.readRefreshToken(text);
  if (refresh !== undefined) return { kind: 'refresh_token', ...refresh };
  const code = await keys.readCode(text);
  if (code !== undefined) return { kind: 'code', ...code };
  const claims = await keys.readAccessToken(text);
  return claims === undefined ? undefined : { kind: 'access_token', ...accessReference(claims) };
}
