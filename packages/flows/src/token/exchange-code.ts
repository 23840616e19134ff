import type { Decided, Exchange, ExchangeRefusal, RequestHost } from '@pristan/rules';
import { decideExchange, testAccount } from '@pristan/rules';
import type { TokenRequestFields, TokenSuccessBody } from '@pristan/wire';
import { carryOut } from '../carry-out.ts';
import type { AuthenticatedBy } from './client.ts';
import { compareSecret, noteSecret, withFirstUse } from './client.ts';
import type { TokenEnvironment } from './environment.ts';
import { issueTokens } from './issue.ts';

/** A parsed request of either grant, with where it came to and from. */
export interface TokenQuestion {
  readonly fields: TokenRequestFields;
  /** Absent on the public site, which serves every account. */
  readonly subdomain: string | undefined;
  readonly address: string;
}

export type TokenAnswer<Refusal> =
  | { readonly kind: 'issued'; readonly body: TokenSuccessBody }
  | Refusal
  | { readonly kind: 'refuse'; readonly reason: 'account_unknown' };

/** `grant_type=authorization_code`: two round trips, one to read and one to redeem. */
export async function exchangeCode(
  env: TokenEnvironment,
  question: TokenQuestion,
): Promise<TokenAnswer<ExchangeRefusal>> {
  const { fields } = question;
  const code = fields.code === undefined ? undefined : await env.tokenKeys.readCode(fields.code);
  const now = env.clock.now();
  const outcome = await carryOut(
    env.store,
    () => env.store.tokens.exchangeFacts({ clientId: fields.client_id, code, subdomain: question.subdomain, now }),
    (facts): Decided<(Exchange & AuthenticatedBy) | typeof accountUnknown> => {
      const host = requestHost(question.subdomain, facts.hostAccountId);
      if (host === undefined) return { outcome: accountUnknown, changes: [] };
      const challenge = facts.code?.codeChallenge;
      const { facts: client, matched } = compareSecret(env, facts.client, fields.client_secret);
      const decided = decideExchange(
        {
          clientId: fields.client_id,
          hasSecret: fields.client_secret !== undefined,
          redirectUri: fields.redirect_uri,
          hasCode: fields.code !== undefined,
          verifier:
            fields.code_verifier === undefined
              ? 'absent'
              : challenge !== undefined && env.secrets.equal(env.secrets.challengeOf(fields.code_verifier), challenge)
                ? 'matches'
                : 'differs',
          host,
          familyId: env.tokenKeys.drawFamilyId(code?.accountId ?? 0),
          macKeyId: env.tokenKeys.newestMacKeyId(),
          address: question.address,
        },
        client,
        facts.code,
        now,
      );
      return withFirstUse(decided, { client, matched }, now);
    },
  );
  if (outcome.kind === 'refuse') return outcome;
  noteSecret(env, outcome, now);
  const { familyId, generation, macKeyId: keyId } = outcome.family;
  return {
    kind: 'issued',
    body: await issueTokens(env, {
      grant: outcome.grant,
      keyEpoch: outcome.keyEpoch,
      family: { keyId, familyId, generation },
    }),
  };
}

/**
 * `undefined`: an account host of an account that does not exist. The host of test deliveries is answered as one that does,
 * so that a test's code is refused as any unknown code is.
 */
export function requestHost(subdomain: string | undefined, accountId: number | undefined): RequestHost | undefined {
  if (subdomain === undefined) return { kind: 'public' };
  if (subdomain === testAccount.subdomain) return { kind: 'account', accountId: testAccount.accountId };
  return accountId === undefined ? undefined : { kind: 'account', accountId };
}

export const accountUnknown = { kind: 'refuse', reason: 'account_unknown' } as const;
