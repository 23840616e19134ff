import type { NoticeRows } from '@pristan/flows';
import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';

const SHOWN_MAX = 50;

export function noticeRows(db: Kysely<Database>): NoticeRows {
  return {
    async of(userId) {
      const rows = await db
        .selectFrom('notices as n')
        .selectAll('n')
        .where((eb) => eb.or([eb('n.user_id', '=', userId), eb('n.account_id', 'in', administered(db, userId))]))
        .where('n.dismissed_at', 'is', null)
        .orderBy('n.created_at', 'desc')
        .limit(SHOWN_MAX)
        .execute();
      return rows.map((row) => ({
        noticeId: row.id,
        accountId: row.account_id ?? undefined,
        kind: row.kind,
        facts: row.facts,
        createdAt: row.created_at,
      }));
    },

    async dismiss(userId, noticeId, now) {
      await db
        .updateTable('notices')
        .set({ dismissed_at: now })
        .where('id', '=', noticeId)
        .where('dismissed_at', 'is', null)
        .where((eb) => eb.or([eb('user_id', '=', userId), eb('account_id', 'in', administered(db, userId))]))
        .execute();
    },
  };
}

function administered(db: Kysely<Database>, userId: number) {
  return db
    .selectFrom('memberships')
    .select('account_id')
    .where('user_id', '=', userId)
    .where('role', '=', 'admin')
    .where('state', '=', 'active');
}
