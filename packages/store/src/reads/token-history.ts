import { readUuid } from '@pristan/wire';
import type { AccessReference, TokenHistoryReads, RefusedTokenRow, TokenReference } from '@pristan/flows';
import type { RefreshTokenReuse, TokenToExplain } from '@pristan/rules';
import type { Selectable } from 'kysely';
import type pg from 'pg';
import type { Database } from '../database.ts';
import { userAccess } from './user-access.ts';
import type { EndEventColumns } from './end-events.ts';
import { endEventColumns, endEventsOf } from './end-events.ts';
import { pageOf } from './page.ts';
import { progress } from './progress.ts';
import { batched, runBatch } from '../batch.ts';
import { grantByKey } from '../grant-by-key.ts';
import { fromHex } from '../hex.ts';
import type { Column, LeftJoined } from './columns.ts';
import { rowOf } from './columns.ts';
import type { ClientColumns, FamilyColumns, GrantColumns, WhoseColumns } from './grant-columns.ts';
import { clientColumns, clientOf, familyColumns, grantOf, joinGrantColumns, grantColumns } from './grant-columns.ts';
import type { IntrospectionQuestion, IntrospectionRow } from './introspection.ts';
import { introspection, introspectionFactsOf } from './introspection.ts';
import { familyOf } from './token.ts';

const REFUSED_EACH = 10;

const reuseText = /* sql */ `
  select n.account_id as owner_id, n.name as integration, a.name as account,
    exists (select from refresh_reuses where account_id = $1 and family_id = $2) as is_known
  from integrations n, accounts a where n.id = $3::uuid and a.id = $1`;

/** The client, joined with the token's row, if there is one. */
function text(found: string): string {
  return /* sql */ `
  with asked as (select ${clientColumns('$2::bigint')} from (select 1) one
    left join integrations c on c.id = $1::uuid and c.deleted_at is null),
  found as (${found})
  select * from asked left join found on true`;
}

const texts = {
  none: text('select null::uuid as grant_id where false'),
  code: text(/* sql */ `
    select k.account_id, encode(k.id, 'hex') as code_id, k.integration_id, k.redirect_uri, k.key_epoch, k.issued_at,
      k.expires_at, k.redeemed_at, ${grantColumns}, ${endEventColumns('k.issued_at')}
    from codes k cross join lateral ${grantByKey('k.account_id', 'k.grant_id')} ${joinGrantColumns}
    where k.account_id = $3 and k.id = $4`),
  refresh_token: text(/* sql */ `
    select ${familyColumns}, ${grantColumns}, ${endEventColumns('f.created_at')},
      r.first_used_at, r.first_address, r.reused_at, r.reuse_address, r.last_reused_at, r.count as reuse_count
    from families f cross join lateral ${grantByKey('f.account_id', 'f.grant_id')} ${joinGrantColumns}
    left join refresh_reuses r on r.account_id = f.account_id and r.family_id = f.id and r.generation = $5
    where f.account_id = $3 and f.id = $4`),
  access_token: text(/* sql */ `
    select g.account_id, g.integration_id, ${grantColumns}, ${endEventColumns('$7::bigint')},
      l.id as token_id, l.revoked_at as token_revoked_at, l.revoked_by as token_revoked_by
    from grants g ${joinGrantColumns}
    left join long_lived_tokens l on l.account_id = g.account_id and l.id = $6::uuid and l.grant_id = g.id
    where g.account_id = $3 and g.id = $4 and g.integration_id = $5`),
} as const;

interface OwnerRow {
  readonly owner_id: Column<'integrations', 'account_id'>;
  readonly integration: Column<'integrations', 'name'>;
  readonly account: Column<'accounts', 'name'>;
  readonly is_known: boolean;
}

/** A grant with the events that ended its tokens. */
type SubjectColumns = GrantColumns & WhoseColumns & EndEventColumns;

type CodeColumns = SubjectColumns & {
  /** In hexadecimal digits. */
  readonly code_id: string;
  readonly redirect_uri: Column<'codes', 'redirect_uri'>;
  readonly key_epoch: Column<'codes', 'key_epoch'>;
  readonly issued_at: Column<'codes', 'issued_at'>;
  readonly expires_at: Column<'codes', 'expires_at'>;
  readonly redeemed_at: Column<'codes', 'redeemed_at'>;
};

