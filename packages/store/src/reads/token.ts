import { readUuid } from '@pristan/wire';
import type { CallFacts, FamilyFacts } from '@pristan/rules';
import { familiesPerGrantMax } from '@pristan/rules';
import type { TokenReads } from '@pristan/flows';
import type pg from 'pg';
import { grantByKey } from '../grant-by-key.ts';
import type { BatchStatement } from '../batch.ts';
import { batchRows, batched, runBatch } from '../batch.ts';
import { fromHex } from '../hex.ts';
import { grantIsLive } from '../live-grant.ts';
import type { Column, LeftJoined } from './columns.ts';
import { rowOf } from './columns.ts';
import type { ClientColumns, FamilyColumns, GrantColumns, WhoseColumns } from './grant-columns.ts';
import { clientColumns, clientOf, familyColumns, grantOf, joinGrantColumns, grantColumns } from './grant-columns.ts';

/** SQL columns that both grant types need: the client, and the account of the request's host. */
const asked = /* sql */ `
  select q.ord::int, ${clientColumns('q.now')},
    (select account_id from subdomains where subdomain = q.subdomain and current) as host_account_id, found.*`;

const client = /* sql */ `
  left join lateral (select * from integrations where id = q.client_id and deleted_at is null limit 1) c on true`;

type ExchangeQuestion = Parameters<TokenReads['exchangeFacts']>[0];
type RefreshQuestion = Parameters<TokenReads['refreshFacts']>[0];

/** Columns of both statements, beside those of the code or the family. */
type Asked = LeftJoined<ClientColumns> & {
  readonly ord: number;
  readonly host_account_id: Column<'subdomains', 'account_id'> | null;
};

type ExchangeRow = Asked & LeftJoined<CodeColumns>;
type CodeColumns = GrantColumns &
  WhoseColumns & {
    /** In hexadecimal digits. */
    readonly code_id: string;
    readonly redirect_uri: Column<'codes', 'redirect_uri'>;
    readonly code_challenge: Column<'codes', 'code_challenge'>;
    readonly key_epoch: Column<'codes', 'key_epoch'>;
    readonly expires_at: Column<'codes', 'expires_at'>;
    readonly redeemed_at: Column<'codes', 'redeemed_at'>;
    readonly subdomain: Column<'subdomains', 'subdomain'> | null;
    readonly families: number;
  };
type RefreshRow = Asked & LeftJoined<FamilyColumns & GrantColumns>;

type ApiRow = GrantColumns &
  WhoseColumns & {
    readonly kind: Column<'integrations', 'kind'>;
    readonly subdomain: Column<'subdomains', 'subdomain'>;
    readonly blocked_until: Column<'api_blocks', 'blocked_until'>;
  } & LeftJoined<{
    readonly context_user_id: Column<'memberships', 'user_id'>;
    readonly context_role: Column<'memberships', 'role'>;
  }> &
  LeftJoined<{
    readonly window_count: Column<'api_windows', 'count'>;
    readonly window_ends_at: Column<'api_windows', 'window_ends_at'>;
  }>;

const exchange: BatchStatement<ExchangeQuestion> = {
  name: 'exchange-facts',
  text: /* sql */ `${asked}
  from ${batchRows('client_id uuid, account_id bigint, code_id bytea, subdomain text, now bigint')}
  ${client}
  left join lateral (
    select k.account_id, encode(k.id, 'hex') as code_id, k.integration_id, k.redirect_uri, k.code_challenge, k.key_epoch,
      k.expires_at, k.redeemed_at, ${grantColumns},
      (select subdomain from subdomains s where s.account_id = k.account_id and s.current) as subdomain,
      (select count(*) from (
        select 1 from families f where f.account_id = k.account_id and f.grant_id = k.grant_id
        limit ${familiesPerGrantMax}) of_grant)::int as families
    from codes k cross join lateral ${grantByKey('k.account_id', 'k.grant_id')} ${joinGrantColumns}
    where k.account_id = q.account_id and k.id = q.code_id limit 1) found on true`,
  values: ({ clientId, code, subdomain, now }) => [
    readUuid(clientId) ?? null,
    code?.accountId,
    code === undefined ? undefined : fromHex(code.codeId),
    subdomain,
    now,
  ],
};

const refresh: BatchStatement<RefreshQuestion> = {
  name: 'refresh-facts',
  text: /* sql */ `${asked}
  from ${batchRows('client_id uuid, account_id bigint, family_id text, subdomain text, now bigint')}
  ${client}
  left join lateral (
    select ${familyColumns}, ${grantColumns}
    from families f cross join lateral ${grantByKey('f.account_id', 'f.grant_id')} ${joinGrantColumns}
    where f.account_id = q.account_id and f.id = q.family_id limit 1) found on true`,
  values: ({ clientId, family, subdomain, now }) => [
    readUuid(clientId) ?? null,
    family?.accountId,
    family?.familyId,
    subdomain,
    now,
  ],
};

