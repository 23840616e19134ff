import type { GrantFacts } from '@pristan/rules';
import { accessTokenLifetimeSeconds } from '@pristan/rules';
import type { TokenSuccessBody } from '@pristan/wire';
import { accessClaims } from './access-claims.ts';
import type { TokenEnvironment } from './environment.ts';

/** The family of a refresh token, and the generation and key to issue it with. */
export interface TokenFamily {
  readonly keyId: string;
  readonly familyId: string;
  readonly generation: number;
}

/**
 * Issues the tokens of a successful token response: a newly signed access token and the family's current refresh token,
 * if the grant type has one.
 */
export async function issueTokens(
  env: TokenEnvironment,
  issue: {
    readonly grant: GrantFacts;
    readonly keyEpoch: number;
    readonly family: TokenFamily | undefined;
  },
): Promise<TokenSuccessBody> {
  const { grant, keyEpoch } = issue;
  const now = Math.floor(env.clock.now() / 1000);
  const claims = accessClaims(env.settings, {
    grant,
    keyEpoch,
    jti: env.random.text(16),
    issuedAtSeconds: now,
    expiresAtSeconds: now + accessTokenLifetimeSeconds,
  });
  return {
    token_type: 'Bearer',
    expires_in: accessTokenLifetimeSeconds,
    server_time: now,
    access_token: env.tokenKeys.signAccessToken(claims),
    ...(issue.family && { refresh_token: await env.tokenKeys.formatRefreshToken(issue.family) }),
  };
}
