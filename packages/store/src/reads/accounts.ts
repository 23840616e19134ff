import type { AccountReads, AccountRow } from '@pristan/flows';
import { knownLanguage } from '@pristan/wire';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { heldTokenOf, heldTokens } from '../held-tokens.ts';
import { grantOfMaker, madeBy, madeByGrant, makerOfInvitation } from './makers.ts';
import type { MakerRow } from './makers.ts';
import { nameHas } from './page.ts';

export function accountReads(db: Kysely<Database>): AccountReads {
  return {
    account: readAccount(db),
    accountByName: readAccountByName(db),
    user: readUser(db),
    userByEmail: readUserByEmail(db),
    program: readProgram(db),
    memberships: readMemberships(db),
    members: readMembers(db),
    member: readMember(db),
    invitationFacts: readInvitationFacts(db),
    openInvitations: readOpenInvitations(db),
  };
}

function readAccount(db: Kysely<Database>): AccountReads['account'] {
  return async (accountId) => {
    const row = await accounts(db).where('a.id', '=', accountId).executeTakeFirst();
    return row === undefined ? undefined : accountOf(row);
  };
}

function readAccountByName(db: Kysely<Database>): AccountReads['accountByName'] {
  return async (subdomain) => {
    // Present and former names lead to the account; `subdomain` in the returned row is the present one.
    const row = await accounts(db)
      .where('a.id', '=', (eb) => eb.selectFrom('subdomains').select('account_id').where('subdomain', '=', subdomain))
      .executeTakeFirst();
    return row === undefined ? undefined : accountOf(row);
  };
}

function readUser(db: Kysely<Database>): AccountReads['user'] {
  return async (userId) => {
    const row = await db
      .selectFrom('users')
      .select(['id', 'email', 'name', 'language'])
      .where('id', '=', userId)
      .executeTakeFirst();
    return row === undefined
      ? undefined
      : { userId: row.id, email: row.email, name: row.name, language: knownLanguage(row.language) };
  };
}

function readUserByEmail(db: Kysely<Database>): AccountReads['userByEmail'] {
  return async (email) => {
    const row = await db.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst();
    return row === undefined
      ? undefined
      : {
          userId: row.id,
          email: row.email,
          name: row.name,
          language: knownLanguage(row.language),
          passwordHash: row.password_hash ?? undefined,
        };
  };
}

function readProgram(db: Kysely<Database>): AccountReads['program'] {
  return async (accountId, grantId, keyEpoch) => {
    const { rows } = await sql<Pick<MakerRow, 'grant'>>`
      select ${grantOfMaker(sql`${accountId}::bigint`, sql`${grantId}::uuid`)} as "grant"`.execute(db);
    return madeByGrant({ accountId, grantId, keyEpoch, grant: rows[0]?.grant ?? null });
  };
}

function readMemberships(db: Kysely<Database>): AccountReads['memberships'] {
  return async (userId) => {
    const rows = await accounts(db)
      .innerJoin('memberships as m', 'm.account_id', 'a.id')
      .select(['m.role', 'm.state'])
      .where('m.user_id', '=', userId)
      .orderBy('a.name')
      .limit(500)
      .execute();
    return rows.map((row) => ({ ...accountOf(row), role: row.role, state: row.state }));
  };
}

function readMembers(db: Kysely<Database>): AccountReads['members'] {
  return async (accountId, page) => {
    let all = members(db, accountId).orderBy('m.user_id');
    if (page.after !== undefined) all = all.where('m.user_id', '>', page.after);
    if (page.name !== undefined)
      all = all.where((eb) => eb.or([nameHas('u.name', page.name), nameHas('u.email', page.name)]));
    const rows = await all.limit(page.limit).offset(page.offset).execute();
    const { total, admins } = await db
      .selectFrom('memberships')
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .select(sql<number>`count(*) filter (where role = 'admin' and state = 'active')::int`.as('admins'))
      .where('account_id', '=', accountId)
      .executeTakeFirstOrThrow();
    return { members: rows.map(memberOf), total, admins };
  };
}

