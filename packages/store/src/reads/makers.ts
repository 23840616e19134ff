import type { DelegationFacts, IntegrationAvailability, Maker, Role } from '@pristan/rules';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';

/**
 * The maker of an invitation `v` (a user, or a program with a grant), with the facts that decide whether the invitation
 * still works.
 */
export interface MakerRow {
  readonly user_id: number | null;
  readonly role: Role | null;
  readonly state: 'active' | 'deactivated' | null;
  readonly grant_id: string | null;
  readonly integration_id: string | null;
  readonly key_epoch: number | null;
  /** The grant of the program that made the invitation. `null`: unknown, or its integration was deleted. */
  readonly grant: {
    readonly integration_id: string;
    readonly user_id: number;
    readonly full_access: boolean;
    readonly scopes: readonly string[];
    readonly epoch: number;
    readonly revoked_at: number | null;
    readonly restricted: boolean;
    readonly kind: IntegrationAvailability['kind'];
    readonly integration_state: 'active' | 'stopped';
    readonly integration_key_epoch: number;
    readonly installation_state: 'enabled' | 'disabled';
    readonly installation_epoch: number;
    readonly member_role: Role | null;
    readonly member_state: 'active' | 'deactivated' | null;
  } | null;
}

/**
 * SQL for the grant with which a program made something, with the facts that decide whether the grant is live; `null`
 * when its integration was deleted.
 */
export function grantOfMaker(accountId: RawBuilder<unknown>, grantId: RawBuilder<unknown>) {
  return sql<MakerRow['grant']>`(
    select json_build_object(
      'integration_id', g.integration_id, 'user_id', g.user_id, 'full_access', g.full_access, 'scopes', g.scopes,
      'epoch', g.epoch, 'revoked_at', g.revoked_at,
      'restricted', g.restricted, 'kind', n.kind, 'integration_state', n.state, 'integration_key_epoch', n.key_epoch,
      'installation_state', i.state, 'installation_epoch', i.epoch, 'member_role', m.role, 'member_state', m.state)
    from grants g
    join installations i on i.account_id = g.account_id and i.integration_id = g.integration_id
    join integrations n on n.id = g.integration_id and n.deleted_at is null
    left join memberships m on m.account_id = g.account_id and m.user_id = g.user_id
    where g.account_id = ${accountId} and g.id = ${grantId})`;
}

/** SQL for the maker of the invitation `v`, to be read in the same statement as the invitation. */
export const makerOfInvitation = sql<MakerRow>`(
  select json_build_object(
    'user_id', v.created_by, 'role', w.role, 'state', w.state,
    'grant_id', v.made_by_grant, 'integration_id', v.made_by_integration, 'key_epoch', v.made_key_epoch,
    'grant', ${grantOfMaker(sql`v.account_id`, sql`v.made_by_grant`)})
  from (select) one left join memberships w on w.account_id = v.account_id and w.user_id = v.created_by)`;

/** Reads the maker of an invitation, and their present status. */
export function madeBy(
  accountId: number,
  row: MakerRow,
): { readonly maker: Maker | undefined; readonly made: DelegationFacts } {
  const { user_id: userId, grant_id: grantId, integration_id: integrationId, key_epoch: keyEpoch, grant } = row;
  if (grantId !== null && integrationId !== null && keyEpoch !== null) {
    return {
      maker: { by: 'grant', grantId, integrationId, keyEpoch, userId: grant?.user_id ?? 0 },
      made: madeByGrant({ accountId, grantId, keyEpoch, grant }),
    };
  }
  if (userId === null) return { maker: undefined, made: {} };
  const membership = row.role === null || row.state === null ? undefined : { role: row.role, state: row.state };
  return { maker: { by: 'person', userId }, made: { person: { membership } } };
}

/** Present facts that decide whether something made with this grant and a token of this key epoch still works. */
export function madeByGrant(of: {
  readonly accountId: number;
  readonly grantId: string;
  readonly keyEpoch: number;
  readonly grant: MakerRow['grant'];
}): DelegationFacts {
  const { grant, keyEpoch, ...which } = of;
  return { grant: grant === null ? 'gone' : { ...grantFacts({ ...which, grant }), keyEpoch } };
}

function grantFacts(of: {
  readonly accountId: number;
  readonly grantId: string;
  readonly grant: NonNullable<MakerRow['grant']>;
}) {
  const { accountId, grantId, grant } = of;
  const { integration_id: integrationId } = grant;
  return {
    kind: grant.kind,
    facts: {
      accountId,
      grantId,
      integrationId,
      userId: grant.user_id,
      fullAccess: grant.full_access,
      scopes: grant.scopes,
      epoch: grant.epoch,
      revokedAt: grant.revoked_at ?? undefined,
      restricted: grant.restricted,
      installation: { state: grant.installation_state, epoch: grant.installation_epoch },
      integration: { state: grant.integration_state, keyEpoch: grant.integration_key_epoch },
      membership:
        grant.member_role === null || grant.member_state === null
          ? undefined
          : { role: grant.member_role, state: grant.member_state },
    },
  };
}
