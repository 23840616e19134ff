import type { LongLivedView } from '@pristan/flows';
import { listLongLivedTokens, mintLongLivedToken, revokeLongLivedToken } from '@pristan/flows';
import type { MintLongLivedResult } from '@pristan/rules';
import type { LongLivedTokenBody } from '@pristan/wire/api';
import { contracts, formatCursor } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { PAGE_SIZE } from '../http/page-size.ts';
import type { PlatformRefusal } from '../http/platform-endpoint.ts';
import { answer, done, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { targetOf } from '../http/platform-call.ts';
import { secondsOrNull, unixSeconds } from '../http/unix-seconds.ts';
import { tokenEnvironment } from '../environment/token-environment.ts';

/** Endpoints for the long-lived tokens of an integration: list, issue, revoke. @see docs/spec/dialect.md#long-lived */
export function longLivedApi(app: FastifyInstance, world: World): void {
  const env = { ...tokenEnvironment(world), store: world.store };

  platformRoute({ app, world }, contracts.list_long_lived_tokens, {
    handle: async ({ params, query: { limit = PAGE_SIZE, before } }) => {
      const { account_id: accountId, client_id: integrationId } = params;
      const integration = await world.store.registry.integration(accountId, integrationId);
      if (integration === undefined) return refusal('integration_not_found');
      const { rows, next } = await listLongLivedTokens(env, { accountId, integrationId }, { limit, before });
      return answer({ tokens: rows.map(tokenBody), next_before: next === undefined ? null : formatCursor(next) });
    },
  });

  platformRoute({ app, world }, contracts.mint_long_lived_token, {
    handle: async (call) => {
      const { name, expires_at: expiresAt } = call.body;
      const minted = await mintLongLivedToken(
        { ...env, store: call.world.store },
        { ...targetOf(call), name, expiresAt: expiresAt * 1000 },
      );
      if (minted.kind !== 'minted') return refusalOf(minted);
      return answer({
        token_id: minted.tokenId,
        token: minted.token,
        issued_at: unixSeconds(minted.issuedAt),
        expires_at: unixSeconds(minted.expiresAt),
      });
    },
  });

  platformRoute({ app, world }, contracts.revoke_long_lived_token, {
    handle: async (call) => {
      const revoked = await revokeLongLivedToken(env, { ...targetOf(call), tokenId: call.params.token_id });
      if (revoked.kind === 'revoked' || revoked.reason === 'already_revoked') return done;
      return refusal(revoked.reason === 'forbidden' ? 'admin_required' : 'token_not_found');
    },
  });
}

function refusalOf(refused: Exclude<MintLongLivedResult, { kind: 'minted' }>): PlatformRefusal {
  if (refused.kind === 'invalid') return refusal('invalid_fields', refused.errors);
  switch (refused.reason) {
    case 'forbidden':
      return refusal('admin_required');
    case 'unknown':
      return refusal('integration_not_found');
    case 'kind_not_offered':
      return refusal('long_lived_not_offered');
    case 'integration_stopped':
    case 'not_installed':
    case 'too_many_tokens':
      return refusal(refused.reason);
  }
}

function tokenBody(token: LongLivedView): LongLivedTokenBody {
  return {
    token_id: token.tokenId,
    name: token.name,
    minted_by: { id: token.mintedBy.userId, name: token.mintedBy.name, is_admin: token.mintedBy.isAdmin },
    issued_at: unixSeconds(token.issuedAt),
    expires_at: unixSeconds(token.expiresAt),
    revoked_at: secondsOrNull(token.revokedAt),
    standing: token.standing,
  };
}