// Counts the API request in the SQL statement that judges it: one round trip, one row, the same for every node. Only
// live tokens from addresses that are not blocked count, so that a dead token can't use up the integration's limit.
const apiText = /* sql */ `
  with found as (
    select g.account_id, g.integration_id, n.kind, s.subdomain, ${grantColumns},
      x.user_id as context_user_id, x.role as context_role,
      (select blocked_until from api_blocks b
        where b.account_id = g.account_id and b.integration_id = g.integration_id and b.address = $5 and b.blocked_until > $6::bigint)
        as blocked_until,
      ${grantIsLive('$7')} as live
    from grants g ${joinGrantColumns}
    join subdomains s on s.account_id = g.account_id and s.current
    left join memberships x on x.account_id = g.account_id and x.user_id = $4 and x.state = 'active'
    where g.account_id = $1 and g.id = $2 and g.integration_id = $3
      and ($8::uuid is null or exists (
        select 1 from long_lived_tokens l
        where l.account_id = $1 and l.id = $8 and l.grant_id = g.id and l.revoked_at is null))),
  counted as (
    insert into api_windows as w (account_id, integration_id, window_ends_at, count)
    select account_id, integration_id, $6::bigint + 1000, 1 from found where live and blocked_until is null
    on conflict (account_id, integration_id) do update set
      count = case when w.window_ends_at <= $6::bigint then 1 else w.count + 1 end,
      window_ends_at = case when w.window_ends_at <= $6::bigint then $6::bigint + 1000 else w.window_ends_at end
    returning count, window_ends_at)
  select found.*, counted.count as window_count, counted.window_ends_at from found left join counted on true`;

const excessText = /* sql */ `
  insert into api_blocks as b (account_id, integration_id, address, excess, excess_ends_at)
  values ($1, $2, $3, 1, $4::bigint + 10000)
  on conflict (account_id, integration_id, address) do update set
    excess = case when b.excess_ends_at <= $4::bigint then 1 else b.excess + 1 end,
    excess_ends_at = case when b.excess_ends_at <= $4::bigint then $4::bigint + 10000 else b.excess_ends_at end,
    blocked_until = case when b.excess_ends_at > $4::bigint and b.excess + 1 >= $5 then $4::bigint + 60000 else null end
  returning blocked_until`;

/** Number of requests after a 429 within ten seconds that blocks an address for a minute. */
const EXCESS_MAX = 10;

/** Reads of the hot path, as named statements that PostgreSQL parses and plans once per connection. */
export function tokenReads(pool: pg.Pool): TokenReads {
  return {
    exchangeFacts: batched(async (questions) =>
      (await runBatch<ExchangeQuestion, ExchangeRow>(pool, exchange, questions)).map(exchangeFactsOf),
    ),

    refreshFacts: batched(async (questions) =>
      (await runBatch<RefreshQuestion, RefreshRow>(pool, refresh, questions)).map(refreshFactsOf),
    ),

    async apiFacts({ accountId, grantId, integrationId, tokenId, keyEpoch, contextUserId, address, now }) {
      const { rows } = await pool.query<ApiRow>({
        name: 'api-facts',
        text: apiText,
        values: [accountId, grantId, integrationId, contextUserId ?? null, address, now, keyEpoch, tokenId ?? null],
      });
      const [row] = rows;
      return row === undefined ? undefined : apiFactsOf(row);
    },

    async countExcess({ accountId, integrationId, address, now }) {
      const { rows } = await pool.query<Pick<ApiRow, 'blocked_until'>>({
        name: 'count-excess',
        text: excessText,
        values: [accountId, integrationId, address, now, EXCESS_MAX],
      });
      return { blockedUntil: rows[0]?.blocked_until ?? undefined };
    },
  };
}

function exchangeFactsOf(found: ExchangeRow | undefined): Awaited<ReturnType<TokenReads['exchangeFacts']>> {
  const row = rowOf(found);
  return {
    client: clientOf(row),
    hostAccountId: row.host_account_id ?? undefined,
    accountHost: row.subdomain ?? undefined,
    code:
      row.code_id === null
        ? undefined
        : {
            accountId: row.account_id,
            codeId: row.code_id,
            integrationId: row.integration_id,
            redirectUri: row.redirect_uri,
            hasChallenge: row.code_challenge !== null,
            codeChallenge: row.code_challenge ?? undefined,
            keyEpoch: row.key_epoch,
            expiresAt: row.expires_at,
            redeemedAt: row.redeemed_at ?? undefined,
            grant: grantOf(row),
            families: row.families,
          },
  };
}

function refreshFactsOf(found: RefreshRow | undefined): Awaited<ReturnType<TokenReads['refreshFacts']>> {
  const row = rowOf(found);
  return {
    client: clientOf(row),
    hostAccountId: row.host_account_id ?? undefined,
    family: row.family_id === null ? undefined : familyOf(row),
  };
}

/** Reads the token family from a row with `familyColumns` and `grantColumns`. */
export function familyOf(row: FamilyColumns & GrantColumns): FamilyFacts {
  return {
    accountId: row.account_id,
    familyId: row.family_id,
    integrationId: row.integration_id,
    keyEpoch: row.key_epoch,
    generation: row.generation,
    macKeyId: row.mac_key_id,
    rotatedAt: row.rotated_at,
    rotatedAddress: row.rotated_address,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at ?? undefined,
    grant: grantOf(row),
  };
}

function apiFactsOf(row: ApiRow): CallFacts {
  return {
    grant: grantOf(row),
    subdomain: row.subdomain,
    kind: row.kind,
    window: { count: row.window_count ?? 0, endsAt: row.window_ends_at ?? 0 },
    blockedUntil: row.blocked_until ?? undefined,
    contextUser: row.context_role === null ? undefined : { userId: row.context_user_id, role: row.context_role },
  };
}
