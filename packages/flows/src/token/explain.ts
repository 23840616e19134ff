import type { ClientRefusal, Explanation } from '@pristan/rules';
import { decideExplain, explainBuckets } from '@pristan/rules';
import type { ExplainFields } from '@pristan/wire';
import { compareSecret, recordClientAuthentication } from '../client-secret.ts';
import { countAttempt } from '../limits.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, SecretHasher, TokenKeys, Vault } from '../ports/environment.ts';
import { readReference } from './reference.ts';

export interface ExplainTokenEnvironment {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly secrets: SecretHasher;
  readonly tokenKeys: TokenKeys;
  readonly store: Pick<Store, 'evidence' | 'throttles' | 'commit'>;
  readonly settings: { readonly refreshGraceSeconds: number };
}

export interface ExplainQuestion {
  readonly fields: ExplainFields;
}

export type ExplainAnswer =
  Explanation | { readonly kind: 'unknown' } | { readonly kind: 'wait'; readonly until: number } | ClientRefusal;

/**
 * Explains to a client why its own code or token is refused. Asking does not count as presenting the token; the
 * client's authentication does count as use of its keys.
 *
 * @see docs/spec/dialect.md#explain
 */
export async function explainToken(env: ExplainTokenEnvironment, { fields }: ExplainQuestion): Promise<ExplainAnswer> {
  const token = fields.token === undefined ? undefined : await readReference(env.tokenKeys, fields.token);
  const now = env.clock.now();
  const found = await env.store.evidence.explainFacts({ clientId: fields.client_id, token, now });
  const { facts: client, matched } = compareSecret(env, found.client, fields.client_secret);
  const outcome = decideExplain(
    {
      clientId: fields.client_id,
      hasSecret: fields.client_secret !== undefined,
      hasToken: fields.token !== undefined,
      graceSeconds: env.settings.refreshGraceSeconds,
    },
    { client, subject: found.subject },
    now,
  );
  const shown = recordClientAuthentication(client, matched, now);
  if (shown.length > 0) await env.store.commit(shown);
  if (outcome.kind === 'refuse' || client === undefined) return outcome;
  // Counts only authenticated requests, so that a stranger can't exhaust the client's limit.
  const counted = await countAttempt(env, explainBuckets(client.integrationId));
  return counted.kind === 'wait' ? counted : outcome;
}
