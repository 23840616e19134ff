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
 * With the secret that the request came with; and with the record that it has authenticated a request, the first time one
 * is answered: from then on hooks are signed with it.
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
): Decided<Outcome & AuthenticatedBy> {
  const outcome = { ...decided.outcome, secretId: matched?.secretId };
  if (outcome.kind !== 'issue' || client === undefined || matched?.firstUsed !== false) return { ...decided, outcome };
  const { integrationId } = client;
  const used = { kind: 'secret_first_used', integrationId, secretId: matched.secretId, at: now } as const;
  return { outcome, changes: [...decided.changes, used] };
}

/** Which of the client's secrets a request came with. */
export interface AuthenticatedBy {
  readonly secretId: string | undefined;
}

/** Notes which secret the tokens that were just issued were asked for with; nothing is written for it by itself. */
export function noteSecret(
  env: Pick<TokenEnvironment, 'secretUses'>,
  issued: AuthenticatedBy & { readonly grant: { readonly integrationId: string } },
  now: number,
): void {
  const { secretId, grant } = issued;
  if (secretId !== undefined) env.secretUses.add({ integrationId: grant.integrationId, secretId, lastUsedAt: now });
}

/** Where a client secret is sealed. */
export function secretPlace(secretId: string): { table: string; column: string; id: string } {
  return { table: 'integration_secrets', column: 'sealed', id: secretId };
}
