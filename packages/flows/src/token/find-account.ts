import { decideRefresh } from '@pristan/rules';
import type { AccountRow } from '../ports/account-reads.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, TokenKeys } from '../ports/environment.ts';

export interface FindAccountEnvironment {
  readonly clock: Clock;
  readonly tokenKeys: TokenKeys;
  readonly store: Pick<Store, 'tokens' | 'accounts'>;
  readonly settings: { readonly refreshGraceSeconds: number };
}

/**
 * Finds the account of a refresh token, provided that the token endpoint would accept the token now. The lookup neither
 * uses up the token nor counts as presenting it.
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
  // Runs the token endpoint's refresh rule in the name of the token's client, and discards the changes it returns.
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
    { client: { integrationId, keyEpoch, redirectUri: '', state: grant.integration.state, secret: 'right' }, family },
    now,
  );
  return outcome.kind === 'issue' ? env.store.accounts.account(family.accountId) : undefined;
}
