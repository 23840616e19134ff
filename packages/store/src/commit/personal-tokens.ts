import type { Actor, PersonalTokenChange } from '@pristan/rules';
import { recordAudit } from './audit.ts';
import type { Handlers } from './handlers.ts';
import type { Tx } from '../transaction.ts';
import { expectRow } from '../transaction.ts';
import { checkedLine } from '../checked-text.ts';

export const personalTokenHandlers: Handlers<PersonalTokenChange['kind']> = {
  personal_token_minted: mint,
  personal_token_revoked: revoke,
};

type Of<Kind extends PersonalTokenChange['kind']> = Extract<PersonalTokenChange, { kind: Kind }>;

async function mint(tx: Tx, change: Of<'personal_token_minted'>): Promise<void> {
  const { accountId, token, at } = change;
  const { tokenId, userId, name, abilities, integrationId, expiresAt } = token;
  await tx
    .insertInto('personal_tokens')
    .values({
      account_id: accountId,
      id: tokenId,
      user_id: userId,
      integration_id: integrationId ?? null,
      token_hash: token.tokenHash,
      name: checkedLine(name),
      abilities: [...abilities],
      created_at: at,
      expires_at: expiresAt,
    })
    .execute();
  await recordAudit(tx, {
    ...change,
    ...(integrationId === undefined ? {} : { integrationId }),
    facts: { tokenId, name, abilities, expiresAt },
  });
}

async function revoke(tx: Tx, { integrationId, ...change }: Of<'personal_token_revoked'>): Promise<void> {
  const { accountId, tokenId, userId, name, at, actor } = change;
  const updated = await tx
    .updateTable('personal_tokens')
    .set({ revoked_at: at, revoked_by: actor.userId ?? null })
    .where('account_id', '=', accountId)
    .where('id', '=', tokenId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  expectRow(updated.numUpdatedRows);
  await recordEnd(tx, { accountId, tokenId, userId, name, integrationId }, change);
}

/** Actor and time of a token revocation. */
interface End {
  readonly at: number;
  readonly actor: Actor;
}

/**
 * Revokes a user's live personal access tokens, in one account or in all of theirs, and logs each revocation in its
 * account.
 */
export async function endPersonalTokens(
  tx: Tx,
  of: { readonly userId: number; readonly accountId?: number },
  by: End,
): Promise<void> {
  const { userId, accountId } = of;
  // Locks tokens in one order, so that two concurrent revocations wait for each other instead of deadlocking.
  const live = await tx
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
    .where('expires_at', '>', by.at)
    .orderBy('account_id')
    .orderBy('id')
    .forUpdate()
    .execute();
  for (const { integration_id: integrationId, ...token } of live) {
    await tx
      .updateTable('personal_tokens')
      .set({ revoked_at: by.at, revoked_by: by.actor.userId ?? null })
      .where('account_id', '=', token.accountId)
      .where('id', '=', token.tokenId)
      .execute();
    await recordEnd(tx, { ...token, userId, integrationId: integrationId ?? undefined }, by);
  }
}

async function recordEnd(
  tx: Tx,
  token: {
    readonly accountId: number;
    readonly tokenId: string;
    readonly userId: number;
    readonly name: string;
    readonly integrationId: string | undefined;
  },
  { at, actor }: End,
): Promise<void> {
  const { accountId, tokenId, userId, name, integrationId } = token;
  await recordAudit(tx, {
    accountId,
    at,
    kind: 'personal_token_revoked',
    actor,
    ...(integrationId === undefined ? {} : { integrationId }),
    facts: { tokenId, name, userId },
  });
}
