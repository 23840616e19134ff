import type { GrantFacts } from '../access/standing.ts';
import { standingOf } from '../access/standing.ts';
import type { Bucket } from '../bucket.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { hourMs, minuteMs } from '../instant.ts';
import { codeLifetimeMs } from '../lifetimes.ts';
import type { FreshCodes } from './configure-change.ts';

/** How many codes an installation's integrator may ask for within any hour. */
export const freshCodesPerHourMax = 5;

const REQUESTS_PER_MINUTE_MAX = 120;

/** Where requests of an integrator's server are counted, whatever becomes of them. */
export function freshCodeBuckets(integrationId: string): readonly Bucket[] {
  return [{ key: `fresh code ${integrationId}`, windowMs: minuteMs, max: REQUESTS_PER_MINUTE_MAX }];
}

/** The integration whose credentials came with the request, the secret having been compared. */
export interface AskingIntegration {
  readonly integrationId: string;
  readonly state: 'active' | 'stopped';
  readonly keyEpoch: number;
  readonly redirectUri: string;
  readonly secret: 'right' | 'wrong';
  /** The secret that it came with; absent when that is wrong. */
  readonly secretId: string | undefined;
}

/** What a request for a fresh code is judged by. */
export interface FreshCodeFacts {
  /** Absent: nobody has this client id. */
  readonly client: AskingIntegration | undefined;
  readonly hasLiveWidget: boolean;
  /** This integration's in the account that was named; absent: there is none, or no such account. */
  readonly installation:
    | {
        readonly accountId: number;
        readonly state: 'enabled' | 'disabled';
        readonly epoch: number;
        readonly freshCodes: FreshCodes;
      }
    | undefined;
  /** The installation's grant with the id that was named, or its newest with full access. */
  readonly grant: GrantFacts | undefined;
  /** When codes were asked for in the last hour, oldest first. */
  readonly askedAt: readonly Instant[];
}

export interface FreshCodeRequest {
  /** Whether the request named the grant. */
  readonly namesGrant: boolean;
  readonly address: string;
  /** Drawn before the rule. */
  readonly code: { readonly codeId: string; readonly keyId: string; readonly sealedCode: Uint8Array };
  readonly deliveryId: string;
}

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
 * The integrator's server asks for a code of an installation it has. The code goes to the registered redirect URI and
 * nowhere else, for a grant that lives and with its scopes; the grant stays as it is.
 *
 * Whether the account exists, has the integration, or had it, is one refusal.
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
        },
        at: now,
      },
    ],
  };
}

/** Without a name only an admin's grant will do: it is the one that does not hang on a person. */
function isUsable(grant: GrantFacts, client: AskingIntegration, { namesGrant }: FreshCodeRequest): boolean {
  if (grant.integrationId !== client.integrationId) return false;
  return (namesGrant || grant.fullAccess) && standingOf(grant, client) === 'live';
}
