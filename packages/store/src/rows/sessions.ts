import type { SessionRow, SessionRows } from '@pristan/flows';
import { knownLanguage } from '@pristan/wire';
import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
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
            user: { userId: row.user_id, email: row.email, name: row.name, language: knownLanguage(row.language) },
          };
    },

    async add(session, passwordHash) {
      // The lock makes this sign-in wait for a running password reset, which ends older sessions, or the reset wait for
      // it.
      const { rows } = await sql<object>`
        insert into sessions (id, session_id, user_id, created_at, last_seen_at, expires_at, user_agent, address, sends_fetch_user)
        select ${session.idHash}, ${session.sessionId}, id, ${session.createdAt}::bigint, ${session.lastSeenAt}::bigint,
          ${session.expiresAt}::bigint, ${session.userAgent}, ${session.address}, ${session.sendsFetchUser}::boolean
        from users where id = ${session.userId} and (${passwordHash ?? null}::text is null or password_hash = ${passwordHash ?? null})
        for share
        returning 1`.execute(db);
      return rows.length > 0;
    },

    async touch(idHash, seen) {
      await db
        .updateTable('sessions')
        .set({
          last_seen_at: seen.at,
          expires_at: seen.expiresAt,
          // `sends_fetch_user` is never reset once it is true.
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
