import type { NewSecret } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { hourMs } from '../instant.ts';
import type { IntegrationFacts, RegistryActor } from './decide-integration.ts';
import { mayManage } from './decide-integration.ts';

/**
 * The default time for which a replaced client secret still works, in hours.
 *
 * @see docs/spec/dialect.md#secret-rotation
 */
export const secretOverlapHours = 24;

/** Maximum time for which a replaced client secret still works, in hours. */
export const secretOverlapHoursMax = 24 * 30;

export interface Rotation {
  readonly secret: NewSecret;
  /** The ID of the client secret that the caller means to replace. */
  readonly replaces: string;
  readonly overlapHours: number;
  /** For a leaked secret: the old one ends at once, and so does every refresh-token family. */
  readonly revokeNow: boolean;
}

/** Shows a client secret to an admin of the technical account; the reveal is recorded before the secret is shown. */
export function decideReveal(
  integration: IntegrationFacts | undefined,
  by: RegistryActor,
  now: Instant,
): Decided<{ readonly kind: 'revealed' } | Refusal<'forbidden' | 'unknown'>> {
  if (!mayManage(by, 'secret.reveal')) return refuse('forbidden');
  if (integration === undefined) return refuse('unknown');
  const { accountId, integrationId } = integration;
  return {
    outcome: { kind: 'revealed' },
    changes: [{ kind: 'secret_revealed', accountId, integrationId, at: now, actor: by.actor }],
  };
}

/** An integration with the ID of its newest client secret. */
export interface RotationFacts {
  readonly integration: IntegrationFacts | undefined;
  readonly currentSecretId: string | undefined;
}

/**
 * Rotates a client secret: the named one works for a while longer, or ends at once with everything issued under it. A
 * secret that is no longer the newest is refused: a repeated request would end the one whose overlap the first request
 * promised.
 */
export function decideRotateSecret(
  { integration, currentSecretId }: RotationFacts,
  rotation: Rotation,
  { by, now }: { readonly by: RegistryActor; readonly now: Instant },
): Decided<
  | { readonly kind: 'rotated'; readonly overlapEndsAt: Instant }
  | Refusal<'forbidden' | 'unknown' | 'overlap_out_of_range' | 'secret_replaced'>
> {
  if (!mayManage(by, 'secret.rotate')) return refuse('forbidden');
  if (integration === undefined) return refuse('unknown');
  const { overlapHours, revokeNow, secret, replaces } = rotation;
  if (!(overlapHours >= 0 && overlapHours <= secretOverlapHoursMax)) return refuse('overlap_out_of_range');
  if (replaces !== currentSecretId) return refuse('secret_replaced');
  const { accountId, integrationId } = integration;
  const overlapEndsAt = revokeNow ? now : Math.round(now + overlapHours * hourMs);
  return {
    outcome: { kind: 'rotated', overlapEndsAt },
    changes: [
      {
        kind: 'secret_rotated',
        accountId,
        integrationId,
        secret,
        replaces,
        overlapEndsAt,
        revokeNow,
        at: now,
        actor: by.actor,
      },
    ],
  };
}
