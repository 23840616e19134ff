import type { Actor, RecordedKind } from '@pristan/rules';
import { sql } from 'kysely';
import type { Tx } from '../transaction.ts';

/** The actor of a log entry, and how they were authenticated. */
type AuditActor = Pick<Actor, 'userId' | 'address' | 'token'> & {
  readonly as?: Actor['as'];
  readonly browser?: string | undefined;
  readonly integrationId?: string;
};

/**
 * Writes one entry of the account's activity log. `facts` must never hold a secret, code or token; `facts.userId` and
 * `facts.grantId` identify the affected user.
 */
export async function recordAudit(
  tx: Tx,
  entry: {
    readonly accountId: number;
    readonly at: number;
    readonly kind: RecordedKind;
    readonly actor: AuditActor;
    readonly integrationId?: string;
    readonly facts?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const { accountId, facts = {} } = entry;
  const { actor } = entry;
  const userId = actor.userId ?? null;
  const integrationId = entry.integrationId ?? null;
  // A user who joins becomes a member later in this commit, so the log names them already; other non-members stay
  // unnamed.
  const joins = entry.kind === 'invitation_accepted' || entry.kind === 'person_joined';
  const subject = sql<number | null>`coalesce(
    ${facts['userId'] ?? null}::bigint,
    (select user_id from grants where account_id = ${accountId} and id = ${facts['grantId'] ?? null}::uuid))`;
  const told = {
    ...facts,
    token: actor.token,
    as: actor.as,
    browser: actor.browser,
    program: actor.as === 'grant' || actor.as === 'client' ? actor.integrationId : undefined,
  };
  await tx
    .insertInto('audit')
    .values({
      account_id: accountId,
      at: entry.at,
      kind: entry.kind,
      user_id: userId,
      about_id: sql<number | null>`nullif(${subject}, ${userId}::bigint)`,
      address: actor.address ?? null,
      integration_id: integrationId,
      // Stores the present names with the log entry, so that a later rename or deletion does not change the log.
      facts: sql`${JSON.stringify(told)}::jsonb || jsonb_build_object('names', jsonb_strip_nulls(jsonb_build_object(
        'integration', (select name from integrations where id = ${integrationId}::uuid),
        'program', (select name from integrations where id = ${told.program ?? null}::uuid),
        'person', (select u.name from users u where u.id = ${userId}::bigint and (${joins} or exists (
          select from memberships m where m.account_id = ${accountId} and m.user_id = u.id))),
        'subject', (select u.name from users u where u.id = ${subject} and exists (
          select from memberships m where m.account_id = ${accountId} and m.user_id = u.id)))))`,
    })
    .execute();
}
