import type { SetupProgressRow } from '@pristan/flows';
import type pg from 'pg';
import { grantIsEnabled } from '../live-grant.ts';
import type { Column, LeftJoined } from './columns.ts';
import { rowOf } from './columns.ts';

// Only live grants count, since the progress says what works now. A token family proves an exchange even when the row
// of the authorization code was deleted long ago.
const text = /* sql */ `
  with given as (
    select g.id, n.key_epoch from grants g
    join installations i on i.account_id = g.account_id and i.integration_id = g.integration_id
    join integrations n on n.id = g.integration_id
    where g.account_id = $1 and g.integration_id = $2 and ${grantIsEnabled}
    order by g.updated_at desc limit 20),
  tokens as (
    select max(f.created_at) as exchanged_at, max(f.rotated_at) filter (where f.generation > 1) as refreshed_at
    from given join families f on f.account_id = $1 and f.grant_id = given.id
    where f.revoked_at is null and f.key_epoch = given.key_epoch)
  select k.issued_at, k.expires_at, k.redeemed_at, t.exchanged_at, t.refreshed_at,
    (select max(u.last_used_at) from given join grant_uses u on u.account_id = $1 and u.grant_id = given.id) as called_at,
    coalesce((select array_agg(id::text) from given), '{}') as grant_ids,
    r.refused_at, r.fault, r.difference
  from tokens t
  left join lateral (
    select c.issued_at, c.expires_at, c.redeemed_at from codes c join given on given.id = c.grant_id
    where c.account_id = $1 and c.integration_id = $2 and c.key_epoch = given.key_epoch
    order by c.issued_at desc limit 1) k on true
  left join refused_exchanges r on r.integration_id = $2`;

type Row = LeftJoined<{
  readonly issued_at: Column<'codes', 'issued_at'>;
  readonly expires_at: Column<'codes', 'expires_at'>;
  readonly redeemed_at: Column<'codes', 'redeemed_at'>;
}> &
  LeftJoined<{
    readonly refused_at: Column<'refused_exchanges', 'refused_at'>;
    readonly fault: Column<'refused_exchanges', 'fault'>;
    readonly difference: Column<'refused_exchanges', 'difference'>;
  }> & {
    readonly exchanged_at: number | null;
    readonly refreshed_at: number | null;
    readonly called_at: number | null;
    readonly grant_ids: readonly string[];
  };

/** Setup progress of an integration in an account. @see TokenHistoryReads */
export async function progress(pool: pg.Pool, accountId: number, integrationId: string): Promise<SetupProgressRow> {
  const { rows } = await pool.query<Row>({ name: 'progress', text, values: [accountId, integrationId] });
  const row = rowOf(rows[0]);
  return {
    code:
      row.issued_at === null
        ? undefined
        : { issuedAt: row.issued_at, expiresAt: row.expires_at, redeemedAt: row.redeemed_at ?? undefined },
    exchangedAt: row.exchanged_at ?? undefined,
    refreshedAt: row.refreshed_at ?? undefined,
    calledAt: row.called_at ?? undefined,
    grantIds: row.grant_ids,
    refused:
      row.refused_at === null
        ? undefined
        : { at: row.refused_at, fault: row.fault, difference: row.difference ?? undefined },
  };
}
