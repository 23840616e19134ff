import type { ClientFacts, Decided } from '@pristan/rules';
import type { ClientRow } from '../ports/token-reads.ts';
import type { TokenEnvironment } from './environment.ts';

/** The client with its secret compared: against the newest, and against one that was replaced and still works. */
export function compareSecret(
  env: Pick<TokenEnvironment, 'vault' | 'secrets'>,
  client: ClientRow | undefined,
  presented: string | undefined,
): { readonly facts: ClientFacts | undefined; readonly matched: ClientRow['secrets'][number] | undefined } {
  if (client === undefined) return { facts: undefined, matched: undefined };
  const matched =
    presented === undefined
      ? undefined
      : client.secrets.find(({ secretId, sealed }) =>
          env.secrets.equal(presented, env.vault.open(secretPlace(secretId), sealed)),
        );
  const { secrets: _, ...rest } = client;
  return { facts: { ...rest, secret: matched === undefined ? 'wrong' : 'right' }, matched };
}

/**
 * With the record that a secret has authenticated a request, the first time one is answered: from then on hooks are
 * signed with it.
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
): Decided<Outcome> {
  if (decided.outcome.kind !== 'issue' || client === undefined || matched?.firstUsed !== false) return decided;
  const { integrationId } = client;
  const used = { kind: 'secret_first_used', integrationId, secretId: matched.secretId, at: now } as const;
  return { ...decided, changes: [...decided.changes, used] };
}

/** Where a client secret is sealed. */
export function secretPlace(secretId: string): { table: string; column: string; id: string } {
  return { table: 'integration_secrets', column: 'sealed', id: secretId };
}
