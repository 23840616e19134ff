import { readUuid } from '@pristan/wire';
import type { ConfigureReads } from '@pristan/flows';
import type { WidgetSetting } from '@pristan/rules';
import type pg from 'pg';
import type { Column, LeftJoined } from './columns.ts';
import { rowOf } from './columns.ts';
import type { ClientColumns, GrantColumns, WhoseColumns } from './grant-columns.ts';
import { clientColumns, clientOf, grantOf, joinGrantColumns, grantColumns } from './grant-columns.ts';

const PEOPLE_MAX = 200;

const freshCodeText = /* sql */ `
  with asked as (
    select ${clientColumns('$2::bigint')}, exists (
      select 1 from widget_versions w where w.integration_id = c.id and w.live) as has_widget
    from (select 1) one left join integrations c on c.id = $1::uuid and c.deleted_at is null),
  place as (
    select o.account_id as at_account_id, o.integration_id as at_integration_id, o.state as at_state, o.epoch as at_epoch, o.fresh_codes,
      (select json_agg(r.asked_at order by r.asked_at) from code_requests r
        where r.account_id = o.account_id and r.integration_id = o.integration_id and r.asked_at > $6::bigint) as asked_at
    from asked join installations o on o.integration_id = asked.client_id and o.account_id = coalesce(
      $3::bigint, (select s.account_id from subdomains s where s.subdomain = $4 and s.current))),
  found as (
    select g.account_id, g.integration_id, ${grantColumns}
    from place p join grants g on g.account_id = p.at_account_id and g.integration_id = p.at_integration_id ${joinGrantColumns}
    where case when $7::boolean then g.id = $5::uuid else g.full_access and g.revoked_at is null and g.epoch = p.at_epoch end
    order by g.updated_at desc, g.created_at desc, g.id desc limit 1)
  select * from asked left join place on true left join found on true`;

type FreshCodeRow = LeftJoined<ClientColumns> & { readonly has_widget: boolean } & LeftJoined<{
    readonly at_account_id: Column<'installations', 'account_id'>;
    readonly at_state: Column<'installations', 'state'>;
    readonly at_epoch: Column<'installations', 'epoch'>;
    readonly fresh_codes: Column<'installations', 'fresh_codes'>;
    readonly asked_at: readonly number[] | null;
  }> &
  LeftJoined<GrantColumns & WhoseColumns>;

export function configureReads(pool: pg.Pool): ConfigureReads {
  return {
    liveWidget: readLiveWidget(pool),
    storedSettings: readStoredSettings(pool),
    people: readPeople(pool),
    configuration: readConfiguration(pool),
    codeAskedAt: readCodeAskedAt(pool),
    freshCodeFacts: readFreshCodeFacts(pool),
  };
}

function readLiveWidget(pool: pg.Pool): ConfigureReads['liveWidget'] {
  return async (integrationId) => {
    const { rows } = await pool.query<{
      number: number;
      version: string | null;
      settings: readonly WidgetSetting[] | null;
    }>(
      `select number, manifest ->> 'version' as version, manifest -> 'settings' as settings
       from widget_versions where integration_id = $1 and live`,
      [integrationId],
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    return { number: row.number, version: row.version ?? undefined, settings: row.settings ?? [] };
  };
}

function readStoredSettings(pool: pg.Pool): ConfigureReads['storedSettings'] {
  return async (accountId, integrationId) => {
    const { rows } = await pool.query<{ field: string; value: string | null; sealed: Uint8Array | null }>(
      `select field, value, sealed from installation_settings
       where account_id = $1 and integration_id = $2 order by field`,
      [accountId, integrationId],
    );
    return rows.map(({ field, value, sealed }) =>
      sealed === null ? { field, value: value ?? '' } : { field, sealed },
    );
  };
}

function readPeople(pool: pg.Pool): ConfigureReads['people'] {
  return async (accountId) => {
    const { rows } = await pool.query<{ id: number; name: string }>(
      `select u.id, u.name from memberships m join users u on u.id = m.user_id
       where m.account_id = $1 and m.state = 'active' order by u.id limit ${PEOPLE_MAX}`,
      [accountId],
    );
    return rows.map(({ id, name }) => ({ userId: id, name }));
  };
}

function readConfiguration(pool: pg.Pool): ConfigureReads['configuration'] {
  return async (accountId, integrationId) => {
    const { rows } = await pool.query<{ fresh_codes: 'allowed' | 'forbidden' }>(
      `select i.fresh_codes from installations i
       join integrations n on n.id = i.integration_id and n.deleted_at is null
       where i.account_id = $1 and i.integration_id = $2`,
      [accountId, integrationId],
    );
    const [row] = rows;
    return row === undefined ? undefined : { freshCodes: row.fresh_codes };
  };
}

function readCodeAskedAt(pool: pg.Pool): ConfigureReads['codeAskedAt'] {
  return async (accountId, integrationId) => {
    const { rows } = await pool.query<{ asked_at: number | null }>(
      'select max(asked_at) as asked_at from code_requests where account_id = $1 and integration_id = $2',
      [accountId, integrationId],
    );
    return rows[0]?.asked_at ?? undefined;
  };
}

function readFreshCodeFacts(pool: pg.Pool): ConfigureReads['freshCodeFacts'] {
  return async ({ clientId, account, grantId, since, now }) => {
    const { rows } = await pool.query<FreshCodeRow>({
      name: 'fresh-code-facts',
      text: freshCodeText,
      values: [
        readUuid(clientId) ?? null,
        now,
        'id' in account ? account.id : null,
        'subdomain' in account ? account.subdomain : null,
        readUuid(grantId) ?? null,
        since,
        grantId !== undefined,
      ],
    });
    const row = rowOf(rows[0]);
    return {
      client: clientOf(row),
      hasLiveWidget: row.has_widget,
      installation:
        row.at_account_id === null
          ? undefined
          : { accountId: row.at_account_id, state: row.at_state, epoch: row.at_epoch, freshCodes: row.fresh_codes },
      grant: row.grant_id === null ? undefined : grantOf(row),
      askedAt: row.asked_at ?? [],
    };
  };
}
