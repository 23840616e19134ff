import type { ResetRows } from '@pristan/flows';
import { operator } from '@pristan/rules';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { recordAudit } from '../commit/audit.ts';
import type { AnnounceDueWork } from '../announce-due-work.ts';
import { endPersonalTokens } from '../commit/personal-tokens.ts';
import type { Database } from '../database.ts';

export function resetRows(db: Kysely<Database>, announce: AnnounceDueWork): ResetRows {
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
      return row === undefined
        ? undefined
        : { userId: row.id, email: row.email, name: row.name, language: row.language };
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

    async use({ tokenHash, passwordHash, now, address, by, noticeId, mailId }) {
      const isUsed = await db.transaction().execute(async (tx) => {
        // Locks the user first: when two of their reset links are used at once, one waits here without holding any
        // other lock.
        await sql`
          select 1 from users where id = (select user_id from password_resets where token_hash = ${tokenHash})
          for no key update`.execute(tx);
        const reset = await tx
          .updateTable('password_resets')
          .set({ used_at: now })
          .where('token_hash', '=', tokenHash)
          .where('used_at', 'is', null)
          .where('expires_at', '>', now)
          .returning('user_id')
          .executeTakeFirst();
        if (reset === undefined) return false;
        const { user_id: userId } = reset;
        const user = await tx
          .updateTable('users')
          .set({ password_hash: passwordHash })
          .where('id', '=', userId)
          .returning(['email', 'language'])
          .executeTakeFirstOrThrow();
        await tx.deleteFrom('sessions').where('user_id', '=', userId).execute();
        // Personal access tokens end too: an intruder in a session could have created some.
        await endPersonalTokens(tx, { userId }, { at: now, actor: by === 'operator' ? operator : { userId, address } });
        await tx
          .updateTable('password_resets')
          .set({ used_at: now })
          .where('user_id', '=', userId)
          .where('used_at', 'is', null)
          .execute();
        const facts = JSON.stringify({ at: now, address });
        await tx
          .insertInto('notices')
          .values({ id: noticeId, user_id: userId, kind: 'password_changed', facts, created_at: now })
          .execute();
        await tx
          .insertInto('mails')
          .values({
            id: mailId,
            recipient: user.email,
            kind: 'password_changed',
            language: user.language,
            facts,
            created_at: now,
            due_at: now,
          })
          .execute();
        return true;
      });
      if (isUsed) await announce(['mail']);
      return isUsed;
    },
  };
}
