import type { Actor, RecordedKind } from '@pristan/rules';
import type { Tx } from './transaction.ts';

/** One line of the account's own log. `facts` never holds a secret, a code or a token. */
export async function recordAudit(
  tx: Tx,
  entry: {
    readonly accountId: number;
    readonly at: number;
    readonly kind: RecordedKind;
    readonly actor: Actor;
    readonly integrationId?: string;
    readonly facts?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  await tx
    .insertInto('audit')
    .values({
      account_id: entry.accountId,
      at: entry.at,
      kind: entry.kind,
      user_id: entry.actor.userId ?? null,
      address: entry.actor.address ?? null,
      integration_id: entry.integrationId ?? null,
      facts: JSON.stringify({ ...entry.facts, token: entry.actor.token }),
    })
    .execute();
}
