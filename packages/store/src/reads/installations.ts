import type { GrantRow, InstallReads, InstallationRow } from '@pristan/flows';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from '../database.ts';

const INSTALLATIONS_MAX = 200;

/** Installations as pages and the API show them. */
export function installationReads(db: Kysely<Database>): Pick<InstallReads, 'installations' | 'shownInstallation'> {
  return {
    async installations(accountId, now) {
      const rows = await shown(db, accountId, now).orderBy('i.enabled_at', 'desc').limit(INSTALLATIONS_MAX).execute();
      return rows.map(rowOf);
    },

    async shownInstallation(accountId, integrationId, now) {
      const row = await shown(db, accountId, now).where('i.integration_id', '=', integrationId).executeTakeFirst();
      return row === undefined ? undefined : rowOf(row);
    },
  };
}

function shown(db: Kysely<Database>, accountId: number, now: number) {
  return db
    .selectFrom('installations as i')
    .innerJoin('integrations as n', 'n.id', 'i.integration_id')
    .innerJoin('accounts as a', 'a.id', 'n.account_id')
    .select([
      'i.integration_id',
      'i.state',
      'i.fresh_codes',
      'i.enabled_at',
      'i.disabled_at',
      'n.name',
      'n.summary',
      'n.logo_hash',
      'n.kind',
      'n.state as integration_state',
      'n.disconnect_uri',
      'a.name as owner',
    ])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('grants as g')
          .innerJoin('users as u', 'u.id', 'g.user_id')
          .leftJoin('memberships as m', (join) =>
            join.onRef('m.account_id', '=', 'g.account_id').onRef('m.user_id', '=', 'g.user_id'),
          )
          .select([
            'g.id',
            'g.user_id',
            'u.name',
            'u.email',
            'g.full_access',
            'g.restricted',
            'g.scopes',
            'g.created_at',
            'g.updated_at',
          ])
          .leftJoin('grant_uses as l', (join) =>
            join.onRef('l.account_id', '=', 'g.account_id').onRef('l.grant_id', '=', 'g.id'),
          )
          .select([
            'l.last_used_at',
            sql<boolean>`m.state is distinct from 'active'`.as('user_left'),
            codeState(now).as('code'),
            tokensEnd(now).as('expires_at'),
          ])
          .whereRef('g.account_id', '=', 'i.account_id')
          .whereRef('g.integration_id', '=', 'i.integration_id')
          .whereRef('g.epoch', '=', 'i.epoch')
          .where('g.revoked_at', 'is', null)
          .where('i.state', '=', 'enabled')
          .orderBy('g.created_at', 'desc')
          .limit(100),
      ).as('grants'),
    )
    .where('i.account_id', '=', accountId)
    .where('n.deleted_at', 'is', null);
}

type Shown = Awaited<ReturnType<ReturnType<typeof shown>['executeTakeFirstOrThrow']>>;

function rowOf(row: Shown): InstallationRow {
  return {
    integrationId: row.integration_id,
    name: row.name,
    summary: row.summary,
    owner: row.owner,
    tellsIntegrator: row.disconnect_uri !== null,
    logoHash: row.logo_hash ?? undefined,
    kind: row.kind,
    integrationState: row.integration_state,
    state: row.state,
    freshCodes: row.fresh_codes,
    enabledAt: row.enabled_at,
    disabledAt: row.disabled_at ?? undefined,
    grants: row.grants.map((grant): GrantRow => ({
      grantId: grant.id,
      userId: grant.user_id,
      userName: grant.name,
      userEmail: grant.email,
      userLeft: grant.user_left,
      code: grant.code,
      fullAccess: grant.full_access,
      restricted: grant.restricted,
      scopes: grant.scopes,
      createdAt: grant.created_at,
      updatedAt: grant.updated_at,
      lastUsedAt: grant.last_used_at ?? undefined,
      expiresAt: grant.expires_at ?? undefined,
    })),
  };
}

/** When the last token of the grant `g`, of the integration `n`, that has not ended runs out. */
function tokensEnd(now: number) {
  return sql<number | null>`greatest(
    (select max(f.expires_at) from families f where f.account_id = g.account_id and f.grant_id = g.id
      and f.revoked_at is null and f.key_epoch = n.key_epoch and f.expires_at > ${now}),
    (select max(t.expires_at) from long_lived_tokens t where t.account_id = g.account_id
      and t.integration_id = g.integration_id and t.grant_id = g.id
      and t.revoked_at is null and t.key_epoch = n.key_epoch and t.expires_at > ${now}))`;
}

/** What became of a grant's newest code. A family proves an exchange, also when the code's row is long gone. */
function codeState(now: number) {
  return sql<'waiting' | 'exchanged' | 'expired'>`case
    when exists (select 1 from codes k where k.account_id = g.account_id and k.grant_id = g.id
      and k.redeemed_at is null and k.expires_at > ${now}::bigint) then 'waiting'
    when exists (select 1 from families f where f.account_id = g.account_id and f.grant_id = g.id)
      or exists (select 1 from codes k where k.account_id = g.account_id and k.grant_id = g.id and k.redeemed_at is not null)
      then 'exchanged'
    else 'expired' end`;
}
