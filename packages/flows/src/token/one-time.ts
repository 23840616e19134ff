import type { OneTimeTokenResult } from '@pristan/rules';
import { decideOneTime, hookSecret, oneTimeTokenLifetimeSeconds } from '@pristan/rules';
import { oneTimeTokenAudience, oneTimeTokenSigningInput } from '@pristan/wire';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, SecretHasher, Vault } from '../ports/environment.ts';
import { secretAssociatedData } from '../sealed.ts';
import type { TokenSettings } from './environment.ts';
import type { LongLivedTokenQuestion } from './long-lived.ts';

export interface OneTimeEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly secrets: SecretHasher;
  readonly store: Pick<Store, 'minting'>;
  readonly settings: Pick<TokenSettings, 'issuer' | 'baseDomain'>;
}

/**
 * Creates a one-time token, which tells the integration's own backend which user is looking at its widget, and in which
 * account. Signed with the client secret, valid for half an hour, not stored.
 *
 * @see docs/spec/dialect.md#one-time
 */
export async function mintOneTimeToken(
  env: OneTimeEnvironment,
  question: LongLivedTokenQuestion,
): Promise<
  | { readonly kind: 'minted'; readonly token: string; readonly expiresAt: number }
  | Exclude<OneTimeTokenResult, { kind: 'mint' }>
> {
  const { accountId, integrationId, by } = question;
  const now = env.clock.now();
  const facts = await env.store.minting.oneTimeFacts({ accountId, integrationId, userId: by.userId, now });
  if (facts === undefined) return { kind: 'refuse', reason: 'forbidden' };
  const outcome = decideOneTime(facts);
  if (outcome.kind === 'refuse') return outcome;
  const secret = hookSecret(facts.secrets);
  if (secret === undefined) throw new Error(`integration ${integrationId} has no secret`);
  const iat = Math.floor(now / 1000);
  const exp = iat + oneTimeTokenLifetimeSeconds;
  const { protocol } = new URL(env.settings.issuer);
  const input = oneTimeTokenSigningInput({
    iss: `${protocol}//${facts.subdomain}.${env.settings.baseDomain}`,
    aud: oneTimeTokenAudience(facts.redirectUri),
    jti: env.random.uuid(),
    iat,
    nbf: iat,
    exp,
    account_id: accountId,
    user_id: by.userId,
    subdomain: facts.subdomain,
    client_uuid: integrationId,
    is_admin: outcome.admin,
  });
  const signature = env.secrets.hs256(input, env.vault.open(secretAssociatedData(secret.secretId), secret.sealed));
  return { kind: 'minted', token: `${input}.${signature}`, expiresAt: exp * 1000 };
}
