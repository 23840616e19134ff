import type { HandoverReads } from '@pristan/flows';
import type { HandoverFacts } from '@pristan/rules';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { toHex } from '../hex.ts';
import { attemptFailureOf } from './attempt-failure.ts';

export function handoverReads(db: Kysely<Database>): HandoverReads {
  return {
    find: findHandover(db),
    place: readPlace(db),
    places: readPlaces(db),
  };
}

function findHandover(db: Kysely<Database>): HandoverReads['find'] {
  return async (accountId, handoverId) => {
    const row = await handovers(db)
      .where('h.account_id', '=', accountId)
      .where('h.id', '=', handoverId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      ...factsOf(accountId, row),
      userId: row.user_id,
      name: row.name,
      subdomain: row.subdomain,
      secretsUri: row.secrets_uri ?? '',
      sealedPath: row.sealed_path,
      secret:
        row.secret_id === null || row.sealed === null
          ? undefined
          : { secretId: row.secret_id, sealed: row.sealed, firstUsed: row.first_used_at !== null },
    };
  };
}

function readPlace(db: Kysely<Database>): HandoverReads['place'] {
  return async (accountId, userId) => {
    const row = await places(db, userId).where('m.account_id', '=', accountId).executeTakeFirst();
    return row === undefined ? undefined : placeOf(row);
  };
}

function readPlaces(db: Kysely<Database>): HandoverReads['places'] {
  return async (userId) => {
    const rows = await places(db, userId).orderBy('a.name').limit(500).execute();
    return rows.map(placeOf);
  };
}

function handovers(db: Kysely<Database>) {
  return db
    .selectFrom('handovers as h')
    .innerJoin('grants as g', (join) =>
      join.onRef('g.account_id', '=', 'h.account_id').onRef('g.id', '=', 'h.grant_id'),
    )
    .innerJoin('installations as i', (join) =>
      join.onRef('i.account_id', '=', 'h.account_id').onRef('i.integration_id', '=', 'h.integration_id'),
    )
    .innerJoin('integrations as n', (join) =>
      join.onRef('n.id', '=', 'h.integration_id').on('n.deleted_at', 'is', null),
    )
    .innerJoin('subdomains as s', (join) => join.onRef('s.account_id', '=', 'h.account_id').on('s.current', '=', true))
    .leftJoin('memberships as m', (join) =>
      join.onRef('m.account_id', '=', 'h.account_id').onRef('m.user_id', '=', 'g.user_id'),
    )
    .leftJoin('deliveries as d', (join) =>
      join.onRef('d.account_id', '=', 'h.account_id').onRef('d.id', '=', 'h.delivery_id'),
    )
    .leftJoin('codes as c', (join) => join.onRef('c.account_id', '=', 'h.account_id').onRef('c.id', '=', 'h.code_id'))
    .leftJoin('integration_secrets as k', (join) =>
      join.onRef('k.integration_id', '=', 'n.id').on('k.ends_at', 'is', null),
    )
    .select([
      'h.id',
      'h.integration_id',
      'h.user_id',
      'h.sealed_path',
      'h.pull_challenge',
      'h.pulled_at',
      'h.code_id',
      's.subdomain',
    ])
    .select(['n.name', 'n.redirect_uri', 'n.secrets_uri', 'n.state as integration_state', 'n.key_epoch'])
    .select(['g.id as grant_id', 'g.full_access', 'g.scopes', 'g.epoch', 'g.revoked_at', 'g.user_id as granted_by'])
    .select(['i.state as installation_state', 'i.epoch as installation_epoch', 'm.role', 'm.state as member_state'])
    .select(['d.state as delivery_state', 'd.last_status', 'd.last_failure'])
    .select(['c.sealed_code', 'c.expires_at as code_expires_at'])
    .select(['k.id as secret_id', 'k.sealed', 'k.first_used_at'])
    .select(
      // A token family proves an exchange, even when the row of the authorization code was deleted long ago.
      sql<boolean>`exists (select 1 from families f where f.account_id = h.account_id and f.grant_id = h.grant_id)
        or exists (select 1 from codes o where o.account_id = h.account_id and o.grant_id = h.grant_id and o.redeemed_at is not null)`.as(
        'redeemed',
      ),
    );
}

type Row = Awaited<ReturnType<ReturnType<typeof handovers>['executeTakeFirstOrThrow']>>;

function factsOf(accountId: number, row: Row): HandoverFacts {
  return {
    accountId,
    handoverId: row.id,
    integrationId: row.integration_id,
    grant: grantOf(accountId, row),
    redirectUri: row.redirect_uri,
    delivery: {
      state: row.delivery_state ?? 'gone',
      lastStatus: row.last_status ?? undefined,
      lastFailure: attemptFailureOf(row.last_failure),
    },
    pullChallenge: row.pull_challenge ?? undefined,
    pulledAt: row.pulled_at ?? undefined,
    keysUsed: row.first_used_at !== null,
    codeRedeemed: row.redeemed,
    codeId: row.code_id === null ? undefined : toHex(row.code_id),
    code: codeOf(row),
  };
}

function grantOf(accountId: number, row: Row): HandoverFacts['grant'] {
  return {
    accountId,
    grantId: row.grant_id,
    integrationId: row.integration_id,
    userId: row.granted_by,
    fullAccess: row.full_access,
    scopes: row.scopes,
    epoch: row.epoch,
    revokedAt: row.revoked_at ?? undefined,
    installation: { state: row.installation_state, epoch: row.installation_epoch },
    integration: { state: row.integration_state, keyEpoch: row.key_epoch },
    membership:
      row.role === null || row.member_state === null ? undefined : { role: row.role, state: row.member_state },
  };
}

function codeOf({ code_id: id, sealed_code: sealed, code_expires_at: expiresAt }: Row): HandoverFacts['code'] {
  return id === null || sealed === null || expiresAt === null ? undefined : { codeId: toHex(id), sealed, expiresAt };
}

function places(db: Kysely<Database>, userId: number) {
  return db
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .innerJoin('subdomains as s', (join) => join.onRef('s.account_id', '=', 'a.id').on('s.current', '=', true))
    .select(['m.account_id', 'm.role', 'm.state', 'a.name', 's.subdomain'])
    .where('m.user_id', '=', userId);
}

function placeOf(row: {
  account_id: number;
  role: 'admin' | 'member';
  state: 'active' | 'deactivated';
  name: string;
  subdomain: string;
}) {
  const { account_id: accountId, ...rest } = row;
  return { ...rest, accountId, installation: 'none' as const };
}
