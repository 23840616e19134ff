import type { PersonalTokenView } from '@pristan/flows';
import { listPersonalTokens, mintPersonalToken, revokePersonalToken } from '@pristan/flows';
import type { MintPersonalResult } from '@pristan/rules';
import { personalTokenDays } from '@pristan/rules';
import type { PersonalTokenBody } from '@pristan/wire/api';
import { contracts, formatCursor } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import { PAGE_SIZE } from '../http/page-size.ts';
import type { World } from '../environment/open.ts';
import type { PlatformRefusal } from '../http/platform-endpoint.ts';
import { answer, done, invalidFields, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { requesterOf } from '../http/platform-call.ts';
import { secondsOrNull, unixSeconds } from '../http/unix-seconds.ts';

/**
 * Endpoints for personal access tokens: list, issue, revoke. None of these endpoints names an ability, so no token can
 * issue or revoke another.
 */
export function personalTokenApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.list_personal_tokens, {
    handle: async ({ params, session, query: { limit = PAGE_SIZE, before } }) => {
      const about = { accountId: params.account_id, userId: session.userId };
      const { rows, next } = await listPersonalTokens(world, about, { limit, before });
      return answer({ tokens: rows.map(tokenBody), next_before: next === undefined ? null : formatCursor(next) });
    },
  });

  platformRoute({ app, world }, contracts.mint_personal_token, {
    handle: async (call) => {
      const { idHash: sessionHash } = call.session;
      if (sessionHash === undefined) return refusal('session_required');
      const { name, abilities, client_id: clientId, expires_in_days: days } = call.body;
      const minted = await mintPersonalToken(call.world, {
        accountId: call.params.account_id,
        by: requesterOf(call),
        sessionHash,
        name,
        abilities,
        integrationId: clientId ?? undefined,
        days: days ?? personalTokenDays.unsaid,
      });
      if (minted.kind !== 'minted') return refusalOf(minted);
      return answer({
        token_id: minted.tokenId,
        token: minted.token,
        expires_at: unixSeconds(minted.expiresAt),
      });
    },
  });

  platformRoute({ app, world }, contracts.revoke_personal_token, {
    handle: async (call) => {
      const { account_id: accountId, token_id: tokenId } = call.params;
      const revoked = await revokePersonalToken(world, { accountId, by: requesterOf(call), tokenId });
      if (revoked.kind === 'revoked' || revoked.reason === 'already_revoked') return done;
      return refusal(revoked.reason === 'forbidden' ? 'admin_required' : 'personal_token_not_found');
    },
  });
}

function refusalOf(refused: Exclude<MintPersonalResult, { kind: 'minted' }>): PlatformRefusal {
  if (refused.kind === 'invalid') {
    return invalidFields(refused.errors);
  }
  switch (refused.reason) {
    case 'session_over':
      return refusal('unauthenticated');
    case 'forbidden':
      return refusal('admin_required');
    case 'unknown':
      return refusal('integration_not_found');
    case 'too_many_tokens':
      return refusal('too_many_personal_tokens');
  }
}

function tokenBody(token: PersonalTokenView): PersonalTokenBody {
  return {
    token_id: token.tokenId,
    name: token.name,
    owner: { id: token.userId, name: token.ownerName },
    abilities: [...token.abilities],
    client_id: token.integrationId ?? null,
    integration_name: token.integrationName ?? null,
    created_at: unixSeconds(token.createdAt),
    expires_at: unixSeconds(token.expiresAt),
    last_used_at: secondsOrNull(token.lastUsedAt),
    revoked_at: secondsOrNull(token.revokedAt),
    standing: token.standing,
  };
}
