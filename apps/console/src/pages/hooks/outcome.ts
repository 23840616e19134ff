import type { Delivery } from '../../api/queries.ts';
import type { Texts } from '../../texts.ts';

type Failure = NonNullable<Delivery['last_failure']>;

/** What a receiver answered, or why it did not; empty while nobody knows. */
export function outcomeWords(
  t: Texts['t'],
  about: { readonly status: number | null; readonly failure: Failure | null },
) {
  if (about.status !== null) return t('hooks:answered', { status: about.status });
  return about.failure === null ? '' : t(`hooks:failure.${about.failure}`);
}
