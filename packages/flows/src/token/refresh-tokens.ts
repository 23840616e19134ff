import type { Decided, RefreshResult, RefreshRefusal } from '@pristan/rules';
import { decideRefresh } from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import { compareSecret } from '../client-secret.ts';
import type { AuthenticatingSecret } from './client.ts';
import { recordSecretUse, withFirstUse } from './client.ts';
import type { TokenEnvironment } from './environment.ts';
import type { TokenAnswer, TokenQuestion } from './exchange-code.ts';
import { accountUnknown, requestHost } from './exchange-code.ts';
import { issueTokens } from './issue.ts';

/**
 * Rotates a refresh token (`grant_type=refresh_token`) in two round trips: one read and one conditional UPDATE. When
 * two workers present the same token at once, one rotates it; the other decides again on the new state and returns the
 * same successor.
 */
export async function refreshTokens(
  env: TokenEnvironment,
  question: TokenQuestion,
): Promise<TokenAnswer<RefreshRefusal>> {
  const { fields } = question;
  const reference =
    fields.refresh_token === undefined ? undefined : await env.tokenKeys.readRefreshToken(fields.refresh_token);
  const now = env.clock.now();
  const outcome = await carryOut(
    env.store,
    () =>
      env.store.tokens.refreshFacts({
        clientId: fields.client_id,
        family: reference,
        subdomain: question.subdomain,
        now,
      }),
    (facts): Decided<(RefreshResult & AuthenticatingSecret) | typeof accountUnknown> => {
      const host = requestHost(question.subdomain, facts.hostAccountId);
      if (host === undefined) return { outcome: accountUnknown, changes: [] };
      const { facts: client, matched } = compareSecret(env, facts.client, fields.client_secret);
      const decided = decideRefresh(
        {
          clientId: fields.client_id,
          hasSecret: fields.client_secret !== undefined,
          redirectUri: fields.redirect_uri,
          hasToken: fields.refresh_token !== undefined,
          generation: reference?.generation,
          host,
          macKeyId: env.tokenKeys.newestMacKeyId(),
          graceSeconds: env.settings.refreshGraceSeconds,
          address: question.address,
        },
        client,
        facts.family,
        now,
      );
      return withFirstUse(decided, { client, matched }, now);
    },
  );
  if (outcome.kind === 'refuse') return outcome;
  recordSecretUse(env, outcome, now);
  const { familyId, generation, macKeyId: keyId } = outcome;
  return {
    kind: 'issued',
    body: await issueTokens(env, {
      grant: outcome.grant,
      keyEpoch: outcome.keyEpoch,
      family: { keyId, familyId, generation },
    }),
  };
}
