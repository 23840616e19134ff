import type { NoticeRows } from '@pristan/flows';
import { knownLanguage, mailedNoticeKinds } from '@pristan/wire';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

const SHOWN_MAX = 50;

export function noticeRows(db: Kysely<Database>): NoticeRows {
  return {
    of: noticesOf(db),
    dismiss: dismissNotice(db),
    audience: readAudience(db),
    audiences: readAudiences(db),
    unwanted: readUnwanted(db),
    choose: chooseMail(db),
    letterFacts: readLetterFacts(db),
  };
}

function noticesOf(db: Kysely<Database>): NoticeRows['of'] {
  return async (userId) => {
    const rows = await forPerson(db, userId).orderBy('n.created_at', 'desc').limit(SHOWN_MAX).execute();
    return rows.map((row) => ({
      noticeId: row.id,
      accountId: row.account_id ?? undefined,
      kind: row.kind,
      facts: row.facts,
      createdAt: row.created_at,
    }));
  };
}

function dismissNotice(db: Kysely<Database>): NoticeRows['dismiss'] {
  return async (userId, noticeId, now) => {
    await db
      .updateTable('notices')
      .set({ dismissed_at: now })
      .where('id', 'in', forPerson(db, userId).clearSelect().select('n.id').where('n.id', '=', noticeId))
      .where('dismissed_at', 'is', null)
      .execute();
  };
}

function readAudience(db: Kysely<Database>): NoticeRows['audience'] {
  return async ({ accountId, integrationId, userId, limit, since }) => {
    const { rows } = await sql<AudienceRow & { person: string | null; integration: string | null }>`
      select a.id, a.name as account,
        (select name from users where id = ${userId ?? null}::bigint) as person,
        (select name from integrations where id = ${integrationId}::uuid) as integration,
        ${adminsOf({ limit, since })} as admins
      from accounts a where a.id = coalesce(${accountId ?? null}::bigint,
        (select account_id from integrations where id = ${integrationId}::uuid))`.execute(db);
    const [row] = rows;
    if (row === undefined)
      return { accountId: accountId ?? 0, account: '', person: undefined, integration: undefined, admins: [] };
    return {
      accountId: row.id,
      account: row.account,
      person: row.person ?? undefined,
      integration: row.integration ?? undefined,
      admins: row.admins.map(recipientOf),
    };
  };
}

function readAudiences(db: Kysely<Database>): NoticeRows['audiences'] {
  return async (accountIds, page) => {
    if (accountIds.length === 0) return [];
    const { rows } = await sql<AudienceRow>`
      select a.id, a.name as account, ${adminsOf(page)} as admins
      from unnest(${[...accountIds]}::bigint[]) with ordinality as wanted (id, place)
      join accounts a on a.id = wanted.id order by wanted.place`.execute(db);
    return rows.map(({ id, account, admins }) => ({ accountId: id, account, admins: admins.map(recipientOf) }));
  };
}

function readUnwanted(db: Kysely<Database>): NoticeRows['unwanted'] {
  return async (userId) => {
    const rows = await db
      .selectFrom('notice_choices')
      .select('kind')
      .where('user_id', '=', userId)
      .where('by_mail', '=', false)
      .execute();
    return rows.map(({ kind }) => kind);
  };
}

function chooseMail(db: Kysely<Database>): NoticeRows['choose'] {
  return async (userId, { kind, byMail }) => {
    await db
      .insertInto('notice_choices')
      .values({ user_id: userId, kind, by_mail: byMail })
      .onConflict((conflict) => conflict.columns(['user_id', 'kind']).doUpdateSet({ by_mail: byMail }))
      .execute();
  };
}

function readLetterFacts(db: Kysely<Database>): NoticeRows['letterFacts'] {
  return async ({ mailId, recipient, kind, facts, createdAt }, hourMs) => {
    const accountId = typeof facts['accountId'] === 'number' ? facts['accountId'] : null;
    const { rows } = await sql<{ is_admin: boolean | null; unwanted: boolean; earlier: number }>`
      select
        case when ${accountId}::bigint is null then null else exists (
          select from memberships m join users u on u.id = m.user_id
          where u.email = ${recipient} and m.account_id = ${accountId}::bigint
            and m.role = 'admin' and m.state = 'active') end as is_admin,
        exists (
          select from notice_choices c join users u on u.id = c.user_id
          where u.email = ${recipient} and c.kind = ${kind} and not c.by_mail) as unwanted,
        (select count(*)::int from mails l
          where l.recipient = ${recipient} and l.kind = any(${mailedNoticeKinds}::text[])
            and l.created_at > ${createdAt - hourMs}
            and (l.created_at, l.id) < (${createdAt}::bigint, ${mailId}::uuid)) as earlier`.execute(db);
    const [row] = rows;
    return {
      kind,
      isAdmin: row?.is_admin ?? undefined,
      isUnwanted: row?.unwanted === true,
      earlierInHour: row?.earlier ?? 0,
    };
  };
}

interface AdminRow {
  readonly user_id: number;
  readonly email: string;
  readonly language: string;
  readonly unwanted: readonly string[];
  readonly letters: number;
}

interface AudienceRow {
  readonly id: number;
  readonly account: string;
  readonly admins: readonly AdminRow[];
}

/** The active admins of account `a` as JSON, with the facts that decide whether each gets a mail. */
function adminsOf({ limit, since }: { readonly limit: number; readonly since: number }) {
  return sql`coalesce((
    select json_agg(t) from (
      select u.id as user_id, u.email, u.language,
        array(select c.kind from notice_choices c where c.user_id = u.id and not c.by_mail) as unwanted,
        (select count(*)::int from mails l
          where l.recipient = u.email and l.created_at > ${since} and l.kind = any(${mailedNoticeKinds}::text[])) as letters
      from memberships m join users u on u.id = m.user_id
      where m.account_id = a.id and m.role = 'admin' and m.state = 'active'
      order by m.created_at, m.user_id limit ${limit}) t), '[]')`;
}

function recipientOf({ user_id, email, language, unwanted, letters }: AdminRow) {
  return { userId: user_id, email, language: knownLanguage(language), unwanted, lettersInHour: letters };
}

/** Notices a person has not dismissed: personal ones, and those of accounts they administer about what others did. */
function forPerson(db: Kysely<Database>, userId: number) {
  return db
    .selectFrom('notices as n')
    .selectAll('n')
    .where((eb) => eb.or([eb('n.user_id', '=', userId), eb('n.account_id', 'in', administered(db, userId))]))
    .where('n.besides_user_id', 'is distinct from', userId)
    .where('n.dismissed_at', 'is', null);
}

function administered(db: Kysely<Database>, userId: number) {
  return db
    .selectFrom('memberships')
    .select('account_id')
    .where('user_id', '=', userId)
    .where('role', '=', 'admin')
    .where('state', '=', 'active');
}
