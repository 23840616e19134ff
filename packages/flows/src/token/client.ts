import type { ClientFacts, Decided } from '@pristan/rules';
import { recordClientAuthentication } from '../client-secret.ts';
import type { ClientRow } from '../ports/token-reads.ts';
import type { TokenEnvironment } from './environment.ts';

/**
 * Adds the client secret that authenticated a token request to the outcome. The first time that a secret gets tokens,
 * also records that: from then on hooks are signed with this secret.
 *
 * @see docs/spec/dialect.md#hook-signatures
 */
export function withFirstUse<Outcome extends { readonly kind: string }>(
  decided: Decided<Outcome>,
  {
    client,
    matched,
  }: { readonly client: ClientFacts | undefined; readonly matched: ClientRow['secrets'][number] | undefined },
  now: number,
): Decided<Outcome & AuthenticatingSecret> {
  const outcome = { ...decided.outcome, secretId: matched?.secretId };
  if (outcome.kind !== 'issue')
    return { outcome, changes: [...decided.changes, ...recordClientAuthentication(client, matched, now)] };
  if (client === undefined || matched?.firstUsed !== false) return { ...decided, outcome };
  const { integrationId } = client;
  const used = { kind: 'secret_first_used', integrationId, secretId: matched.secretId, at: now } as const;
  return { outcome, changes: [...decided.changes, used] };
}

/** The client secret that authenticated a token request. */
export interface AuthenticatingSecret {
  readonly secretId: string | undefined;
}

/** Buffers which client secret got the tokens just issued; writes nothing to the database itself. */
export function recordSecretUse(
  env: Pick<TokenEnvironment, 'secretUses'>,
  issued: AuthenticatingSecret & { readonly grant: { readonly integrationId: string } },
  now: number,
): void {
  const { secretId, grant } = issued;
  if (secretId !== undefined) env.secretUses.add({ integrationId: grant.integrationId, secretId, lastUsedAt: now });
}