type RefreshTokenColumns = SubjectColumns & FamilyColumns & LeftJoined<ReuseColumns>;

type AccessTokenColumns = SubjectColumns &
  LeftJoined<{
    readonly token_id: Column<'long_lived_tokens', 'id'>;
    readonly token_revoked_at: Column<'long_lived_tokens', 'revoked_at'>;
    readonly token_revoked_by: Column<'long_lived_tokens', 'revoked_by'>;
  }>;

interface ReuseColumns {
  readonly first_used_at: Column<'refresh_reuses', 'first_used_at'>;
  readonly first_address: Column<'refresh_reuses', 'first_address'>;
  readonly reused_at: Column<'refresh_reuses', 'reused_at'>;
  readonly reuse_address: Column<'refresh_reuses', 'reuse_address'>;
  readonly last_reused_at: Column<'refresh_reuses', 'last_reused_at'>;
  readonly reuse_count: Column<'refresh_reuses', 'count'>;
}

type RefusedColumns = ReuseColumns &
  Pick<Selectable<Database['refresh_reuses']>, 'family_id' | 'generation' | 'integration_id'> &
  LeftJoined<{ readonly user_id: Column<'users', 'id'>; readonly user_name: Column<'users', 'name'> }>;

export function tokenHistoryReads(pool: pg.Pool): TokenHistoryReads {
  return {
    async reuse({ accountId, familyId, integrationId }) {
      const { rows } = await pool.query<OwnerRow>({
        name: 'reuse-facts',
        text: reuseText,
        values: [accountId, familyId, integrationId],
      });
      const [row] = rows;
      return row === undefined
        ? undefined
        : { isKnown: row.is_known, ownerId: row.owner_id, integration: row.integration, account: row.account };
    },

    introspectionFacts: batched(async (questions) =>
      (await runBatch<IntrospectionQuestion, IntrospectionRow>(pool, introspection, questions)).map(
        introspectionFactsOf,
      ),
    ),

    async explainFacts({ clientId, token, now }) {
      const { client, found } = await read(pool, token, [readUuid(clientId) ?? null, now]);
      return { client, subject: found };
    },

    accesses: (accountId, integrationIds) => userAccess(pool, accountId, integrationIds),

    progress: (accountId, integrationId) => progress(pool, accountId, integrationId),

    async refusedTokens(accountId, integrationId, { limit, before }) {
      const { rows } = await pool.query<RefusedColumns>(
        `${refusedText}
         where r.account_id = $1 and r.integration_id = $2
           and ($3::bigint is null or (r.reused_at, r.family_id, r.generation) < ($3, $4::text, $5::int))
         order by r.reused_at desc, r.family_id desc, r.generation desc limit $6`,
        [accountId, integrationId, before?.at ?? null, before?.familyId ?? null, before?.generation ?? null, limit + 1],
      );
      const page = pageOf(rows, limit, (row) => ({
        at: row.reused_at,
        familyId: row.family_id,
        generation: row.generation,
      }));
      return { rows: page.rows.map(refusedOf), next: page.next };
    },

    async refusedOf(accountId, integrationIds) {
      const { rows } = await pool.query<RefusedColumns>(
        `select of_one.* from unnest($2::uuid[]) asked (id) cross join lateral (
           ${refusedText} where r.account_id = $1 and r.integration_id = asked.id
           order by r.reused_at desc limit ${REFUSED_EACH}) of_one
         order by of_one.reused_at desc`,
        [accountId, [...integrationIds]],
      );
      return rows.map(refusedOf);
    },
  };
}

const refusedText = /* sql */ `
  select r.family_id, r.generation, r.integration_id, r.first_used_at, r.first_address, r.reused_at, r.reuse_address,
    r.last_reused_at, r.count as reuse_count, u.id as user_id, u.name as user_name
  from refresh_reuses r
  left join families f on f.account_id = r.account_id and f.id = r.family_id
  left join grants g on g.account_id = f.account_id and g.id = f.grant_id
  left join users u on u.id = g.user_id`;

