import type { HeldPersonalToken } from '@pristan/rules';
import type { Kysely } from 'kysely';
import type { Database } from './database.ts';

/** A person's personal access tokens that are live at `at`, in one account or in all of theirs, in the order of locks. */
export function heldTokens(
  db: Kysely<Database>,
  { userId, accountId, at }: { readonly userId: number; readonly accountId: number | undefined; readonly at: number },
) {
  return db
    .selectFrom('personal_tokens')
    .select(['account_id as accountId', 'id as tokenId', 'name', 'integration_id'])
    .where('account_id', 'in', (eb) =>
      eb
        .selectFrom('memberships')
        .select('account_id')
        .where('user_id', '=', userId)
        .$if(accountId !== undefined, (query) => query.where('account_id', '=', accountId ?? 0)),
    )
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .orderBy('account_id')
    .orderBy('id');
}

export function heldTokenOf({
  integration_id: integrationId,
  ...token
}: Omit<HeldPersonalToken, 'integrationId'> & { readonly integration_id: string | null }): HeldPersonalToken {
  return { ...token, integrationId: integrationId ?? undefined };
}
