import type { LimitedCount, Precondition } from '@pristan/rules';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Tx } from '../transaction.ts';

/**
 * Checks that every limit still holds with the rows that this commit adds, that another active admin exists where one
 * is required, and that an excluded member does not. The rows that these counts depend on are locked already.
 */
export async function withinLimits(tx: Tx, preconditions: readonly Precondition[]): Promise<boolean> {
  const counts = new Map<string, { readonly max: number; readonly added: LimitedCount[] }>();
  for (const one of preconditions) {
    if (one.fact === 'another_admin' && (await count(tx, otherAdmins(one))) === 0) return false;
    if (one.fact === 'no_member' && (await count(tx, membersNamed(one))) > 0) return false;
    if (one.fact !== 'count') continue;
    // Several invitations in one commit count towards the same limit.
    const key = JSON.stringify({ ...one.of, email: undefined });
    const before = counts.get(key);
    if (before === undefined) counts.set(key, { max: one.max, added: [one.of] });
    else before.added.push(one.of);
  }
  for (const { max, added } of counts.values()) {
    const [first] = added;
    if (first !== undefined && (await count(tx, besides(first, added))) + added.length > max) return false;
  }
  return true;
}

async function count(tx: Tx, which: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${which}`.execute(tx);
  return rows[0]?.count ?? 0;
}

const otherAdmins = ({ accountId, besides }: Extract<Precondition, { fact: 'another_admin' }>) => sql`
  memberships where account_id = ${accountId} and user_id <> ${besides} and role = 'admin' and state = 'active'`;

const membersNamed = ({ accountId, email }: Extract<Precondition, { fact: 'no_member' }>) => sql`
  memberships m join users u on u.id = m.user_id where m.account_id = ${accountId} and u.email = ${email}`;

/** Rows that count towards a limit already, without those that this commit replaces. */
function besides(of: LimitedCount, added: readonly LimitedCount[]): RawBuilder<unknown> {
  switch (of.what) {
    case 'long_lived_tokens':
      return sql`long_lived_tokens where account_id = ${of.accountId} and integration_id = ${of.integrationId}
        and revoked_at is null and expires_at > ${of.at}`;
    case 'personal_tokens':
      return sql`personal_tokens where account_id = ${of.accountId} and user_id = ${of.userId}
        and revoked_at is null and expires_at > ${of.at}`;
    case 'invitations':
      return sql`invitations where account_id = ${of.accountId} and accepted_at is null and revoked_at is null
        and expires_at > ${of.at} and email <> all(${added.map((one) => ('email' in one ? one.email : ''))}::text[])`;
    case 'fresh_codes':
      return sql`code_requests where account_id = ${of.accountId} and integration_id = ${of.integrationId}
        and asked_at > ${of.since}`;
    case 'members':
      return sql`memberships where account_id = ${of.accountId}`;
    case 'widget_versions':
      return sql`widget_versions where integration_id = ${of.integrationId}`;
  }
}
