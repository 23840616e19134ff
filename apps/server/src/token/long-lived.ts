import type { LongLivedView } from '@pristan/flows';
import { listLongLivedTokens, mintLongLivedToken, revokeLongLivedToken } from '@pristan/flows';
import type { MintLongLivedResult } from '@pristan/rules';
import type { LongLivedTokenBody } from '@pristan/wire/api';
import {
  integrationParams,
  longLivedTokenList,
  longLivedTokenPage,
  longLivedTokenParams,
  mintedToken,
  newLongLivedToken,
  formatCursor,
} from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { PAGE_SIZE } from '../http/page-size.ts';
import type { PlatformRefusal } from '../http/platform-endpoint.ts';
import { answer, done, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { targetOf } from '../http/platform-call.ts';
import { secondsOrNull, unixSeconds } from '../http/unix-seconds.ts';
import { tokenEnvironment } from '../environment/token-environment.ts';

const path = '/accounts/:account_id/integrations/:client_id/tokens';

/** Endpoints for the long-lived tokens of an integration: list, issue, revoke. @see docs/spec/dialect.md#long-lived */
export function longLivedApi(app: FastifyInstance, world: World): void {
  const env = { ...tokenEnvironment(world), store: world.store };

  platformRoute(app, world, {
    method: 'GET',
    path,
    tag: 'token',
    operationId: 'list_long_lived_tokens',
    summary: 'List the long-lived tokens of an integration',
    params: integrationParams,
    query: longLivedTokenPage,
    answer: longLivedTokenList,
    problems: ['integration_not_found'],
    handle: async ({ params, query: { limit = PAGE_SIZE, before } }) => {
      const { account_id: accountId, client_id: integrationId } = params;
      const integration = await world.store.registry.integration(accountId, integrationId);
      if (integration === undefined) return refusal('integration_not_found');
      const { rows, next } = await listLongLivedTokens(env, { accountId, integrationId }, { limit, before });
      return answer({ tokens: rows.map(tokenBody), next_before: next === undefined ? null : formatCursor(next) });
    },
  });

  platformRoute(app, world, {
    method: 'POST',
    path,
    tag: 'token',
    operationId: 'mint_long_lived_token',
    repeatable: 'key',
    summary: 'Create a long-lived token',
    description:
      'For a private or external integration that is enabled in this account. The token has your full access and is shown only in this answer.',
    params: integrationParams,
    body: newLongLivedToken,
    status: 201,
    answer: mintedToken,
    problems: [
      'integration_not_found',
      'long_lived_not_offered',
      'integration_stopped',
      'not_installed',
      'too_many_tokens',
      'invalid_fields',
    ],
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

  platformRoute(app, world, {
    method: 'DELETE',
    path: `${path}/:token_id`,
    tag: 'token',
    operationId: 'revoke_long_lived_token',
    repeatable: 'naturally',
    summary: 'Revoke a long-lived token',
    description: 'Every node refuses it from the next request on. The grant it was created from stays.',
    params: longLivedTokenParams,
    status: 204,
    problems: ['token_not_found'],
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
