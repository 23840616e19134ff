import type { Refusal } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { IntegrationReach } from './reach.ts';
import { isActiveAdmin } from './actions.ts';
import type { GrantFacts, Role } from './standing.ts';
import { effectiveKind, standingOf } from './standing.ts';

/** Requests a second that an integration may make in an account. @see docs/spec/dialect.md#rate-limit */
export const callsPerSecondMax = 7;

/** All that an API request is judged by. */
export interface CallFacts {
  readonly grant: GrantFacts;
  /** The account's present name. */
  readonly subdomain: string;
  readonly kind: IntegrationReach['kind'];
  /** Requests in the running second, this one included, and when that second ends. */
  readonly window: { readonly count: number; readonly endsAt: Instant };
  readonly blockedUntil: Instant | undefined;
  /** The person asked for, when they are an active member of the account. */
  readonly contextUser: { readonly userId: number; readonly role: Role } | undefined;
}

export interface CallRequest {
  /** What the token carries from its birth. */
  readonly keyEpoch: number;
  /** Whose host it came to; `any` where every account is served. */
  readonly host: { readonly kind: 'account'; readonly subdomain: string } | { readonly kind: 'any' };
  /** The person the request asks to be run as. */
  readonly contextUserId: number | undefined;
}

/** For whom a request runs, and with what rights. */
export interface Caller {
  readonly kind: 'caller';
  readonly accountId: number;
  readonly subdomain: string;
  readonly integrationId: string;
  /** Whose restrictions hold: `external` also for a grant that was moved from an external integration. */
  readonly integrationKind: IntegrationReach['kind'];
  readonly grantId: string;
  /** The person who gave the grant. */
  readonly grantorId: number;
  /** Key epoch of the secret that the token was issued under. */
  readonly keyEpoch: number;
  /** The grant was moved from an external integration, and nobody has consented since. */
  readonly restricted: boolean;
  /** With the grant's full access, whoever gave it; otherwise with the person's own rights. */
  readonly fullAccess: boolean;
  /** The person behind the grant, or the one it was asked to act for. */
  readonly userId: number;
  readonly admin: boolean;
  /** An admin has granted the access, whoever the request runs for. */
  readonly adminGrant: boolean;
  /** True while the person who granted it is an active admin of the account. */
  readonly grantorIsAdmin: boolean;
  /** The grant's at this moment; what the token itself says is not asked. */
  readonly scopes: readonly string[];
}

export type Call =
  | Caller
  | Refusal<'token_dead' | 'host_of_another' | 'context_refused'>
  | { readonly kind: 'refuse'; readonly reason: 'blocked' | 'too_many'; readonly until: Instant };

/**
 * Whether a request with an authentic, unexpired token runs, and for whom. A full-access grant acts as an admin, or as
 * the member it names; any other acts as the person who gave it, with the rights they have now.
 *
 * @see docs/spec/dialect.md#liveness
 * @see docs/spec/dialect.md#context-user
 */
export function decideCall(request: CallRequest, facts: CallFacts | undefined, now: Instant): Call {
  if (facts === undefined || standingOf(facts.grant, request) !== 'live')
    return { kind: 'refuse', reason: 'token_dead' };
  if (request.host.kind === 'account' && request.host.subdomain !== facts.subdomain) {
    return { kind: 'refuse', reason: 'host_of_another' };
  }
  if (facts.blockedUntil !== undefined && now < facts.blockedUntil) {
    return { kind: 'refuse', reason: 'blocked', until: facts.blockedUntil };
  }
  if (facts.window.count > callsPerSecondMax) return { kind: 'refuse', reason: 'too_many', until: facts.window.endsAt };
  const { grant } = facts;
  const asked = request.contextUserId !== undefined;
  const integrationKind = effectiveKind(grant, facts.kind);
  // To act for one person after another would be to read everybody, which external integrations may not.
  const actsForOthers = grant.fullAccess && integrationKind !== 'external';
  if (asked && (!actsForOthers || facts.contextUser === undefined)) {
    return { kind: 'refuse', reason: 'context_refused' };
  }
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
    fullAccess: grant.fullAccess && !asked,
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
