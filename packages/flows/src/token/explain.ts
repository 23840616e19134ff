import type { ClientRefusal, Explanation } from '@pristan/rules';
import { decideExplain, explainBuckets } from '@pristan/rules';
import type { ExplainFields } from '@pristan/wire';
import { countTry } from '../accounts/throttle.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Secrets, TokenKeys, Vault } from '../ports/world.ts';
import { compareSecret } from './client.ts';
import { readReference } from './reference.ts';

export interface ExplainEnvironment {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly secrets: Secrets;
  readonly tokenKeys: TokenKeys;
  readonly store: Pick<Store, 'evidence' | 'throttles'>;
  readonly settings: { readonly refreshGraceSeconds: number };
}

export interface ExplainQuestion {
  readonly fields: ExplainFields;
}

export type ExplainAnswer =
  Explanation | { readonly kind: 'unknown' } | { readonly kind: 'wait'; readonly until: number } | ClientRefusal;

/**
 * Why a code or token is refused, told to the client it was issued to. Looking changes nothing: it does not count as
 * presenting the token.
 *
 * @see docs/spec/dialect.md#explain
 */
export async function explainToken(env: ExplainEnvironment, { fields }: ExplainQuestion): Promise<ExplainAnswer> {
  const token = fields.token === undefined ? undefined : await readReference(env.tokenKeys, fields.token);
  const now = env.clock.now();
  const found = await env.store.evidence.explainFacts({ clientId: fields.client_id, token, now });
  const { facts: client } = compareSecret(env, found.client, fields.client_secret);
  const outcome = decideExplain(
    {
      clientId: fields.client_id,
      hasSecret: fields.client_secret !== undefined,
      hasToken: fields.token !== undefined,
      graceSeconds: env.settings.refreshGraceSeconds,
    },
    client,
    found.subject,
    now,
  );
  if (outcome.kind === 'refuse' || client === undefined) return outcome;
  // Only whoever has authenticated is counted, so that a stranger can't use up the client's questions.
  const counted = await countTry(env, explainBuckets(client.integrationId));
  return counted.kind === 'wait' ? counted : outcome;
}
