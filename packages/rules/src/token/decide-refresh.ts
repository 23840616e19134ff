import type { GrantFacts } from '../access/grant-status.ts';
import { grantStatus } from '../access/grant-status.ts';
import type { Decided } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { secondMs } from '../instant.ts';
import type { ClientFacts, ClientRefusal, RequestHost } from './client.ts';
import { missing, refuseClient } from './client.ts';
import { refreshIdleLifetimeMs } from '../lifetimes.ts';

/**
 * A refresh-token family: one row, which holds the current generation.
 *
 * @see docs/spec/dialect.md#refresh
 */
export interface FamilyFacts {
  readonly accountId: number;
  readonly familyId: string;
  readonly integrationId: string;
  readonly keyEpoch: number;
  readonly generation: number;
  readonly macKeyId: string;
  /**
   * The time at which the current generation of the refresh token was issued, and the network address that it was
   * issued to.
   */
  readonly rotatedAt: Instant;
  readonly rotatedAddress: string;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | undefined;
  readonly grant: GrantFacts;
}

/**
 * A token refresh as the endpoint received it, with the secret and the token's MAC already checked.
 *
 * @see RFC 6749 §6
 */
export interface RefreshRequest {
  readonly clientId: string | undefined;
  readonly hasSecret: boolean;
  /** The redirect URI, which a refresh may omit; compared with the registered one when sent. */
  readonly redirectUri: string | undefined;
  readonly hasToken: boolean;
  /** The presented refresh token's generation; absent when its MAC is not valid. */
  readonly generation: number | undefined;
  readonly host: RequestHost;
  readonly macKeyId: string;
  readonly graceSeconds: number;
  readonly address: string;
}

/** The refusals of a token refresh. @see docs/spec/dialect.md#token-errors */
export type RefreshRefusal =
  | ClientRefusal
  | {
      readonly kind: 'refuse';
      readonly reason:
        | 'token_unknown'
        | 'token_expired'
        | 'token_revoked'
        | 'token_of_another_client'
        | 'redirect_uri_differs'
        | 'account_differs';
    };

/** The tokens to issue for a refresh token, or a refusal. @see docs/spec/dialect.md#refresh */
export type RefreshResult =
  | {
      readonly kind: 'issue';
      readonly grant: GrantFacts;
      readonly keyEpoch: number;
      readonly familyId: string;
      readonly generation: number;
      readonly macKeyId: string;
    }
  | RefreshRefusal;

/**
 * Decides the result for a refresh token: its successor; the same successor again, within the grace period and while
 * that successor was never presented; or a refusal, recorded when an older token was reused.
 *
 * @see RFC 6749 §6
 * @see RFC 9700 §2.2.2
 * @see RFC 9700 §4.14.2
 * @see docs/spec/dialect.md#refresh
 */
export function decideRefresh(
  request: RefreshRequest,
  client: ClientFacts | undefined,
  family: FamilyFacts | undefined,
  now: Instant,
): Decided<RefreshResult> {
  const refusedClient = refuseClient(request, client);
  if (refusedClient !== undefined) return { outcome: refusedClient, changes: [] };
  if (!request.hasToken) return { outcome: missing('refresh_token'), changes: [] };
  if (request.generation === undefined || family === undefined || client === undefined) return refused('token_unknown');
  if (family.integrationId !== client.integrationId) return refused('token_of_another_client');
  if (now >= family.expiresAt) return refused('token_expired');
  if (family.revokedAt !== undefined || grantStatus(family.grant, family) !== 'live') return refused('token_revoked');
  // Checked before the reuse of a token: a request sent to the wrong address is a mistake, not a theft.
  if (request.redirectUri !== undefined && request.redirectUri !== client.redirectUri)
    return refused('redirect_uri_differs');
  if (request.host.kind === 'account' && request.host.accountId !== family.accountId) return refused('account_differs');

  const issue = (generation: number, macKeyId: string): RefreshResult => ({
    kind: 'issue',
    grant: family.grant,
    keyEpoch: family.keyEpoch,
    familyId: family.familyId,
    generation,
    macKeyId,
  });
  const { accountId, familyId } = family;
  if (request.generation === family.generation) {
    const generation = family.generation + 1;
    return {
      outcome: issue(generation, request.macKeyId),
      changes: [
        {
          kind: 'family_rotated',
          accountId,
          familyId,
          from: family.generation,
          macKeyId: request.macKeyId,
          at: now,
          expiresAt: now + refreshIdleLifetimeMs,
          address: request.address,
        },
      ],
    };
  }
  const graceEndsAt = family.rotatedAt + request.graceSeconds * secondMs;
  if (request.generation === family.generation - 1 && now < graceEndsAt) {
    return { outcome: issue(family.generation, family.macKeyId), changes: [] };
  }
  return {
    outcome: { kind: 'refuse', reason: 'token_revoked' },
    changes: [
      {
        kind: 'refresh_reused',
        accountId,
        familyId,
        integrationId: family.integrationId,
        generation: request.generation,
        firstUsedAt: request.generation === family.generation - 1 ? family.rotatedAt : undefined,
        firstAddress: request.generation === family.generation - 1 ? family.rotatedAddress : undefined,
        at: now,
        address: request.address,
      },
    ],
  };
}

function refused(
  reason: Exclude<RefreshRefusal['reason'], 'parameter_missing' | 'client_unknown' | 'secret_wrong'>,
): Decided<RefreshResult> {
  return { outcome: { kind: 'refuse', reason }, changes: [] };
}
