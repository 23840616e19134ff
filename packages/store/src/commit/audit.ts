import type { Actor, RecordedKind } from '@pristan/rules';
import { sql } from 'kysely';
import type { Tx } from './transaction.ts';

/**
 * One line of the account's own log. `facts` never holds a secret, a code or a token; `userId` and `grantId` in it say whom
 * the line is about.
 */
export async function recordAudit(
  tx: Tx,
  entry: {
    readonly accountId: number;
    readonly at: number;
    readonly kind: RecordedKind;
    readonly actor: Pick<Actor, 'userId' | 'address' | 'token'>;
    readonly integrationId?: string;
    readonly facts?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const { accountId, facts = {} } = entry;
  const userId = entry.actor.userId ?? null;
  await tx
    .insertInto('audit')
    .values({
      account_id: accountId,
      at: entry.at,
      kind: entry.kind,
      user_id: userId,
      about_id: sql<number | null>`nullif(coalesce(
        ${facts['userId'] ?? null}::bigint,
        (select user_id from grants where account_id = ${accountId} and id = ${facts['grantId'] ?? null}::uuid)
      ), ${userId}::bigint)`,
      address: entry.actor.address ?? null,
      integration_id: entry.integrationId ?? null,
      facts: JSON.stringify({ ...facts, token: entry.actor.token }),
    })
    .execute();
}
