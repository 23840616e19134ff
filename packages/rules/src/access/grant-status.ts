import type { Instant } from '../instant.ts';
import type { IntegrationAvailability } from './availability.ts';

/** All facts that decide whether a grant's tokens work now; one indexed read returns them. */
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
  /** The present membership of the user who gave the grant; absent when they are no longer a member. */
  readonly membership: { readonly role: Role; readonly state: 'active' | 'deactivated' } | undefined;
  /** True for a grant moved from an external integration, whose restrictions apply until the user consents again. */
  readonly restricted?: boolean;
}

/** The kind whose restrictions apply to this grant. @see docs/spec/dialect.md#adoption */
export function effectiveKind(
  grant: Pick<GrantFacts, 'restricted'>,
  kind: IntegrationAvailability['kind'],
): IntegrationAvailability['kind'] {
  return grant.restricted === true ? 'external' : kind;
}

export type Role = 'admin' | 'member';

export type GrantStatus =
  'live' | 'grant_revoked' | 'installation_disabled' | 'integration_stopped' | 'secret_revoked' | 'person_deactivated';

/**
 * The status of a grant's tokens now, or the first reason why they do not work. `born` has the key epoch inside the
 * token or authorization code.
 *
 * A full-access grant outlives the user who gave it; any other grant has that user's rights and ends with them.
 *
 * @see docs/spec/dialect.md#liveness
 * @see docs/spec/dialect.md#who-may-grant
 */
export function grantStatus(grant: GrantFacts, born: { readonly keyEpoch: number }): GrantStatus {
  if (grant.integration.state === 'stopped') return 'integration_stopped';
  if (grant.revokedAt !== undefined) return 'grant_revoked';
  // Enabling an installation does not lower its epoch, so no grant from before a disable becomes live again.
  if (grant.installation.state === 'disabled' || grant.epoch !== grant.installation.epoch)
    return 'installation_disabled';
  if (born.keyEpoch !== grant.integration.keyEpoch) return 'secret_revoked';
  if (!grant.fullAccess && grant.membership?.state !== 'active') return 'person_deactivated';
  return 'live';
}
