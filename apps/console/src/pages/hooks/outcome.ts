import type { Delivery } from '../../api/queries.ts';
import type { Texts } from '../../texts.ts';

type Failure = NonNullable<Delivery['last_failure']>;

/** The receiver's status or the reason of the failure; empty while unknown. */
export function outcomeText(
  t: Texts['t'],
  about: { readonly status: number | null; readonly failure: Failure | null },
) {
  if (about.status !== null) return t('terms:answered', { status: about.status });
  return about.failure === null ? '' : t(`terms:failure.${about.failure}`);
}
