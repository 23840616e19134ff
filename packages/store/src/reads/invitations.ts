import type { InvitationCard, InvitationReads } from '@pristan/flows';
import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';
import type { MakerRow } from './makers.ts';
import { madeBy, makerOfInvitation } from './makers.ts';

export function invitationReads(db: Kysely<Database>): InvitationReads {
  return {
    async byToken(tokenHash) {
      const row = await cards(db).where('v.token_hash', '=', tokenHash).executeTakeFirst();
      return row === undefined ? undefined : cardOf(row);
    },

    async byId(accountId, invitationId) {
      const row = await cards(db)
        .where('v.account_id', '=', accountId)
        .where('v.id', '=', invitationId)
        .executeTakeFirst();
      return row === undefined ? undefined : cardOf(row);
    },
  };
}

function cards(db: Kysely<Database>) {
  return db
    .selectFrom('invitations as v')
    .innerJoin('accounts as a', 'a.id', 'v.account_id')
    .innerJoin('subdomains as s', (join) => join.onRef('s.account_id', '=', 'a.id').on('s.current', '=', true))
    .leftJoin('users as inviter', 'inviter.id', 'v.created_by')
    .leftJoin('users as invited', 'invited.email', 'v.email')
    .leftJoin('memberships as m', (join) =>
      join.onRef('m.account_id', '=', 'v.account_id').onRef('m.user_id', '=', 'invited.id'),
    )
    .select([
      'v.account_id',
      'v.id',
      'v.email',
      'v.name',
      'v.role',
      'v.asks_admin',
      'v.expires_at',
      'v.accepted_at',
      'v.revoked_at',
      'a.name as account_name',
      's.subdomain',
      'inviter.name as inviter_name',
      'invited.id as invited_id',
      'm.user_id as member_id',
    ])
    .select(makerOfInvitation.as('made'));
}

function cardOf(row: {
  account_id: number;
  id: string;
  email: string;
  name: string;
  role: 'admin' | 'member';
  expires_at: number;
  accepted_at: number | null;
  revoked_at: number | null;
  account_name: string;
  subdomain: string;
  inviter_name: string | null;
  invited_id: number | null;
  member_id: number | null;
  asks_admin: boolean;
  made: MakerRow;
}): InvitationCard {
  return {
    ...madeBy(row.account_id, row.made),
    accountId: row.account_id,
    invitationId: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    expiresAt: row.expires_at,
    state: row.revoked_at !== null ? 'revoked' : row.accepted_at !== null ? 'accepted' : 'open',
    isMember: row.member_id !== null,
    accountName: row.account_name,
    subdomain: row.subdomain,
    inviterName: row.inviter_name ?? undefined,
    personExists: row.invited_id !== null,
  };
}
