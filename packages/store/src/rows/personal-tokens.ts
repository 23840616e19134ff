import type { PersonalTokens } from '@pristan/flows';
import type { TokenAbility } from '@pristan/wire';
import { knownLanguage } from '@pristan/wire';
import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import type pg from 'pg';
import type { Database } from '../database.ts';
import { heldTokenOf, heldTokens } from '../held-tokens.ts';
import type { Column } from '../reads/columns.ts';
import { pageOf } from '../reads/page.ts';

// A named statement, parsed and planned once per connection: every request with a personal access token begins with it.
const presentedText = /* sql */ `
  select p.account_id, p.id, p.name, p.abilities, p.integration_id, p.expires_at, p.revoked_at, m.role, m.state,
    u.id as user_id, u.email, u.name as user_name, u.language
  from personal_tokens p
  join users u on u.id = p.user_id
  join memberships m on m.account_id = p.account_id and m.user_id = p.user_id
  where p.token_hash = $1`;

interface PresentedRow extends Pick<
  Selectable<Database['personal_tokens']>,
  'account_id' | 'id' | 'name' | 'integration_id' | 'expires_at' | 'revoked_at' | 'user_id'
> {
  // Only this program writes the column, so its values are known abilities.
  readonly abilities: readonly TokenAbility[];
  readonly role: Column<'memberships', 'role'>;
  readonly state: Column<'memberships', 'state'>;
  readonly email: Column<'users', 'email'>;
  readonly user_name: Column<'users', 'name'>;
  readonly language: Column<'users', 'language'>;
}

export function personalTokenRows(db: Kysely<Database>, pool: pg.Pool): PersonalTokens {
  return {
    presented: findPresented(pool),
    list: listTokens(db),
    find: findToken(db),
    live: countLive(db),
    held: readHeld(db),
    used: recordUses(db),
  };
}

function findPresented(pool: pg.Pool): PersonalTokens['presented'] {
  return async (tokenHash) => {
    const { rows } = await pool.query<PresentedRow>({
      name: 'presented-token',
      text: presentedText,
      values: [tokenHash],
    });
    const [row] = rows;
    return row === undefined
      ? undefined
      : {
          accountId: row.account_id,
          tokenId: row.id,
          name: row.name,
          abilities: row.abilities,
          integrationId: row.integration_id ?? undefined,
          expiresAt: row.expires_at,
          revokedAt: row.revoked_at ?? undefined,
          membership: { role: row.role, state: row.state },
          user: { userId: row.user_id, email: row.email, name: row.user_name, language: knownLanguage(row.language) },
        };
  };
}

function listTokens(db: Kysely<Database>): PersonalTokens['list'] {
  return async (accountId, userId, { limit, before }) => {
    let all = db
      .selectFrom('personal_tokens as p')
      .innerJoin('users as u', 'u.id', 'p.user_id')
      .innerJoin('memberships as m', (join) =>
        join.onRef('m.account_id', '=', 'p.account_id').onRef('m.user_id', '=', 'p.user_id'),
      )
      .leftJoin('integrations as n', 'n.id', 'p.integration_id')
      .selectAll('p')
      .select(['u.name as owner_name', 'm.role', 'm.state', 'n.name as integration_name'])
      .where('p.account_id', '=', accountId)
      .$if(userId !== undefined, (query) => query.where('p.user_id', '=', userId ?? 0))
      .orderBy('p.created_at', 'desc')
      .orderBy('p.id', 'desc');
    if (before !== undefined) all = all.where(sql<boolean>`(p.created_at, p.id) < (${before.at}, ${before.id}::uuid)`);
    const rows = await all.limit(limit + 1).execute();
    const tokens = rows.map((row) => ({
      tokenId: row.id,
      userId: row.user_id,
      ownerName: row.owner_name,
      name: row.name,
      // Only this program writes the column, so its values are known abilities.
      abilities: row.abilities as TokenAbility[],
      integrationId: row.integration_id ?? undefined,
      integrationName: row.integration_name ?? undefined,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      lastUsedAt: row.last_used_at ?? undefined,
      revokedAt: row.revoked_at ?? undefined,
      membership: { role: row.role, state: row.state },
    }));
    return pageOf(tokens, limit, ({ createdAt, tokenId }) => ({ at: createdAt, id: tokenId }));
  };
}

function findToken(db: Kysely<Database>): PersonalTokens['find'] {
  return async (accountId, tokenId) => {
    const row = await db
      .selectFrom('personal_tokens')
      .select(['id', 'user_id', 'name', 'integration_id', 'revoked_at'])
      .where('account_id', '=', accountId)
      .where('id', '=', tokenId)
      .executeTakeFirst();
    return row === undefined
      ? undefined
      : {
          tokenId: row.id,
          userId: row.user_id,
          name: row.name,
          integrationId: row.integration_id ?? undefined,
          revokedAt: row.revoked_at ?? undefined,
        };
  };
}

function countLive(db: Kysely<Database>): PersonalTokens['live'] {
  return async (accountId, userId, now) => {
    const { live } = await db
      .selectFrom('personal_tokens')
      .select((eb) => eb.fn.countAll<number>().as('live'))
      .where('account_id', '=', accountId)
      .where('user_id', '=', userId)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirstOrThrow();
    return Number(live);
  };
}

function readHeld(db: Kysely<Database>): PersonalTokens['held'] {
  return async (userId, { accountId, now }) => {
    const rows = await heldTokens(db, { userId, accountId, at: now }).execute();
    return rows.map(heldTokenOf);
  };
}

function recordUses(db: Kysely<Database>): PersonalTokens['used'] {
  return async (uses) => {
    // Token rows are locked in one order, since two nodes may store uses at once.
    await sql`
      with seen as (
        select p.account_id, p.id, u.last_used_at from unnest(
          ${uses.map(({ accountId }) => accountId)}::bigint[], ${uses.map(({ tokenId }) => tokenId)}::uuid[],
          ${uses.map(({ lastUsedAt }) => lastUsedAt)}::bigint[]) as u (account_id, id, last_used_at)
        join personal_tokens p on p.account_id = u.account_id and p.id = u.id
        order by p.account_id, p.id for update of p
      )
      update personal_tokens p set last_used_at = seen.last_used_at from seen
      where p.account_id = seen.account_id and p.id = seen.id and coalesce(p.last_used_at, 0) < seen.last_used_at`.execute(
      db,
    );
  };
}
