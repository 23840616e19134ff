import type { UserRows } from '@pristan/flows';
import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';

export function userRows(db: Kysely<Database>): UserRows {
  return {
    async setLanguage(userId, language) {
      await db.updateTable('users').set({ language }).where('id', '=', userId).execute();
    },
  };
}
