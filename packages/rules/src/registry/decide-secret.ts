import { permits } from '../access/actions.ts';
import type { NewSecret } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { hourMs } from '../instant.ts';
import type { IntegrationFacts, RegistryActor } from './decide-integration.ts';

/** How long a replaced secret goes on working unless asked otherwise. @see docs/spec/dialect.md#secret-rotation */
export const secretOverlapHours = 24;

/** The longest overlap that may be asked for. */
export const secretOverlapHoursMax = 24 * 30;

export interface Rotation {
  readonly secret: NewSecret;
  readonly overlapHours: number;
  /** After a leak: the old secret and every token family end now. */
  readonly revokeNow: boolean;
}

/** A new secret, with the old one working for a while, or ended at once together with everything it had bought. */
export function decideRotateSecret(
  integration: IntegrationFacts | undefined,
  rotation: Rotation,
  by: RegistryActor,
  now: Instant,
): Decided<
  | { readonly kind: 'rotated'; readonly overlapEndsAt: Instant }
  | Refusal<'forbidden' | 'unknown' | 'overlap_out_of_range'>
> {
  if (!('operator' in by) && !permits(by.membership, 'secret.rotate')) return refuse('forbidden');
  if (integration === undefined) return refuse('unknown');
  const { overlapHours, revokeNow, secret } = rotation;
  if (!(overlapHours >= 0 && overlapHours <= secretOverlapHoursMax)) return refuse('overlap_out_of_range');
  const { accountId, integrationId } = integration;
  const overlapEndsAt = revokeNow ? now : Math.round(now + overlapHours * hourMs);
  return {
    outcome: { kind: 'rotated', overlapEndsAt },
    changes: [
      { kind: 'secret_rotated', accountId, integrationId, secret, overlapEndsAt, revokeNow, at: now, actor: by.actor },
    ],
  };
}
