import { decideRefresh } from '@pristan/rules';
import type { AccountRow } from '../ports/account-reads.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, TokenKeys } from '../ports/world.ts';

export interface FindAccountEnvironment {
  readonly clock: Clock;
  readonly tokenKeys: TokenKeys;
  readonly store: Pick<Store, 'tokens' | 'accounts'>;
  readonly settings: { readonly refreshGraceSeconds: number };
}

/**
 * The account a refresh token belongs to, if the token endpoint would accept that token at this moment. It is not used
 * up, and this does not count as presenting it.
 *
 * @see docs/spec/dialect.md#subdomain-lookups
 */
export async function findAccountByRefreshToken(
  env: FindAccountEnvironment,
  question: { readonly refreshToken: string; readonly address: string },
): Promise<AccountRow | undefined> {
  const reference = await env.tokenKeys.readRefreshToken(question.refreshToken);
  if (reference === undefined) return undefined;
  const now = env.clock.now();
  const { family } = await env.store.tokens.refreshFacts({
    clientId: undefined,
    family: reference,
    subdomain: undefined,
    now,
  });
  if (family === undefined) return undefined;
  const { integrationId, keyEpoch, grant } = family;
  // The rule of the token endpoint, asked on behalf of the token's own client. What it would store is not stored.
  const { outcome } = decideRefresh(
    {
      clientId: integrationId,
      hasSecret: true,
      redirectUri: undefined,
      hasToken: true,
      generation: reference.generation,
      host: { kind: 'public' },
      macKeyId: env.tokenKeys.newestMacKeyId(),
      graceSeconds: env.settings.refreshGraceSeconds,
      address: question.address,
    },
    { integrationId, keyEpoch, redirectUri: '', state: grant.integration.state, secret: 'right' },
    family,
    now,
  );
  return outcome.kind === 'issue' ? env.store.accounts.account(family.accountId) : undefined;
}
