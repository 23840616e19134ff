import type { MailRow, MailRows } from '@pristan/flows';
import type { Kysely, Selectable } from 'kysely';
import type { AnnounceDueWork } from '../announce-due-work.ts';
import type { Database } from '../database.ts';
import { enqueue } from '../jobs.ts';

const LISTED_MAX = 100;
const ENQUEUED_MAX = 500;

export function mailRows(db: Kysely<Database>, announce: AnnounceDueWork): MailRows {
  return {
    async add({ mailId, recipient, kind, language, facts, at }) {
      await db.transaction().execute(async (tx) => {
        await tx
          .insertInto('mails')
          .values({ id: mailId, recipient, kind, language, facts: JSON.stringify(facts), created_at: at, due_at: at })
          .execute();
        await enqueue(tx, { name: 'mail', id: mailId });
      });
      await announce(['mail']);
    },

    async find(mailId) {
      const row = await db.selectFrom('mails').selectAll().where('id', '=', mailId).executeTakeFirst();
      return row === undefined ? undefined : mailOf(row);
    },

    async before({ mailId, recipient, kind, createdAt }, since) {
      const { count } = await db
        .selectFrom('mails')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('recipient', '=', recipient)
        .where('kind', '=', kind)
        .where('created_at', '>', since)
        .where((eb) =>
          eb.or([eb('created_at', '<', createdAt), eb.and([eb('created_at', '=', createdAt), eb('id', '<', mailId)])]),
        )
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    async claim(mailId, now, leaseEndsAt) {
      const row = await db
        .updateTable('mails')
        .set((eb) => ({ due_at: leaseEndsAt, attempts: eb('attempts', '+', 1) }))
        .where('id', '=', mailId)
        .where('sent_at', 'is', null)
        .where('due_at', '<=', now)
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? undefined : mailOf(row);
    },

    async prepareReset({ mailId, recipient }, { tokenHash, sealedSecret, now, expiresAt }) {
      return db.transaction().execute(async (tx) => {
        const user = await tx
          .selectFrom('users')
          .select(['id', 'email', 'name', 'language'])
          .where('email', '=', recipient)
          .executeTakeFirst();
        if (user === undefined) return undefined;
        const { id: userId, language } = user;
        const prepared = await tx
          .updateTable('mails')
          .set({ sealed_secret: sealedSecret, language, facts: JSON.stringify({ expiresAt }) })
          .where('id', '=', mailId)
          .where('sealed_secret', 'is', null)
          .executeTakeFirst();
        if (prepared.numUpdatedRows > 0n) {
          await tx
            .insertInto('password_resets')
            .values({ token_hash: tokenHash, user_id: userId, created_at: now, expires_at: expiresAt })
            .execute();
        }
        return { userId, email: user.email, name: user.name, language };
      });
    },

    async sent(mailId, at) {
      // The secret of the mailed link is deleted as soon as the mail is sent.
      await db
        .updateTable('mails')
        .set({ sent_at: at, failure: null, sealed_secret: null })
        .where('id', '=', mailId)
        .execute();
    },

    async failed(mailId, why, nextAt) {
      await db
        .updateTable('mails')
        .set({ failure: why.slice(0, 500), due_at: nextAt })
        .where('id', '=', mailId)
        .execute();
    },

    async drop(mailId) {
      await db.deleteFrom('mails').where('id', '=', mailId).execute();
    },

    async enqueueDue(now) {
      return db.transaction().execute(async (tx) => {
        const due = await tx
          .selectFrom('mails')
          .select('id')
          .where('sent_at', 'is', null)
          .where('due_at', '<=', now)
          .orderBy('due_at')
          .limit(ENQUEUED_MAX)
          .execute();
        for (const { id } of due) await enqueue(tx, { name: 'mail', id });
        return due.length;
      });
    },

    async list() {
      const rows = await db.selectFrom('mails').selectAll().orderBy('id', 'desc').limit(LISTED_MAX).execute();
      return rows.map(mailOf);
    },
  };
}

function mailOf(row: Selectable<Database['mails']>): MailRow {
  return {
    mailId: row.id,
    recipient: row.recipient,
    kind: row.kind,
    language: row.language,
    facts: row.facts,
    sealedSecret: row.sealed_secret ?? undefined,
    createdAt: row.created_at,
    sentAt: row.sent_at ?? undefined,
    attempts: row.attempts,
  };
}
