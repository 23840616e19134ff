import type { Refusal } from '@pristan/rules';
import { introspect } from '@pristan/rules';
import type { IntrospectionBody } from '@pristan/wire';
import type { Store } from '../ports/store.ts';
import type { Clock, SecretHasher, TokenKeys } from '../ports/environment.ts';
import { accessReference } from './reference.ts';

export interface IntrospectEnvironment {
  readonly clock: Clock;
  readonly secrets: SecretHasher;
  readonly tokenKeys: TokenKeys;
  readonly store: Pick<Store, 'evidence'>;
}

export interface IntrospectQuestion {
  readonly serverId: string | undefined;
  readonly serverSecret: string | undefined;
  readonly token: string;
}

const inactive: IntrospectionBody = { active: false };

/**
 * Tells a registered resource server whether a token is active, in one round trip. Every inactive token gets the same
 * answer.
 *
 * @see RFC 7662 §2.2
 */
export async function introspectToken(
  env: IntrospectEnvironment,
  question: IntrospectQuestion,
): Promise<{ readonly kind: 'answer'; readonly body: IntrospectionBody } | Refusal<'server_unknown'>> {
  const claims = await env.tokenKeys.readAccessToken(question.token);
  const { secretHash, facts } = await env.store.evidence.introspectionFacts({
    serverId: question.serverId,
    token: claims === undefined ? undefined : accessReference(claims),
  });
  if (!env.secrets.isHashOf(secretHash, question.serverSecret ?? ''))
    return { kind: 'refuse', reason: 'server_unknown' };
  const expired = claims === undefined || claims.exp * 1000 <= env.clock.now();
  const worth = expired ? undefined : introspect(facts, { keyEpoch: claims.key_epoch });
  if (expired || worth === undefined) return { kind: 'answer', body: inactive };
  return {
    kind: 'answer',
    body: {
      active: true,
      scope: worth.scopes.join(' '),
      client_id: worth.integrationId,
      token_type: 'Bearer',
      exp: claims.exp,
      iat: claims.iat,
      nbf: claims.nbf,
      sub: String(worth.userId),
      aud: claims.aud,
      iss: claims.iss,
      jti: claims.jti,
      account_id: worth.accountId,
      subdomain: worth.subdomain,
      grant_id: worth.grantId,
      kind: worth.kind,
      long_lived: claims.token_id !== undefined,
      rights: { full_access: worth.fullAccess, admin: worth.admin },
    },
  };
}
