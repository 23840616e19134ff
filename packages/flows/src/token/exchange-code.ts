import type { Decided, ExchangeResult, ExchangeRefusal, ExchangeRequest, RequestHost } from '@pristan/rules';
import { decideExchange, testAccount } from '@pristan/rules';
import type { TokenRequestFields, TokenSuccessBody } from '@pristan/wire';
import { isCodeVerifier } from '@pristan/wire';
import { carryOut } from '../carry-out.ts';
import { compareSecret } from '../client-secret.ts';
import type { AuthenticatingSecret } from './client.ts';
import { recordSecretUse, withFirstUse } from './client.ts';
import type { TokenEnvironment } from './environment.ts';
import { issueTokens } from './issue.ts';

/** A parsed token request of either grant type, with its host and network address. */
export interface TokenQuestion {
  readonly fields: TokenRequestFields;
  /** Subdomain of the request's host; absent on the public site, which serves every account. */
  readonly subdomain: string | undefined;
  readonly address: string;
}

export type TokenAnswer<Refusal> =
  | { readonly kind: 'issued'; readonly body: TokenSuccessBody }
  | Refusal
  | { readonly kind: 'refuse'; readonly reason: 'account_unknown' };

/** Exchanges an authorization code (`grant_type=authorization_code`) in two round trips: one to read, one to redeem. */
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
    (facts): Decided<(ExchangeResult & AuthenticatingSecret) | typeof accountUnknown> => {
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
          verifier: compareVerifier(env, fields.code_verifier, challenge),
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
  recordSecretUse(env, outcome, now);
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

function compareVerifier(
  { secrets }: Pick<TokenEnvironment, 'secrets'>,
  verifier: string | undefined,
  challenge: string | undefined,
): ExchangeRequest['verifier'] {
  if (verifier === undefined) return 'absent';
  if (challenge === undefined) return 'differs';
  if (!isCodeVerifier(verifier)) return 'malformed';
  return secrets.equal(secrets.challengeOf(verifier), challenge) ? 'matches' : 'differs';
}

/**
 * The account that the request's host names.
 *
 * @returns `undefined` for the host of an account that does not exist. The host of test deliveries counts as existing,
 * so a test's code gets the same refusal as any unknown code.
 */
export function requestHost(subdomain: string | undefined, accountId: number | undefined): RequestHost | undefined {
  if (subdomain === undefined) return { kind: 'public' };
  if (subdomain === testAccount.subdomain) return { kind: 'account', accountId: testAccount.accountId };
  return accountId === undefined ? undefined : { kind: 'account', accountId };
}

export const accountUnknown = { kind: 'refuse', reason: 'account_unknown' } as const;
