import type { Change, ClientFacts } from '@pristan/rules';
import type { Random, Vault } from './ports/environment.ts';
import type { ClientRow } from './ports/token-reads.ts';
import { secretAssociatedData } from './sealed.ts';

/** Length of a client secret in characters. */
export const clientSecretLength = 64;

/** Creates a client secret: in clear to show once, and sealed for storage. */
export function newClientSecret(env: { readonly random: Random; readonly vault: Vault }) {
  const secretId = env.random.uuid();
  const clear = env.random.alphanumeric(clientSecretLength);
  return { clear, secret: { secretId, sealed: env.vault.seal(secretAssociatedData(secretId), clear) } };
}

/** Compares a presented client secret with the client's active ones: the newest, and a rotated one until it expires. */
export function compareSecret(
  { vault }: { readonly vault: Vault },
  client: ClientRow | undefined,
  presented: string | undefined,
): { readonly facts: ClientFacts | undefined; readonly matched: ClientRow['secrets'][number] | undefined } {
  if (client === undefined) return { facts: undefined, matched: undefined };
  const matched =
    presented === undefined
      ? undefined
      : client.secrets.find(({ secretId, sealed }) =>
          vault.isSealed(secretAssociatedData(secretId), sealed, presented),
        );
  const { secrets: _, ...rest } = client;
  return { facts: { ...rest, secret: matched === undefined ? 'wrong' : 'right' }, matched };
}

/**
 * Records the first request that a client authenticated with a secret, whatever the response: the keys have arrived, so
 * the platform stops sending them.
 *
 * @see docs/spec/dialect.md#secrets-hook
 */
export function recordClientAuthentication(
  client: Pick<ClientFacts, 'integrationId'> | undefined,
  matched: ClientRow['secrets'][number] | undefined,
  now: number,
): readonly Change[] {
  if (client === undefined || matched?.firstUsed !== false) return [];
  return [{ kind: 'keys_shown', integrationId: client.integrationId, at: now }];
}
