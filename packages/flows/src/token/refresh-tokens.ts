import { decideRefresh, isReused } from '@pristan/rules';
import { grantType } from './grant-type.ts';

/**
 * `refresh_token`: rotates a refresh token with one conditional UPDATE. When two workers present the same token at
 * once, one rotates it; the other decides again on the new state and returns the same successor.
 *
 * @see RFC 6749 §6
 */
export const refreshToken = grantType({
  present: async (env, { refresh_token: token }) =>
    token === undefined ? undefined : env.tokenKeys.readRefreshToken(token),
  read: async (env, question, presented) => {
    const facts = await env.store.tokens.refreshFacts({ ...question, family: presented });
    const { family } = facts;
    const asked = { generation: presented?.generation, graceSeconds: env.settings.refreshGraceSeconds };
    // A token in order costs no further read; a reused one needs what a notice of it says.
    if (family === undefined || !isReused(family, asked, question.now)) return facts;
    const reuse = await env.store.evidence.reuse(family);
    return { ...facts, family: { ...family, reuse: reuse && { ...reuse, noticeId: env.random.uuid() } } };
  },
  decide: (env, { fields, presented, host, address, now }, { client, facts: { family } }) =>
    decideRefresh(
      {
        clientId: fields.client_id,
        hasSecret: fields.client_secret !== undefined,
        redirectUri: fields.redirect_uri,
        hasToken: fields.refresh_token !== undefined,
        generation: presented?.generation,
        host,
        macKeyId: env.tokenKeys.newestMacKeyId(),
        graceSeconds: env.settings.refreshGraceSeconds,
        address,
      },
      { client, family },
      now,
    ),
  familyOf: ({ macKeyId: keyId, familyId, generation }) => ({ keyId, familyId, generation }),
});
