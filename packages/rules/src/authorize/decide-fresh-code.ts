import type { GrantFacts } from '../access/grant-status.ts';
import { grantStatus } from '../access/grant-status.ts';
import type { Bucket } from '../access/bucket.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { FreshCodes } from '../fresh-codes.ts';
import type { Instant } from '../instant.ts';
import { hourMs, minuteMs } from '../instant.ts';
import { codeLifetimeMs } from '../lifetimes.ts';

/**
 * Maximum number of codes that an installation's integrator may ask for within an hour.
 *
 * @see docs/spec/dialect.md#fresh-code
 */
export const freshCodesPerHourMax = 5;

const REQUESTS_PER_MINUTE_MAX = 120;

/** The rate limit of an integrator's requests, accepted or not. @see docs/spec/dialect.md#fresh-code */
export function freshCodeBuckets(integrationId: string): readonly Bucket[] {
  return [{ key: `fresh code ${integrationId}`, windowMs: minuteMs, max: REQUESTS_PER_MINUTE_MAX }];
}

/**
 * The integration whose credentials came with the request, the secret already compared.
 *
 * @see docs/spec/dialect.md#fresh-code
 */
export interface AskingIntegration {
  readonly integrationId: string;
  readonly state: 'active' | 'stopped';
  readonly keyEpoch: number;
  readonly redirectUri: string;
  readonly secret: 'right' | 'wrong';
  /** The presented secret's id; absent when the secret is wrong. */
  readonly secretId: string | undefined;
}

/** The facts that a request for a fresh code depends on. @see docs/spec/dialect.md#fresh-code */
export interface FreshCodeFacts {
  /** Absent when no integration has this client id. */
  readonly client: AskingIntegration | undefined;
  readonly hasLiveWidget: boolean;
  /** This integration's installation in the named account; absent when either does not exist. */
  readonly installation:
    | {
        readonly accountId: number;
        readonly state: 'enabled' | 'disabled';
        readonly epoch: number;
        readonly freshCodes: FreshCodes;
      }
    | undefined;
  /** The installation's grant that the request named; without a name its newest with full access. */
  readonly grant: GrantFacts | undefined;
  /** The times of requests in the last hour, oldest first. */
  readonly askedAt: readonly Instant[];
}

/** A request for a fresh code. @see docs/spec/dialect.md#fresh-code */
export interface FreshCodeRequest {
  /** Whether the request named the grant. */
  readonly namesGrant: boolean;
  readonly address: string;
  /** Generated before the rule. */
  readonly code: { readonly codeId: string; readonly keyId: string; readonly sealedCode: Uint8Array };
  readonly deliveryId: string;
}

/** The delivery that brings the code, or a refusal. @see docs/spec/dialect.md#fresh-code */
export type FreshCode =
  | { readonly kind: 'accepted'; readonly deliveryId: string; readonly expiresAt: Instant }
  | Refusal<
      | 'credentials_wrong'
      | 'integration_stopped'
      | 'no_widget'
      | 'not_installed'
      | 'forbidden_by_account'
      | 'no_admin_grant'
      | 'grant_not_live'
    >
  | { readonly kind: 'refuse'; readonly reason: 'too_many'; readonly until: Instant };

/**
 * An integrator's server asks for a code of one of its installations. The code goes to the registered redirect URI
 * only, for a live grant and with its scopes; the grant stays unchanged.
 *
 * One refusal covers an account that does not exist, never had the integration, or no longer has it.
 *
 * @see docs/spec/dialect.md#fresh-code
 */
export function decideFreshCode(facts: FreshCodeFacts, request: FreshCodeRequest, now: Instant): Decided<FreshCode> {
  const { client, installation, grant } = facts;
  if (client?.secret !== 'right' || client.secretId === undefined) return refuse('credentials_wrong');
  if (client.state === 'stopped') return refuse('integration_stopped');
  if (!facts.hasLiveWidget) return refuse('no_widget');
  if (installation?.state !== 'enabled') return refuse('not_installed');
  if (installation.freshCodes === 'forbidden') return refuse('forbidden_by_account');
  if (grant === undefined || !isUsable(grant, client, request))
    return refuse(request.namesGrant ? 'grant_not_live' : 'no_admin_grant');
  const since = now - hourMs;
  const [oldest, ...more] = facts.askedAt.filter((at) => at > since).slice(-freshCodesPerHourMax);
  if (oldest !== undefined && more.length + 1 >= freshCodesPerHourMax)
    return { outcome: { kind: 'refuse', reason: 'too_many', until: oldest + hourMs }, changes: [] };

  const { accountId, epoch } = installation;
  const { integrationId, redirectUri, keyEpoch, secretId } = client;
  const { codeId } = request.code;
  const { grantId } = grant;
  const actor = { as: 'client', userId: undefined, address: request.address, integrationId, secretId } as const;
  const expiresAt = now + codeLifetimeMs;
  return {
    outcome: { kind: 'accepted', deliveryId: request.deliveryId, expiresAt },
    changes: [
      {
        kind: 'fresh_code_asked',
        accountId,
        integrationId,
        codeId,
        grantId,
        epoch,
        since,
        actor,
        at: now,
      },
      {
        kind: 'code_issued',
        accountId,
        code: {
          ...request.code,
          grantId,
          integrationId,
          redirectUri,
          keyEpoch,
          expiresAt,
          codeChallenge: undefined,
          issuedAt: now,
          copyable: false,
        },
        actor,
      },
      {
        kind: 'hook_enqueued',
        accountId,
        delivery: {
          deliveryId: request.deliveryId,
          integrationId,
          hook: 'install',
          url: redirectUri,
          facts: { codeId },
          cause: { grantId, epoch, keyEpoch },
        },
        at: now,
      },
    ],
  };
}

/** A request that names no grant needs an admin's: only that one does not depend on its person. */
function isUsable(grant: GrantFacts, client: AskingIntegration, { namesGrant }: FreshCodeRequest): boolean {
  if (grant.integrationId !== client.integrationId) return false;
  return (namesGrant || grant.fullAccess) && grantStatus(grant, client) === 'live';
}
