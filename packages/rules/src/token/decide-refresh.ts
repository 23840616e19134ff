import type { GrantFacts } from '../access/standing.ts';
import { standingOf } from '../access/standing.ts';
import type { Decided } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { secondMs } from '../instant.ts';
import type { ClientFacts, ClientRefusal, RequestHost } from './client.ts';
import { missing, refuseClient } from './client.ts';
import { refreshIdleLifetimeMs } from '../lifetimes.ts';

/** A family of rotations: one row, holding the generation that is current. */
export interface FamilyFacts {
  readonly accountId: number;
  readonly familyId: string;
  readonly integrationId: string;
  readonly keyEpoch: number;
  readonly generation: number;
  readonly macKeyId: string;
  /** When the current generation was issued, and to which address. */
  readonly rotatedAt: Instant;
  readonly rotatedAddress: string;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | undefined;
  readonly grant: GrantFacts;
}

export interface RefreshRequest {
  readonly clientId: string | undefined;
  readonly hasSecret: boolean;
  /** Optional here, unlike in the code grant; checked when sent. */
  readonly redirectUri: string | undefined;
  readonly hasToken: boolean;
  /** The presented token's generation; absent when its MAC is not ours. */
  readonly generation: number | undefined;
  readonly host: RequestHost;
  readonly macKeyId: string;
  readonly graceSeconds: number;
  readonly address: string;
}

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

export type Refresh =
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
 * What a refresh token is worth: its successor; the same successor again, as long as that one was never presented and
 * the grace lasts; or nothing.
 *
 * @see docs/spec/dialect.md#refresh
 * @see RFC 9700 §4.14.2
 */
export function decideRefresh(
  request: RefreshRequest,
  client: ClientFacts | undefined,
  family: FamilyFacts | undefined,
  now: Instant,
): Decided<Refresh> {
  const refusedClient = refuseClient(request, client);
  if (refusedClient !== undefined) return { outcome: refusedClient, changes: [] };
  if (!request.hasToken) return { outcome: missing('refresh_token'), changes: [] };
  if (request.generation === undefined || family === undefined || client === undefined) return refused('token_unknown');
  if (family.integrationId !== client.integrationId) return refused('token_of_another_client');
  if (now >= family.expiresAt) return refused('token_expired');
  if (family.revokedAt !== undefined || standingOf(family.grant, family) !== 'live') return refused('token_revoked');
  // Bound before reuse is looked at: a request sent to the wrong place is a mistake, not a theft.
  if (request.redirectUri !== undefined && request.redirectUri !== client.redirectUri)
    return refused('redirect_uri_differs');
  if (request.host.kind === 'account' && request.host.accountId !== family.accountId) return refused('account_differs');

  const issue = (generation: number, macKeyId: string): Refresh => ({
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
): Decided<Refresh> {
  return { outcome: { kind: 'refuse', reason }, changes: [] };
}
