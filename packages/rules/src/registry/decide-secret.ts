import type { NewSecret } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { hourMs } from '../instant.ts';
import type { IntegrationFacts, RegistryActor } from './decide-integration.ts';
import { may } from './decide-integration.ts';

/** How long a replaced secret goes on working unless asked otherwise. @see docs/spec/dialect.md#secret-rotation */
export const secretOverlapHours = 24;

/** The longest overlap that may be asked for. */
export const secretOverlapHoursMax = 24 * 30;

export interface Rotation {
  readonly secret: NewSecret;
  /** Id of the secret that the caller means to replace. */
  readonly replaces: string;
  readonly overlapHours: number;
  /** After a leak: the old secret and every token family end now. */
  readonly revokeNow: boolean;
}

/** The secret shown again to an admin of the technical account; that it was looked at is stored before it is shown. */
export function decideReveal(
  integration: IntegrationFacts | undefined,
  by: RegistryActor,
  now: Instant,
): Decided<{ readonly kind: 'revealed' } | Refusal<'forbidden' | 'unknown'>> {
  if (!may(by, 'secret.reveal')) return refuse('forbidden');
  if (integration === undefined) return refuse('unknown');
  const { accountId, integrationId } = integration;
  return {
    outcome: { kind: 'revealed' },
    changes: [{ kind: 'secret_revealed', accountId, integrationId, at: now, actor: by.actor }],
  };
}

/** An integration with the id of its newest secret. */
export interface RotationFacts {
  readonly integration: IntegrationFacts | undefined;
  readonly currentSecretId: string | undefined;
}

/**
 * A new secret, with the named one working for a while, or ended at once together with everything it had bought. A secret
 * that is no longer the newest is replaced by nobody: a repeated request would end the one that the first promised to keep.
 */
export function decideRotateSecret(
  { integration, currentSecretId }: RotationFacts,
  rotation: Rotation,
  by: RegistryActor,
  now: Instant,
): Decided<
  | { readonly kind: 'rotated'; readonly overlapEndsAt: Instant }
  | Refusal<'forbidden' | 'unknown' | 'overlap_out_of_range' | 'secret_replaced'>
> {
  if (!may(by, 'secret.rotate')) return refuse('forbidden');
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
