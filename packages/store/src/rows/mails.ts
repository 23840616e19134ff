import type { MailRow, MailRows } from '@pristan/flows';
import { knownLanguage } from '@pristan/wire';
import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

const LISTED_MAX = 100;

export function mailRows(db: Kysely<Database>): MailRows {
  return {
    find: findMail(db),
    before: countBefore(db),
    claim: claimMails(db),
    nextDueAt: nextDueMail(db),
    prepareReset: prepareReset(db),
    sent: recordSent(db),
    failed: recordFailed(db),
    drop: dropMail(db),
    list: listMails(db),
  };
}

function findMail(db: Kysely<Database>): MailRows['find'] {
  return async (mailId) => {
    const row = await db.selectFrom('mails').selectAll().where('id', '=', mailId).executeTakeFirst();
    return row === undefined ? undefined : mailOf(row);
  };
}

function countBefore(db: Kysely<Database>): MailRows['before'] {
  return async ({ mailId, recipient, kind, createdAt }, since) => {
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
  };
}

function claimMails(db: Kysely<Database>): MailRows['claim'] {
  return async ({ now, leaseEndsAt, limit, except }) => {
    const { rows } = await sql<Selectable<Database['mails']>>`
      with due as (
        select id from mails
        where sent_at is null and due_at <= ${now} and id <> all (${[...except]}::uuid[])
        order by due_at limit ${limit} for no key update skip locked
      )
      update mails m set due_at = ${leaseEndsAt}, attempts = m.attempts + 1
      from due where m.id = due.id returning m.*`.execute(db);
    return rows.map(mailOf);
  };
}

function nextDueMail(db: Kysely<Database>): MailRows['nextDueAt'] {
  return async () => {
    const { due_at } = await db
      .selectFrom('mails')
      .select((eb) => eb.fn.min('due_at').as('due_at'))
      .where('sent_at', 'is', null)
      .executeTakeFirstOrThrow();
    return due_at ?? undefined;
  };
}

function prepareReset(db: Kysely<Database>): MailRows['prepareReset'] {
  return async ({ mailId, recipient }, { tokenHash, sealedSecret, now, expiresAt }) => {
    return db.transaction().execute(async (tx) => {
      const user = await tx
        .selectFrom('users')
        .select(['id', 'email', 'name', 'language'])
        .where('email', '=', recipient)
        .executeTakeFirst();
      if (user === undefined) return undefined;
      const { id: userId } = user;
      const language = knownLanguage(user.language);
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
  };
}

function recordSent(db: Kysely<Database>): MailRows['sent'] {
  return async (mailId, at) => {
    // The secret of the mailed link is deleted as soon as the mail is sent.
    await db
      .updateTable('mails')
      .set({ sent_at: at, failure: null, sealed_secret: null })
      .where('id', '=', mailId)
      .execute();
  };
}

function recordFailed(db: Kysely<Database>): MailRows['failed'] {
  return async ({ mailId, attempts }, why, nextAt) => {
    // Another node may have claimed the mail since the lease ended; then its attempt decides.
    await db
      .updateTable('mails')
      .set({ failure: why.slice(0, 500), due_at: nextAt })
      .where('id', '=', mailId)
      .where('attempts', '=', attempts)
      .where('sent_at', 'is', null)
      .execute();
  };
}

function dropMail(db: Kysely<Database>): MailRows['drop'] {
  return async (mailId) => {
    await db.deleteFrom('mails').where('id', '=', mailId).execute();
  };
}

function listMails(db: Kysely<Database>): MailRows['list'] {
  return async () => {
    const rows = await db.selectFrom('mails').selectAll().orderBy('id', 'desc').limit(LISTED_MAX).execute();
    return rows.map(mailOf);
  };
}

function mailOf(row: Selectable<Database['mails']>): MailRow {
  return {
    mailId: row.id,
    recipient: row.recipient,
    kind: row.kind,
    language: knownLanguage(row.language),
    facts: row.facts,
    sealedSecret: row.sealed_secret ?? undefined,
    createdAt: row.created_at,
    sentAt: row.sent_at ?? undefined,
    attempts: row.attempts,
  };
}
