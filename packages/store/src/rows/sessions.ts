import type { SessionRow, SessionRows } from '@pristan/flows';
import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../database.ts';

const SESSIONS_SHOWN_MAX = 100;

export function sessionRows(db: Kysely<Database>): SessionRows {
  return {
    async find(idHash, now) {
      const row = await db
        .selectFrom('sessions as s')
        .innerJoin('users as u', 'u.id', 's.user_id')
        .selectAll('s')
        .select(['u.email', 'u.name', 'u.language'])
        .where('s.id', '=', idHash)
        .where('s.expires_at', '>', now)
        .executeTakeFirst();
      return row === undefined
        ? undefined
        : {
            ...sessionOf(row),
            user: { userId: row.user_id, email: row.email, name: row.name, language: row.language },
          };
    },

    async add(session) {
      await db
        .insertInto('sessions')
        .values({
          id: session.idHash,
          session_id: session.sessionId,
          user_id: session.userId,
          created_at: session.createdAt,
          last_seen_at: session.lastSeenAt,
          expires_at: session.expiresAt,
          user_agent: session.userAgent,
          address: session.address,
          sends_fetch_user: session.sendsFetchUser,
        })
        .execute();
    },

    async touch(idHash, seen) {
      await db
        .updateTable('sessions')
        .set({
          last_seen_at: seen.at,
          expires_at: seen.expiresAt,
          // Once seen, never forgotten.
          ...(seen.sendsFetchUser ? { sends_fetch_user: true } : {}),
        })
        .where('id', '=', idHash)
        .execute();
    },

    async list(userId, now) {
      const rows = await db
        .selectFrom('sessions')
        .selectAll()
        .where('user_id', '=', userId)
        .where('expires_at', '>', now)
        .orderBy('last_seen_at', 'desc')
        .limit(SESSIONS_SHOWN_MAX)
        .execute();
      return rows.map(sessionOf);
    },

    async end(userId, sessionId) {
      await db.deleteFrom('sessions').where('user_id', '=', userId).where('session_id', '=', sessionId).execute();
    },

    async endOthers(userId, keepSessionId) {
      await db
        .deleteFrom('sessions')
        .where('user_id', '=', userId)
        .$if(keepSessionId !== undefined, (query) => query.where('session_id', '<>', keepSessionId ?? ''))
        .execute();
    },
  };
}

function sessionOf(row: Selectable<Database['sessions']>): SessionRow {
  return {
    sessionId: row.session_id,
    userId: row.user_id,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    userAgent: row.user_agent,
    address: row.address,
    sendsFetchUser: row.sends_fetch_user,
  };
}
