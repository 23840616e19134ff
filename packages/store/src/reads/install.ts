import type { InstallReads } from '@pristan/flows';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { fieldsOf } from '../integration-columns.ts';
import { grantIsEnabled } from '../live-grant.ts';
import { installationReads } from './installations.ts';
import { grantsOfUser } from './user-grants.ts';
import { publicationColumns, publicationOf } from './publication.ts';
import { availabilityOf } from './registry.ts';

export function installReads(db: Kysely<Database>): InstallReads {
  return {
    integrationCard: readIntegrationCard(db),
    accountsOf: readAccountsOf(db),
    consentFacts: readConsentFacts(db),
    membership: readMembership(db),
    answeredPress: readAnsweredPress(db),
    installation: readInstallation(db),
    grantToRevoke: readGrantToRevoke(db),
    ...installationReads(db),
    grantsOf: grantsOfUser(db),

    copyableCode: readCopyableCode(db),
  };
}

function readIntegrationCard(db: Kysely<Database>): InstallReads['integrationCard'] {
  return async (integrationId) => {
    const row = await db
      .selectFrom('integrations as n')
      .innerJoin('accounts as a', 'a.id', 'n.account_id')
      .innerJoin('subdomains as s', (join) => join.onRef('s.account_id', '=', 'a.id').on('s.current', '=', true))
      .selectAll('n')
      .select(['a.name as owner_name', 's.subdomain as owner_subdomain'])
      .select(publicationColumns)
      .where('n.id', '=', integrationId)
      .where('n.deleted_at', 'is', null)
      .executeTakeFirst();
    return row === undefined
      ? undefined
      : {
          ...availabilityOf(row),
          integrationId: row.id,
          state: row.state,
          ...fieldsOf(row),
          keyEpoch: row.key_epoch,
          version: row.version,
          owner: { name: row.owner_name, subdomain: row.owner_subdomain },
          publication: publicationOf(row, fieldsOf(row)),
        };
  };
}

function readAccountsOf(db: Kysely<Database>): InstallReads['accountsOf'] {
  return async (userId, integrationId) => {
    const rows = await places(db, integrationId).where('m.user_id', '=', userId).orderBy('a.name').limit(500).execute();
    return rows.map(placeOf);
  };
}

function readConsentFacts(db: Kysely<Database>): InstallReads['consentFacts'] {
  return async ({ integrationId, accountId, userId }) => {
    const integration = await db
      .selectFrom('integrations as n')
      .innerJoin('accounts as o', 'o.id', 'n.account_id')
      .selectAll('n')
      .select('o.name as owner_name')
      .select(publicationColumns)
      .where('n.id', '=', integrationId)
      .where('n.deleted_at', 'is', null)
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
        ...availabilityOf(integration),
        integrationId,
        state: integration.state,
        name: integration.name,
        owner: integration.owner_name,
        redirectUri: integration.redirect_uri,
        scopes: integration.scopes,
        version: integration.version,
        publication: publicationOf(integration, fieldsOf(integration)),
        keyEpoch: integration.key_epoch,
      },
      account: place === undefined ? undefined : placeOf(place),
      epoch: place?.epoch ?? undefined,
      grantId: place?.grant_id ?? undefined,
      subdomain: place?.subdomain ?? '',
      buttonOrigins: integration.button_origins,
    };
  };
}

function readMembership(db: Kysely<Database>): InstallReads['membership'] {
  return async (accountId, userId) => {
    return db
      .selectFrom('memberships')
      .select(['role', 'state'])
      .where('account_id', '=', accountId)
      .where('user_id', '=', userId)
      .executeTakeFirst();
  };
}

function readAnsweredPress(db: Kysely<Database>): InstallReads['answeredPress'] {
  return async (pressId) => {
    const row = await db
      .selectFrom('used_presses as p')
      .leftJoin('codes as k', (join) =>
        join.onRef('k.account_id', '=', 'p.code_account_id').onRef('k.id', '=', 'p.code_id'),
      )
      .select(['p.user_id', 'p.sealed_answer', 'p.answer_ends_at', 'p.again', 'k.redeemed_at'])
      .where('p.id', '=', pressId)
      .executeTakeFirst();
    return row === undefined
      ? undefined
      : {
          userId: row.user_id ?? undefined,
          sealed: row.sealed_answer ?? undefined,
          endsAt: row.answer_ends_at ?? 0,
          codeRedeemed: row.redeemed_at !== null,
          again: row.again ?? undefined,
        };
  };
}

function readInstallation(db: Kysely<Database>): InstallReads['installation'] {
  return async (accountId, integrationId) => {
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
  };
}

function readGrantToRevoke(db: Kysely<Database>): InstallReads['grantToRevoke'] {
  return async (accountId, grantId) => {
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
        'i.epoch',
        sql<boolean>`${sql.raw(grantIsEnabled)}`.as('active'),
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
          epoch: row.epoch,
          othersActive: row.others ?? 0,
          disconnectUri: row.disconnect_uri ?? undefined,
        };
  };
}

function readCopyableCode(db: Kysely<Database>): InstallReads['copyableCode'] {
  return async (accountId, integrationId) => {
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
  };
}

/** Query for memberships with their accounts, and the installation of one integration in each account. */
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
