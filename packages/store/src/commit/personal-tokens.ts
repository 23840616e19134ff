import type { Actor, PersonalTokenChange } from '@pristan/rules';
import { recordAudit } from './audit.ts';
import type { Handlers } from './handlers.ts';
import type { Tx } from '../transaction.ts';
import { expectRow, expectSame } from '../transaction.ts';
import { heldTokens } from '../held-tokens.ts';
import { checkedLine } from '../checked-text.ts';

export const personalTokenHandlers: Handlers<PersonalTokenChange['kind']> = {
  personal_token_minted: mint,
  personal_token_revoked: revoke,
  personal_tokens_ended: end,
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

/** Compares under lock: a token that was created or revoked meanwhile makes the commit stale. */
async function end(tx: Tx, change: Of<'personal_tokens_ended'>): Promise<void> {
  const { userId, accountId, tokens, at, by: actor } = change;
  const live = await heldTokens(tx, { userId, accountId, at }).forUpdate().execute();
  expectSame(
    live.map(({ tokenId }) => tokenId),
    tokens.map(({ tokenId }) => tokenId),
  );
  for (const token of tokens) {
    await tx
      .updateTable('personal_tokens')
      .set({ revoked_at: at, revoked_by: actor.userId ?? null })
      .where('account_id', '=', token.accountId)
      .where('id', '=', token.tokenId)
      .execute();
    await recordEnd(tx, { ...token, userId }, { at, actor });
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
  { at, actor }: { readonly at: number; readonly actor: Actor },
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
