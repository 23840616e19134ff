import type { ExchangeRequest } from '@pristan/rules';
import { decideExchange, refusedExchange } from '@pristan/rules';
import { isCodeVerifier } from '@pristan/wire';
import type { TokenEnvironment } from './environment.ts';
import { grantType } from './grant-type.ts';

/** `authorization_code`: redeems a code, which starts a family of refresh tokens. @see RFC 6749 §4.1.3 */
export const authorizationCode = grantType({
  present: async (env, { code }) => (code === undefined ? undefined : env.tokenKeys.readCode(code)),
  read: async (env, question, code) => env.store.tokens.exchangeFacts({ ...question, code }),
  decide: (env, { fields, presented, host, address, now }, { client, facts: { code } }) =>
    decideExchange(
      {
        clientId: fields.client_id,
        hasSecret: fields.client_secret !== undefined,
        redirectUri: fields.redirect_uri,
        hasCode: fields.code !== undefined,
        verifier: compareVerifier(env, fields.code_verifier, code?.codeChallenge),
        host,
        familyId: env.tokenKeys.drawFamilyId(presented?.accountId ?? 0),
        macKeyId: env.tokenKeys.newestMacKeyId(),
        address,
      },
      { client, code },
      now,
    ),
  clientRefused: (refusal, { fields, now }, { client, facts: { code } }) =>
    refusedExchange(refusal, { client, code }, { redirectUri: fields.redirect_uri, at: now }),
  familyOf: ({ family: { macKeyId: keyId, familyId, generation } }) => ({ keyId, familyId, generation }),
});

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
