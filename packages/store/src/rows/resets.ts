import type { ResetRows } from '@pristan/flows';
import { operator } from '@pristan/rules';
import { knownLanguage } from '@pristan/wire';
import type { Kysely } from 'kysely';
import { recordAudit } from '../commit/audit.ts';
import type { Database } from '../database.ts';
import { heldTokenOf, heldTokens } from '../held-tokens.ts';

export function resetRows(db: Kysely<Database>): ResetRows {
  return {
    async find(tokenHash, now) {
      const row = await db
        .selectFrom('password_resets as r')
        .innerJoin('users as u', 'u.id', 'r.user_id')
        .select(['u.id', 'u.email', 'u.name', 'u.language'])
        .where('r.token_hash', '=', tokenHash)
        .where('r.used_at', 'is', null)
        .where('r.expires_at', '>', now)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { id: userId, email, name } = row;
      const tokens = await heldTokens(db, { userId, accountId: undefined, at: now }).execute();
      return { userId, email, name, language: knownLanguage(row.language), personalTokens: tokens.map(heldTokenOf) };
    },

    async addByOperator({ tokenHash, userId, now, expiresAt }) {
      await db.transaction().execute(async (tx) => {
        await tx
          .insertInto('password_resets')
          .values({ token_hash: tokenHash, user_id: userId, created_at: now, expires_at: expiresAt })
          .execute();
        const places = await tx
          .selectFrom('memberships')
          .select('account_id')
          .where('user_id', '=', userId)
          .where('state', '=', 'active')
          .orderBy('account_id')
          .execute();
        for (const { account_id: accountId } of places)
          await recordAudit(tx, {
            accountId,
            at: now,
            kind: 'member_password_reset',
            actor: operator,
            facts: { userId },
          });
      });
    },
  };
}
