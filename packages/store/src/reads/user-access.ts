import type { UserAccessRow } from '@pristan/flows';
import type { TokenToExplain } from '@pristan/rules';
import type pg from 'pg';
import type { Column, LeftJoined } from './columns.ts';
import type { EndEventColumns } from './end-events.ts';
import { endEventColumns, endEventsOf } from './end-events.ts';
import type { FamilyColumns, GrantColumns, WhoseColumns } from './grant-columns.ts';
import { familyColumns, grantOf, joinGrantColumns, grantColumns } from './grant-columns.ts';
import { familyOf } from './token.ts';

const ACCESSES_MAX = 200;
/** Number of newest grants read per integration. Older grants may have ended as well, but are too many to read. */
const GRANTS_MAX = 400;

const text = /* sql */ `
  with newest as (
    select distinct on (g.integration_id, g.user_id) g.*
    from unnest($2::uuid[]) asked (id) cross join lateral (
      select * from grants where account_id = $1 and integration_id = asked.id order by id desc limit ${GRANTS_MAX}) g
    order by g.integration_id, g.user_id, g.updated_at desc),
  given as (
    select ${familyColumns}, ${grantColumns}, ${endEventColumns('coalesce(f.created_at, k.issued_at, g.created_at)')},
      g.account_id as grant_account_id, g.integration_id as grant_integration_id, u.name as user_name, g.updated_at,
      f.created_at as family_issued_at,
      encode(k.id, 'hex') as code_id, k.redirect_uri, k.key_epoch as code_key_epoch, k.issued_at,
      k.expires_at as code_expires_at, k.redeemed_at
    from newest g ${joinGrantColumns}
    join users u on u.id = g.user_id
    left join lateral (
      select * from families f where f.account_id = g.account_id and f.grant_id = g.id order by f.created_at desc limit 1
    ) f on true
    left join lateral (
      select * from codes k where k.account_id = g.account_id and k.grant_id = g.id order by k.issued_at desc limit 1
    ) k on true
    order by g.updated_at desc limit ${ACCESSES_MAX})
  select *,
    (select name from users where id = revoked_by) as revoker,
    (select name from users where id = (disabled->>'user')::bigint) as disabler
  from given order by updated_at desc`;

/** The newest token family and code of a grant. The family's own names of account and integration are not read. */
type NewestColumns = GrantColumns &
  EndEventColumns &
  LeftJoined<
    Omit<FamilyColumns, keyof WhoseColumns> & { readonly family_issued_at: Column<'families', 'created_at'> }
  > &
  LeftJoined<{
    /** In hexadecimal digits. */
    readonly code_id: string;
    readonly redirect_uri: Column<'codes', 'redirect_uri'>;
    readonly code_key_epoch: Column<'codes', 'key_epoch'>;
    readonly issued_at: Column<'codes', 'issued_at'>;
    readonly code_expires_at: Column<'codes', 'expires_at'>;
    readonly redeemed_at: Column<'codes', 'redeemed_at'>;
  }>;

type AccessRow = NewestColumns & {
  readonly grant_account_id: Column<'grants', 'account_id'>;
  readonly grant_integration_id: Column<'grants', 'integration_id'>;
  readonly user_name: Column<'users', 'name'>;
  readonly revoker: Column<'users', 'name'> | null;
  readonly disabler: Column<'users', 'name'> | null;
};

/** Access that users gave to integrations, with the status of the newest token. @see TokenHistoryReads.accesses */
export async function userAccess(
  pool: pg.Pool,
  accountId: number,
  integrationIds: readonly string[],
): Promise<readonly UserAccessRow[]> {
  const { rows } = await pool.query<AccessRow>(text, [accountId, [...integrationIds]]);
  return rows.map((row) => {
    const whose = { account_id: row.grant_account_id, integration_id: row.grant_integration_id };
    return {
      integrationId: whose.integration_id,
      person: { userId: row.user_id, name: row.user_name },
      subject: newestOf({ ...row, ...whose }),
      revokedBy: row.revoker ?? undefined,
      disabledBy: row.disabler ?? undefined,
    };
  });
}

/**
 * The newest token or code of a grant: its current refresh token or a newer code; before an exchange, the code; without
 * a stored code, only the grant.
 */
function newestOf(row: NewestColumns & WhoseColumns): TokenToExplain {
  const codeWaits = row.code_id !== null && row.redeemed_at === null && row.issued_at > (row.family_issued_at ?? 0);
  if (row.family_id !== null && !codeWaits) {
    const family = familyOf(row);
    return { kind: 'refresh_token', generation: family.generation, family, reuse: undefined, ends: endEventsOf(row) };
  }
  const grant = grantOf(row);
  if (row.code_id === null) {
    const { keyEpoch } = grant.integration;
    return { kind: 'access_token', keyEpoch, issuedAt: 0, expiresAt: Infinity, grant, ends: endEventsOf(row) };
  }
  return {
    kind: 'code',
    code: {
      accountId: row.account_id,
      codeId: row.code_id,
      integrationId: row.integration_id,
      redirectUri: row.redirect_uri,
      hasChallenge: false,
      keyEpoch: row.code_key_epoch,
      issuedAt: row.issued_at,
      expiresAt: row.code_expires_at,
      redeemedAt: row.redeemed_at ?? undefined,
      grant,
    },
    ends: endEventsOf(row),
  };
}
