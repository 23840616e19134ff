import type { Instant } from '../instant.ts';
import type { IntegrationReach } from './reach.ts';

/** All that decides whether a grant's tokens work now. One indexed read gives it. */
export interface GrantFacts {
  readonly accountId: number;
  readonly grantId: string;
  readonly integrationId: string;
  readonly userId: number;
  readonly fullAccess: boolean;
  readonly scopes: readonly string[];
  readonly epoch: number;
  readonly revokedAt: Instant | undefined;
  readonly installation: { readonly state: 'enabled' | 'disabled'; readonly epoch: number };
  readonly integration: { readonly state: 'active' | 'stopped'; readonly keyEpoch: number };
  /** The granting person's place in the account now; absent when they are no member any more. */
  readonly membership: { readonly role: Role; readonly state: 'active' | 'deactivated' } | undefined;
  /** Moved from an external integration, and held to what those may do until its person consents again. */
  readonly restricted?: boolean;
}

/** The kind whose restrictions hold for what acts with this grant. @see docs/spec/dialect.md#adoption */
export function effectiveKind(
  grant: Pick<GrantFacts, 'restricted'>,
  kind: IntegrationReach['kind'],
): IntegrationReach['kind'] {
  return grant.restricted === true ? 'external' : kind;
}

export type Role = 'admin' | 'member';

export type GrantStanding =
  'live' | 'grant_revoked' | 'installation_disabled' | 'integration_stopped' | 'secret_revoked' | 'person_deactivated';

/**
 * Whether a grant's tokens work now, or the first reason why not. `born` is what the token or code carries from its birth.
 *
 * A full-access grant survives the person who gave it; any other has that person's rights and dies with them.
 *
 * @see docs/spec/dialect.md#who-may-grant
 */
export function standingOf(grant: GrantFacts, born: { readonly keyEpoch: number }): GrantStanding {
  if (grant.integration.state === 'stopped') return 'integration_stopped';
  if (grant.revokedAt !== undefined) return 'grant_revoked';
  // Enabling again does not lower the epoch, so nothing from before a disable comes back.
  if (grant.installation.state === 'disabled' || grant.epoch !== grant.installation.epoch)
    return 'installation_disabled';
  if (born.keyEpoch !== grant.integration.keyEpoch) return 'secret_revoked';
  if (!grant.fullAccess && grant.membership?.state !== 'active') return 'person_deactivated';
  return 'live';
}
