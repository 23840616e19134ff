import type { IntegrationReach } from '../access/reach.ts';
import type { GrantFacts } from '../access/standing.ts';
import { scopesWithin } from '../access/scopes.ts';
import { effectiveKind, standingOf } from '../access/standing.ts';

/** An access token's grant with what a resource server asks about. */
export interface IntrospectionFacts {
  readonly grant: GrantFacts;
  readonly kind: IntegrationReach['kind'];
  readonly subdomain: string;
  /** For a long-lived token: whether it is there and not revoked. */
  readonly tokenRevoked: boolean;
}

/** What a live token allows; `undefined` otherwise, whatever the reason. */
export interface Introspection {
  readonly accountId: number;
  readonly subdomain: string;
  readonly userId: number;
  readonly integrationId: string;
  /** Whose restrictions hold: `external` also for a grant that was moved from an external integration. */
  readonly kind: IntegrationReach['kind'];
  readonly grantId: string;
  readonly scopes: readonly string[];
  readonly fullAccess: boolean;
  /** The rights of an admin: by full access, or because the person is one at this moment. */
  readonly admin: boolean;
}

/**
 * What an authentic, unexpired access token is worth at this moment.
 *
 * @see RFC 7662 §2.2
 * @see docs/spec/dialect.md#introspection
 */
export function introspect(
  facts: IntrospectionFacts | undefined,
  born: { readonly keyEpoch: number },
): Introspection | undefined {
  if (facts === undefined || facts.tokenRevoked || standingOf(facts.grant, born) !== 'live') return undefined;
  const { grant, kind, subdomain } = facts;
  const { accountId, userId, integrationId, grantId, fullAccess } = grant;
  const heldTo = effectiveKind(grant, kind);
  const admin = fullAccess || grant.membership?.role === 'admin';
  return {
    accountId,
    subdomain,
    userId,
    integrationId,
    kind: heldTo,
    grantId,
    scopes: scopesWithin(heldTo, grant.scopes),
    fullAccess,
    admin,
  };
}
