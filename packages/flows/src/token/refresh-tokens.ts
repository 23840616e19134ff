import type { Decided, FamilyFacts, RefreshResult, RefreshRefusal } from '@pristan/rules';
import { decideRefresh, isReused } from '@pristan/rules';
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
    async () => {
      const facts = await env.store.tokens.refreshFacts({
        clientId: fields.client_id,
        family: reference,
        subdomain: question.subdomain,
        now,
      });
      return { ...facts, family: await withReuse(env, facts.family, { generation: reference?.generation, now }) };
    },
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

/** Reads what a notice of a reused token needs; a token in order costs no further read. */
async function withReuse(
  env: TokenEnvironment,
  family: FamilyFacts | undefined,
  { generation, now }: { readonly generation: number | undefined; readonly now: number },
): Promise<FamilyFacts | undefined> {
  const graceSeconds = env.settings.refreshGraceSeconds;
  if (family === undefined || !isReused(family, { generation, graceSeconds }, now)) return family;
  const reuse = await env.store.evidence.reuse(family);
  return { ...family, reuse: reuse && { ...reuse, noticeId: env.random.uuid() } };
}
