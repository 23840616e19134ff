import { readUuid } from '@pristan/wire';
import type { TokenHistoryReads } from '@pristan/flows';
import type { BatchStatement } from '../batch.ts';
import { batchRows } from '../batch.ts';
import { grantByKey } from '../grant-by-key.ts';
import type { Column, LeftJoined } from './columns.ts';
import { rowOf } from './columns.ts';
import type { GrantColumns, WhoseColumns } from './grant-columns.ts';
import { grantColumns, grantOf, joinGrantColumns } from './grant-columns.ts';

type IntrospectionFacts = TokenHistoryReads['introspectionFacts'];
export type IntrospectionQuestion = Parameters<IntrospectionFacts>[0];

/** The resource server and the grant that a token points to, of all introspections of one turn of the event loop. */
export const introspection: BatchStatement<IntrospectionQuestion> = {
  name: 'introspection-facts',
  text: /* sql */ `
  select q.ord::int, (select secret_hash from resource_servers where id = q.server_id) as secret_hash, found.*
  from ${batchRows('server_id uuid, account_id bigint, grant_id uuid, integration_id uuid, token_id uuid')}
  left join lateral (
    select g.account_id, g.integration_id, n.kind, s.subdomain, ${grantColumns},
      q.token_id is not null and not exists (
        select 1 from long_lived_tokens l
        where l.account_id = q.account_id and l.id = q.token_id and l.grant_id = g.id and l.revoked_at is null)
        as token_revoked
    from ${grantByKey('q.account_id', 'q.grant_id')} ${joinGrantColumns}
    join subdomains s on s.account_id = g.account_id and s.current
    where g.integration_id = q.integration_id limit 1) found on true`,
  values: ({ serverId, token }) => [
    readUuid(serverId) ?? null,
    token?.accountId,
    token?.grantId,
    token?.integrationId,
    token?.tokenId,
  ],
};

export type IntrospectionRow = {
  readonly ord: number;
  readonly secret_hash: Column<'resource_servers', 'secret_hash'> | null;
} & LeftJoined<
  GrantColumns &
    WhoseColumns & {
      readonly kind: Column<'integrations', 'kind'>;
      readonly subdomain: Column<'subdomains', 'subdomain'>;
      readonly token_revoked: boolean;
    }
>;

export function introspectionFactsOf(found: IntrospectionRow | undefined): Awaited<ReturnType<IntrospectionFacts>> {
  const row = rowOf(found);
  return {
    secretHash: row.secret_hash ?? undefined,
    facts:
      row.grant_id === null
        ? undefined
        : { grant: grantOf(row), kind: row.kind, subdomain: row.subdomain, tokenRevoked: row.token_revoked },
  };
}
