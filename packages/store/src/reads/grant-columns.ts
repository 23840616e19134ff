import type { ClientRow } from '@pristan/flows';
import type { GrantFacts } from '@pristan/rules';
import type { Column, LeftJoined } from './columns.ts';

/** SQL columns that decide whether a grant is live, for tables joined as g, i, n, m. */
export const grantColumns = /* sql */ `
  g.id as grant_id, g.user_id, g.full_access, g.scopes as grant_scopes, g.epoch as grant_epoch, g.revoked_at as grant_revoked_at,
  g.restricted as grant_restricted,
  i.state as installation_state, i.epoch as installation_epoch, n.state as integration_state, n.key_epoch as integration_key_epoch,
  m.role as member_role, m.state as member_state`;

/** SQL joins for `grantColumns`, to a grant `g`. */
export const joinGrantColumns = /* sql */ `
  join installations i on i.account_id = g.account_id and i.integration_id = g.integration_id
  join integrations n on n.id = g.integration_id and n.deleted_at is null
  left join memberships m on m.account_id = g.account_id and m.user_id = g.user_id`;

/** SQL for the client secrets of integration `c` that are active at `now`, newest first. */
export function secretsOf(now: string): string {
  return /* sql */ `(
    select json_agg(json_build_object('id', s.id, 'sealed', encode(s.sealed, 'base64'), 'used', s.first_used_at is not null)
      order by s.ends_at nulls first)
    from integration_secrets s where s.integration_id = c.id and (s.ends_at is null or s.ends_at > ${now}))`;
}

/** SQL columns of the asking client, for an integration joined as `c`. */
export function clientColumns(now: string): string {
  return /* sql */ `
  c.id as client_id, c.state as client_state, c.key_epoch as client_key_epoch, c.redirect_uri as client_redirect_uri,
  ${secretsOf(now)} as client_secrets`;
}

/** The client secrets selected by `secretsOf`; null when none is active. */
export type SecretsColumn = readonly { readonly id: string; readonly sealed: string; readonly used: boolean }[] | null;

export interface ClientColumns {
  readonly client_id: Column<'integrations', 'id'>;
  readonly client_state: Column<'integrations', 'state'>;
  readonly client_key_epoch: Column<'integrations', 'key_epoch'>;
  readonly client_redirect_uri: Column<'integrations', 'redirect_uri'>;
  readonly client_secrets: SecretsColumn;
}

/** The columns of `grantColumns` that each joined table gives. */
export interface GrantOnlyColumns {
  readonly grant_id: Column<'grants', 'id'>;
  readonly user_id: Column<'grants', 'user_id'>;
  readonly full_access: Column<'grants', 'full_access'>;
  readonly grant_scopes: Column<'grants', 'scopes'>;
  readonly grant_epoch: Column<'grants', 'epoch'>;
  readonly grant_revoked_at: Column<'grants', 'revoked_at'>;
  readonly grant_restricted: Column<'grants', 'restricted'>;
}
export interface InstallationColumns {
  readonly installation_state: Column<'installations', 'state'>;
  readonly installation_epoch: Column<'installations', 'epoch'>;
}
export interface IntegrationColumns {
  readonly integration_state: Column<'integrations', 'state'>;
  readonly integration_key_epoch: Column<'integrations', 'key_epoch'>;
}
interface MemberColumns {
  readonly member_role: Column<'memberships', 'role'>;
  readonly member_state: Column<'memberships', 'state'>;
}

/** A row with `grantColumns`, joined by `joinGrantColumns`. */
export type GrantColumns = GrantOnlyColumns & InstallationColumns & IntegrationColumns & MaybeMember;
export type MaybeMember = LeftJoined<MemberColumns>;

/** The account and the integration that a row is about. */
export interface WhoseColumns {
  readonly account_id: Column<'grants', 'account_id'>;
  readonly integration_id: Column<'grants', 'integration_id'>;
}

/** Parses the client secrets selected by `secretsOf`. */
export function secretRows(secrets: SecretsColumn): ClientRow['secrets'] {
  return (secrets ?? []).map(({ id, sealed, used }) => ({
    secretId: id,
    sealed: Buffer.from(sealed, 'base64'),
    firstUsed: used,
  }));
}

/** Reads the client from a row with `clientColumns`. */
export function clientOf(row: LeftJoined<ClientColumns>): ClientRow | undefined {
  if (row.client_id === null) return undefined;
  return {
    integrationId: row.client_id,
    state: row.client_state,
    keyEpoch: row.client_key_epoch,
    redirectUri: row.client_redirect_uri,
    secrets: secretRows(row.client_secrets),
  };
}

/** Reads the grant from a row with `grantColumns`, `account_id` and `integration_id`. */
export function grantOf(row: GrantColumns & WhoseColumns): GrantFacts {
  return {
    accountId: row.account_id,
    grantId: row.grant_id,
    integrationId: row.integration_id,
    userId: row.user_id,
    fullAccess: row.full_access,
    scopes: row.grant_scopes,
    epoch: row.grant_epoch,
    revokedAt: row.grant_revoked_at ?? undefined,
    installation: { state: row.installation_state, epoch: row.installation_epoch },
    integration: { state: row.integration_state, keyEpoch: row.integration_key_epoch },
    membership: row.member_role === null ? undefined : { role: row.member_role, state: row.member_state },
    restricted: row.grant_restricted,
  };
}

/** SQL columns of a token family `f`. */
export const familyColumns = /* sql */ `
  f.account_id, f.id as family_id, f.integration_id, f.key_epoch, f.generation, f.mac_key_id, f.rotated_at,
  f.rotated_address, f.expires_at, f.revoked_at`;

export interface FamilyColumns extends WhoseColumns {
  readonly family_id: Column<'families', 'id'>;
  readonly key_epoch: Column<'families', 'key_epoch'>;
  readonly generation: Column<'families', 'generation'>;
  readonly mac_key_id: Column<'families', 'mac_key_id'>;
  readonly rotated_at: Column<'families', 'rotated_at'>;
  readonly rotated_address: Column<'families', 'rotated_address'>;
  readonly expires_at: Column<'families', 'expires_at'>;
  readonly revoked_at: Column<'families', 'revoked_at'>;
}
