import type { Refusal } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { IntegrationAvailability } from './availability.ts';
import { isActiveAdmin } from './actions.ts';
import type { GrantFacts, Role } from './grant-status.ts';
import { effectiveKind, grantStatus } from './grant-status.ts';

/** Maximum number of API requests per second of one integration in one account. @see docs/spec/dialect.md#rate-limit */
export const callsPerSecondMax = 7;

/** The facts that decide whether an API request runs. */
export interface CallFacts {
  readonly grant: GrantFacts;
  /** The account's present subdomain. */
  readonly subdomain: string;
  readonly kind: IntegrationAvailability['kind'];
  /** The number of requests in the running second, the present one included, and the end of that second. */
  readonly window: { readonly count: number; readonly endsAt: Instant };
  readonly blockedUntil: Instant | undefined;
  /** The context user that the request named, if they are an active member of the account. */
  readonly contextUser: { readonly userId: number; readonly role: Role } | undefined;
}

export interface CallRequest {
  /** The key epoch inside the access token. */
  readonly keyEpoch: number;
  /** The host that received the API request; `any` on hosts that serve every account. */
  readonly host: { readonly kind: 'account'; readonly subdomain: string } | { readonly kind: 'any' };
  /** The context user: the member on whose behalf the request asks to run. */
  readonly contextUserId: number | undefined;
}

/** The identity and the rights with which an API request runs. */
export interface Caller {
  readonly kind: 'caller';
  readonly accountId: number;
  readonly subdomain: string;
  readonly integrationId: string;
  /**
   * The kind whose restrictions apply to the caller: `external` also for a grant that was moved from an external
   * integration.
   */
  readonly integrationKind: IntegrationAvailability['kind'];
  readonly grantId: string;
  /** The user who gave the grant. */
  readonly grantorId: number;
  /** The integration's key epoch at the time the access token was issued. */
  readonly keyEpoch: number;
  /** True for a grant that was moved from an external integration without a consent since. */
  readonly restricted: boolean;
  /** True when the request runs with the grant's full access; false when it runs with one user's own rights. */
  readonly fullAccess: boolean;
  /** The user who gave the grant, or the context user that the request named. */
  readonly userId: number;
  readonly admin: boolean;
  /** True when an admin gave the grant, no matter for which user the request runs. */
  readonly adminGrant: boolean;
  /** True while the user who gave the grant is an active admin of the account. */
  readonly grantorIsAdmin: boolean;
  /** The grant's scopes as stored now; the scope claim inside the access token is ignored. */
  readonly scopes: readonly string[];
}

export type CallDecision =
  | Caller
  | Refusal<'token_dead' | 'host_of_another' | 'context_refused'>
  | { readonly kind: 'refuse'; readonly reason: 'blocked' | 'too_many'; readonly until: Instant };

/**
 * Decides whether an API request with an authentic, unexpired access token runs, and with whose rights. A full-access
 * grant acts as an admin, or as the member that the request names; any other grant acts as the user who gave it, with
 * their present rights.
 *
 * @see docs/spec/dialect.md#liveness
 * @see docs/spec/dialect.md#context-user
 */
export function decideCall(request: CallRequest, facts: CallFacts | undefined, now: Instant): CallDecision {
  if (facts === undefined || grantStatus(facts.grant, request) !== 'live')
    return { kind: 'refuse', reason: 'token_dead' };
  if (request.host.kind === 'account' && request.host.subdomain !== facts.subdomain) {
    return { kind: 'refuse', reason: 'host_of_another' };
  }
  const limited = limitReached(facts, now);
  if (limited !== undefined) return limited;
  const integrationKind = effectiveKind(facts.grant, facts.kind);
  // A caller that may act for any member can read the data of all members, which external integrations may not.
  const actsForOthers = facts.grant.fullAccess && integrationKind !== 'external';
  if (request.contextUserId !== undefined && (!actsForOthers || facts.contextUser === undefined)) {
    return { kind: 'refuse', reason: 'context_refused' };
  }
  return callerOf(request, facts, integrationKind);
}

function limitReached(
  { blockedUntil, window }: CallFacts,
  now: Instant,
): Extract<CallDecision, { readonly until: Instant }> | undefined {
  if (blockedUntil !== undefined && now < blockedUntil)
    return { kind: 'refuse', reason: 'blocked', until: blockedUntil };
  return window.count > callsPerSecondMax ? { kind: 'refuse', reason: 'too_many', until: window.endsAt } : undefined;
}

function callerOf(request: CallRequest, facts: CallFacts, integrationKind: Caller['integrationKind']): Caller {
  const { grant } = facts;
  return {
    kind: 'caller',
    accountId: grant.accountId,
    subdomain: facts.subdomain,
    integrationId: grant.integrationId,
    integrationKind,
    grantId: grant.grantId,
    grantorId: grant.userId,
    keyEpoch: request.keyEpoch,
    restricted: grant.restricted === true,
    fullAccess: grant.fullAccess && request.contextUserId === undefined,
    userId: facts.contextUser?.userId ?? grant.userId,
    admin:
      facts.contextUser === undefined
        ? grant.fullAccess || grant.membership?.role === 'admin'
        : facts.contextUser.role === 'admin',
    adminGrant: grant.fullAccess,
    grantorIsAdmin: isActiveAdmin(grant.membership),
    scopes: grant.scopes,
  };
}
