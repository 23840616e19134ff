import type { MintingReads } from '@pristan/flows';
import type { Selectable } from 'kysely';
import type pg from 'pg';
import type { Database } from '../database.ts';
import { grantIsCurrent } from '../live-grant.ts';
import type { Column, LeftJoined } from './columns.ts';
import { pageOf } from './page.ts';
import type { GrantColumns, SecretsColumn, WhoseColumns } from './grant-columns.ts';
import { grantOf, joinGrantColumns, secretRows, secretsOf, grantColumns } from './grant-columns.ts';

const oneTimeText = /* sql */ `
  select s.subdomain, m.role, m.state, c.state as integration_state, c.redirect_uri, i.state as installation,
    exists (select 1 from grants g where g.account_id = i.account_id and g.integration_id = i.integration_id
      and ${grantIsCurrent} having bool_and(g.restricted)) as awaits_consent,
    ${secretsOf('$4::bigint')} as secrets
  from subdomains s
  left join memberships m on m.account_id = s.account_id and m.user_id = $3
  left join integrations c on c.id = $2 and c.deleted_at is null
  left join installations i on i.account_id = s.account_id and i.integration_id = c.id
  where s.account_id = $1 and s.current`;

type TokenRow = GrantColumns &
  WhoseColumns & {
    readonly token_id: Column<'long_lived_tokens', 'id'>;
    readonly name: Column<'long_lived_tokens', 'name'>;
    readonly key_epoch: Column<'long_lived_tokens', 'key_epoch'>;
    readonly issued_at: Column<'long_lived_tokens', 'issued_at'>;
    readonly expires_at: Column<'long_lived_tokens', 'expires_at'>;
    readonly revoked_at: Column<'long_lived_tokens', 'revoked_at'>;
    readonly user_name: Column<'users', 'name'>;
  };

type OneTimeRow = {
  readonly subdomain: Column<'subdomains', 'subdomain'>;
  readonly installation: Column<'installations', 'state'> | null;
  readonly awaits_consent: boolean;
  readonly secrets: SecretsColumn;
} & LeftJoined<{ readonly role: Column<'memberships', 'role'>; readonly state: Column<'memberships', 'state'> }> &
  LeftJoined<{
    readonly integration_state: Column<'integrations', 'state'>;
    readonly redirect_uri: Column<'integrations', 'redirect_uri'>;
  }>;

export function mintingReads(pool: pg.Pool): MintingReads {
  return {
    longLivedTokens: readLongLivedTokens(pool),
    longLivedToken: readLongLivedToken(pool),
    liveLongLivedTokens: readLiveLongLivedTokens(pool),
    oneTimeFacts: readOneTimeFacts(pool),
  };
}

function readLongLivedTokens(pool: pg.Pool): MintingReads['longLivedTokens'] {
  return async (accountId, integrationId, { limit, before }) => {
    const { rows } = await pool.query<TokenRow>(
      `select l.account_id, l.integration_id, l.id as token_id, l.name, l.key_epoch, l.issued_at, l.expires_at, l.revoked_at,
         u.name as user_name, ${grantColumns}
       from long_lived_tokens l
       join grants g on g.account_id = l.account_id and g.id = l.grant_id ${joinGrantColumns}
       join users u on u.id = g.user_id
       where l.account_id = $1 and l.integration_id = $2
         and ($3::bigint is null or (l.issued_at, l.id) < ($3, $4::uuid))
       order by l.issued_at desc, l.id desc limit $5`,
      [accountId, integrationId, before?.at ?? null, before?.id ?? null, limit + 1],
    );
    const tokens = rows.map((row) => ({
      tokenId: row.token_id,
      integrationId: row.integration_id,
      name: row.name,
      keyEpoch: row.key_epoch,
      issuedAt: row.issued_at,
      expiresAt: row.expires_at,
      revokedAt: row.revoked_at ?? undefined,
      mintedBy: {
        userId: row.user_id,
        name: row.user_name,
        isAdmin: row.member_role === 'admin' && row.member_state === 'active',
      },
      grant: grantOf(row),
    }));
    return pageOf(tokens, limit, ({ issuedAt, tokenId }) => ({ at: issuedAt, id: tokenId }));
  };
}

function readLongLivedToken(pool: pg.Pool): MintingReads['longLivedToken'] {
  return async (accountId, tokenId) => {
    const { rows } = await pool.query<
      Pick<Selectable<Database['long_lived_tokens']>, 'id' | 'integration_id' | 'revoked_at'>
    >('select id, integration_id, revoked_at from long_lived_tokens where account_id = $1 and id = $2', [
      accountId,
      tokenId,
    ]);
    const [row] = rows;
    return row === undefined
      ? undefined
      : { tokenId: row.id, integrationId: row.integration_id, revokedAt: row.revoked_at ?? undefined };
  };
}

function readLiveLongLivedTokens(pool: pg.Pool): MintingReads['liveLongLivedTokens'] {
  return async (accountId, integrationId, now) => {
    const { rows } = await pool.query<{ readonly live: number }>(
      `select count(*) as live from long_lived_tokens
       where account_id = $1 and integration_id = $2 and revoked_at is null and expires_at > $3`,
      [accountId, integrationId, now],
    );
    return rows[0]?.live ?? 0;
  };
}

function readOneTimeFacts(pool: pg.Pool): MintingReads['oneTimeFacts'] {
  return async ({ accountId, integrationId, userId, now }) => {
    const { rows } = await pool.query<OneTimeRow>({
      name: 'one-time-facts',
      text: oneTimeText,
      values: [accountId, integrationId, userId, now],
    });
    const [row] = rows;
    if (row === undefined) return undefined;
    return {
      subdomain: row.subdomain,
      membership: row.role === null ? undefined : { role: row.role, state: row.state },
      integration: row.integration_state === null ? undefined : { state: row.integration_state },
      installation: row.installation ?? 'none',
      awaitsConsent: row.awaits_consent,
      redirectUri: row.redirect_uri ?? '',
      secrets: secretRows(row.secrets),
    };
  };
}