function readMember(db: Kysely<Database>): AccountReads['member'] {
  return async (accountId, userId, now) => {
    const row = await members(db, accountId)
      .select((eb) =>
        eb
          .selectFrom('memberships as o')
          .select((inner) => inner.fn.countAll<number>().as('admins'))
          .whereRef('o.account_id', '=', 'm.account_id')
          .whereRef('o.user_id', '<>', 'm.user_id')
          .where('o.role', '=', 'admin')
          .where('o.state', '=', 'active')
          .as('other_admins'),
      )
      .where('m.user_id', '=', userId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const grants = await db
      .selectFrom('grants')
      .select('id')
      .where('account_id', '=', accountId)
      .where('user_id', '=', userId)
      .where('full_access', '=', false)
      .where('revoked_at', 'is', null)
      .execute();
    const tokens = await heldTokens(db, { userId, accountId, at: now }).execute();
    return {
      ...memberOf(row),
      accountId,
      standing: { role: row.role, state: row.state },
      otherAdmins: row.other_admins ?? 0,
      ownGrants: grants.map(({ id }) => id),
      personalTokens: tokens.map(heldTokenOf),
    };
  };
}

function readInvitationFacts(db: Kysely<Database>): AccountReads['invitationFacts'] {
  return async (accountId, email, now) => {
    const { member, open } = await db
      .selectNoFrom((eb) => [
        eb
          .exists(
            eb
              .selectFrom('memberships as m')
              .innerJoin('users as u', 'u.id', 'm.user_id')
              .select('u.id')
              .where('m.account_id', '=', accountId)
              .where('u.email', '=', email),
          )
          .as('member'),
        eb
          .selectFrom('invitations')
          .select((inner) => inner.fn.countAll<number>().as('open'))
          .where('account_id', '=', accountId)
          .where('accepted_at', 'is', null)
          .where('revoked_at', 'is', null)
          .where('expires_at', '>', now)
          .where('email', '<>', email)
          .as('open'),
      ])
      .executeTakeFirstOrThrow();
    const pending = await db
      .selectFrom('invitations as v')
      .select(['v.id', 'v.expires_at', 'v.asks_admin'])
      .select(makerOfInvitation.as('made'))
      .where('v.account_id', '=', accountId)
      .where('v.email', '=', email)
      .where('v.accepted_at', 'is', null)
      .where('v.revoked_at', 'is', null)
      .executeTakeFirst();
    return {
      isMember: Boolean(member),
      openInvitations: open ?? 0,
      pending:
        pending === undefined
          ? undefined
          : {
              invitationId: pending.id,
              expiresAt: pending.expires_at,
              asksAdmin: pending.asks_admin,
              ...madeBy(accountId, pending.made),
            },
    };
  };
}

function readOpenInvitations(db: Kysely<Database>): AccountReads['openInvitations'] {
  return async (accountId, now) => {
    const rows = await db
      .selectFrom('invitations as v')
      .selectAll('v')
      .select(makerOfInvitation.as('made'))
      .where('v.account_id', '=', accountId)
      .where('v.accepted_at', 'is', null)
      .where('v.revoked_at', 'is', null)
      .where('v.expires_at', '>', now)
      .orderBy('v.created_at', 'desc')
      .limit(200)
      .execute();
    return rows.map((row) => ({
      invitationId: row.id,
      email: row.email,
      name: row.name,
      role: row.role,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      asksAdmin: row.asks_admin,
      ...madeBy(accountId, row.made),
    }));
  };
}

function accounts(db: Kysely<Database>) {
  return db
    .selectFrom('accounts as a')
    .innerJoin('subdomains as s', (join) => join.onRef('s.account_id', '=', 'a.id').on('s.current', '=', true))
    .selectAll('a')
    .select([
      's.subdomain',
      sql<boolean>`exists (select 1 from integrations n where n.account_id = a.id and n.kind = 'public' and n.deleted_at is null)`.as(
        'technical',
      ),
    ]);
}

function accountOf(row: {
  id: number;
  uuid: string;
  subdomain: string;
  name: string;
  created_at: number;
  updated_at: number;
  created_by: number | null;
  updated_by: number | null;
  technical: boolean;
}): AccountRow {
  return {
    accountId: row.id,
    uuid: row.uuid,
    subdomain: row.subdomain,
    name: row.name,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    createdBy: row.created_by ?? undefined,
    updatedBy: row.updated_by ?? undefined,
    technical: row.technical,
  };
}

function members(db: Kysely<Database>, accountId: number) {
  return db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.name', 'u.email', 'u.language', 'm.role', 'm.state'])
    .where('m.account_id', '=', accountId);
}

function memberOf(row: {
  id: number;
  name: string;
  email: string;
  language: string;
  role: 'admin' | 'member';
  state: 'active' | 'deactivated';
}) {
  return {
    userId: row.id,
    name: row.name,
    email: row.email,
    language: knownLanguage(row.language),
    role: row.role,
    state: row.state,
  };
}
