import type { PeopleRows } from '@pristan/flows';
import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';

export function peopleRows(db: Kysely<Database>): PeopleRows {
  return {
    async setLanguage(userId, language) {
      await db.updateTable('users').set({ language }).where('id', '=', userId).execute();
    },
  };
}
