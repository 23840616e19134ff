import type { GrantRow, InstallReads, InstallationRow } from '@pristan/flows';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from '../database.ts';
import { reachOf } from './registry.ts';

const INSTALLATIONS_MAX = 200;

export function installReads(db: Kysely<Database>): InstallReads {
  return {
    async integrationCard(integrationId) {
      const row = await db
        .selectFrom('integrations as n')
        .innerJoin('accounts as a', 'a.id', 'n.account_id')
        .innerJoin('subdomains as s', (join) => join.onRef('s.account_id', '=', 'a.id').on('s.current', '=', true))
        .selectAll('n')
        .select(['a.name as owner_name', 's.subdomain as owner_subdomain'])
        .where('n.id', '=', integrationId)
        .where('n.deleted_at', 'is', null)
        .executeTakeFirst();
      return row === undefined
        ? undefined
        : {
            ...reachOf(row),
            integrationId: row.id,
            state: row.state,
            name: row.name,
            summary: row.summary,
            descriptionHtml: row.description_html,
            redirectUri: row.redirect_uri,
            buttonOrigins: row.button_origins,
            scopes: row.scopes,
            logoHash: row.logo_hash ?? undefined,
            keyEpoch: row.key_epoch,
            owner: { name: row.owner_name, subdomain: row.owner_subdomain },
          };
    },

    async accountsOf(userId, integrationId) {
      const rows = await places(db, integrationId)
        .where('m.user_id', '=', userId)
        .orderBy('a.name')
        .limit(500)
        .execute();
      return rows.map(placeOf);
    },

    async consentFacts({ integrationId, accountId, userId }) {
      const integration = await db
        .selectFrom('integrations')
        .selectAll()
        .where('id', '=', integrationId)
        .where('deleted_at', 'is', null)
        .executeTakeFirst();
      if (integration === undefined) return undefined;
      const place = await places(db, integrationId)
        .leftJoin('grants as g', (join) =>
          join
            .onRef('g.account_id', '=', 'm.account_id')
            .onRef('g.user_id', '=', 'm.user_id')
            .on('g.integration_id', '=', integrationId)
            .onRef('g.epoch', '=', 'i.epoch')
            .on('g.revoked_at', 'is', null),
        )
        .select(['i.epoch', 'g.id as grant_id'])
        .where('m.account_id', '=', accountId)
        .where('m.user_id', '=', userId)
        .executeTakeFirst();
      return {
        integration: {
          ...reachOf(integration),
          integrationId,
          state: integration.state,
          redirectUri: integration.redirect_uri,
          scopes: integration.scopes,
          keyEpoch: integration.key_epoch,
        },
        account: place === undefined ? undefined : placeOf(place),
        epoch: place?.epoch ?? undefined,
        grantId: place?.grant_id ?? undefined,
        subdomain: place?.subdomain ?? '',
        buttonOrigins: integration.button_origins,
      };
    },

    async membership(accountId, userId) {
      return db
        .selectFrom('memberships')
        .select(['role', 'state'])
        .where('account_id', '=', accountId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
    },

    async pressUsed(pressId) {
      const row = await db.selectFrom('used_presses').select('id').where('id', '=', pressId).executeTakeFirst();
      return row !== undefined;
    },

    async installation(accountId, integrationId) {
      const row = await db
        .selectFrom('installations as i')
        .innerJoin('integrations as n', 'n.id', 'i.integration_id')
        .select(['i.state', 'i.epoch', 'n.disconnect_uri'])
        .where('i.account_id', '=', accountId)
        .where('i.integration_id', '=', integrationId)
        .executeTakeFirst();
      return row === undefined
        ? undefined
        : {
            accountId,
            integrationId,
            state: row.state,
            epoch: row.epoch,
            disconnectUri: row.disconnect_uri ?? undefined,
          };
    },

    async grantToRevoke(accountId, grantId) {
      const row = await db
        .selectFrom('grants as g')
        .innerJoin('installations as i', (join) =>
          join.onRef('i.account_id', '=', 'g.account_id').onRef('i.integration_id', '=', 'g.integration_id'),
        )
        .innerJoin('integrations as n', 'n.id', 'g.integration_id')
        .select((eb) => [
          'g.integration_id',
          'g.user_id',
          'n.disconnect_uri',
          sql<boolean>`g.revoked_at is null and g.epoch = i.epoch and i.state = 'enabled'`.as('active'),
          eb
            .selectFrom('grants as o')
            .select((inner) => inner.fn.countAll<number>().as('others'))
            .whereRef('o.account_id', '=', 'g.account_id')
            .whereRef('o.integration_id', '=', 'g.integration_id')
            .whereRef('o.epoch', '=', 'i.epoch')
            .where('o.revoked_at', 'is', null)
            .whereRef('o.id', '<>', 'g.id')
            .as('others'),
        ])
        .where('g.account_id', '=', accountId)
        .where('g.id', '=', grantId)
        .executeTakeFirst();
      return row === undefined
        ? undefined
        : {
            accountId,
            grantId,
            integrationId: row.integration_id,
            userId: row.user_id,
            active: row.active,
            othersActive: row.others ?? 0,
            disconnectUri: row.disconnect_uri ?? undefined,
          };
    },

    async installations(accountId, now) {
      const rows = await db
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
        .where('n.deleted_at', 'is', null)
        .orderBy('i.enabled_at', 'desc')
        .limit(INSTALLATIONS_MAX)
        .execute();
      return rows.map((row): InstallationRow => ({
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
      }));
    },

    async copyableCode(accountId, integrationId) {
      const row = await db
        .selectFrom('codes')
        .select(['id', 'sealed_code', 'expires_at', 'redeemed_at'])
        .where('account_id', '=', accountId)
        .where('integration_id', '=', integrationId)
        .where('copyable', '=', true)
        .orderBy('issued_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined
        ? undefined
        : {
            codeId: Buffer.from(row.id).toString('hex'),
            sealedCode: row.sealed_code ?? undefined,
            expiresAt: row.expires_at,
            redeemedAt: row.redeemed_at ?? undefined,
          };
    },
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

/** A person's place in an account, with how one integration stands there. */
function places(db: Kysely<Database>, integrationId: string) {
  return db
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .innerJoin('subdomains as s', (join) => join.onRef('s.account_id', '=', 'a.id').on('s.current', '=', true))
    .leftJoin('installations as i', (join) =>
      join.onRef('i.account_id', '=', 'm.account_id').on('i.integration_id', '=', integrationId),
    )
    .select(['m.account_id', 'm.role', 'm.state', 'a.name', 's.subdomain', 'i.state as installation']);
}

function placeOf(row: {
  account_id: number;
  role: 'admin' | 'member';
  state: 'active' | 'deactivated';
  name: string;
  subdomain: string;
  installation: 'enabled' | 'disabled' | null;
}) {
  return {
    accountId: row.account_id,
    subdomain: row.subdomain,
    name: row.name,
    role: row.role,
    state: row.state,
    installation: row.installation ?? ('none' as const),
  };
}
