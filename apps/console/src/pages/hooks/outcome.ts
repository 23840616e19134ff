import type { Delivery } from '../../api/queries.ts';
import type { Texts } from '../../texts.ts';

type Failure = NonNullable<Delivery['last_failure']>;

/**
 * Text of a delivery's outcome: the receiver's status or the reason of the failure; empty while the outcome is unknown.
 */
export function deliveryOutcomeText(
  t: Texts['t'],
  about: { readonly status: number | null; readonly failure: Failure | null },
) {
  if (about.status !== null) return t('terms:answered', { status: about.status });
  return about.failure === null ? '' : t(`terms:failure.${about.failure}`);
}