function refusedOf(row: RefusedColumns): RefusedTokenRow {
  return {
    ...reuseOf(row),
    integrationId: row.integration_id,
    person: row.user_id === null ? undefined : { userId: row.user_id, name: row.user_name },
  };
}

interface Explained {
  readonly client: ReturnType<typeof clientOf>;
  readonly found: TokenToExplain | undefined;
}

/** Reads the asking client, and the token that it asks about if the store has it. */
function read(pool: pg.Pool, token: TokenReference | undefined, asker: readonly unknown[]): Promise<Explained> {
  switch (token?.kind) {
    case undefined:
      return explained<SubjectColumns>(pool, { kind: 'none', values: asker }, () => undefined);
    case 'code':
      return explained(pool, { kind: 'code', values: [...asker, token.accountId, fromHex(token.codeId)] }, codeOf);
    case 'refresh_token':
      return explained<RefreshTokenColumns>(
        pool,
        { kind: 'refresh_token', values: [...asker, token.accountId, token.familyId, token.generation] },
        (row) => ({
          kind: 'refresh_token',
          generation: token.generation,
          family: familyOf(row),
          reuse: row.reused_at === null ? undefined : reuseOf(row),
          ends: endEventsOf(row),
        }),
      );
    case 'access_token':
      return explained<AccessTokenColumns>(
        pool,
        {
          kind: 'access_token',
          values: [
            ...asker,
            token.accountId,
            token.grantId,
            token.integrationId,
            token.tokenId ?? null,
            token.issuedAt,
          ],
        },
        (row) => accessOf(token, row),
      );
  }
}

async function explained<Columns extends SubjectColumns>(
  pool: pg.Pool,
  { kind, values }: { readonly kind: keyof typeof texts; readonly values: readonly unknown[] },
  subjectOf: (row: Columns) => TokenToExplain | undefined,
): Promise<Explained> {
  const { rows } = await pool.query<LeftJoined<ClientColumns> & LeftJoined<Columns>>({
    name: `explain-${kind}`,
    text: texts[kind],
    values: [...values],
  });
  const row = rowOf(rows[0]);
  return { client: clientOf(row), found: isFound<Columns>(row) ? subjectOf(row) : undefined };
}

function isFound<Columns extends SubjectColumns>(row: LeftJoined<Columns>): row is Columns {
  return row.grant_id !== null;
}

function codeOf(row: CodeColumns): TokenToExplain {
  return {
    kind: 'code',
    code: {
      accountId: row.account_id,
      codeId: row.code_id,
      integrationId: row.integration_id,
      redirectUri: row.redirect_uri,
      hasChallenge: false,
      keyEpoch: row.key_epoch,
      issuedAt: row.issued_at,
      expiresAt: row.expires_at,
      redeemedAt: row.redeemed_at ?? undefined,
      grant: grantOf(row),
    },
    ends: endEventsOf(row),
  };
}

function accessOf(token: AccessReference, row: AccessTokenColumns): TokenToExplain | undefined {
  const { keyEpoch, issuedAt, expiresAt, tokenId } = token;
  const grant = grantOf(row);
  if (tokenId === undefined) {
    return { kind: 'access_token', keyEpoch, issuedAt, expiresAt, grant, ends: endEventsOf(row) };
  }
  if (row.token_id === null) return undefined;
  const revokedAt = row.token_revoked_at ?? undefined;
  return {
    kind: 'long_lived_token',
    issuedAt,
    token: { tokenId, integrationId: row.integration_id, expiresAt, revokedAt, keyEpoch, grant },
    tokenRevoked: revokedAt === undefined ? undefined : { at: revokedAt, userId: row.token_revoked_by ?? undefined },
    ends: endEventsOf(row),
  };
}

function reuseOf(row: ReuseColumns): RefreshTokenReuse {
  return {
    first: row.first_used_at === null ? undefined : { at: row.first_used_at, address: row.first_address ?? undefined },
    again: { at: row.reused_at, address: row.reuse_address },
    lastAt: row.last_reused_at,
    count: row.reuse_count,
  };
}
