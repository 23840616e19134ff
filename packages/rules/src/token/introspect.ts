import type { IntegrationAvailability } from '../access/availability.ts';
import type { GrantFacts } from '../access/grant-status.ts';
import { scopesWithin } from '../access/scopes.ts';
import { effectiveKind, grantStatus } from '../access/grant-status.ts';

/**
 * An access token's grant, with the facts that introspection returns.
 *
 * @see docs/spec/dialect.md#introspection
 */
export interface IntrospectionFacts {
  readonly grant: GrantFacts;
  readonly kind: IntegrationAvailability['kind'];
  readonly subdomain: string;
  /** For a long-lived token: true when it was revoked or does not exist. */
  readonly tokenRevoked: boolean;
}

/**
 * The rights of a live token, for a resource server.
 *
 * @see RFC 7662 §2.2
 * @see docs/spec/dialect.md#introspection
 */
export interface Introspection {
  readonly accountId: number;
  readonly subdomain: string;
  readonly userId: number;
  readonly integrationId: string;
  /**
   * The kind whose restrictions apply to the token: `external` also for a grant that was moved from an external
   * integration.
   */
  readonly kind: IntegrationAvailability['kind'];
  readonly grantId: string;
  readonly scopes: readonly string[];
  readonly fullAccess: boolean;
  /** True when the token has an admin's rights: by full access, or because its user is an admin now. */
  readonly admin: boolean;
}

/**
 * The rights of an authentic, unexpired access token now; `undefined` when it is not live, for any reason.
 *
 * @see RFC 7662 §2.2
 * @see docs/spec/dialect.md#introspection
 */
export function introspect(
  facts: IntrospectionFacts | undefined,
  born: { readonly keyEpoch: number },
): Introspection | undefined {
  if (facts === undefined || facts.tokenRevoked || grantStatus(facts.grant, born) !== 'live') return undefined;
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
