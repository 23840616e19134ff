import { usePage } from '../design/setting.ts';
import type { FailureView } from './delivery.ts';

/** What a receiver answered, or why it did not; nothing while that is not known. */
export function Outcome(props: {
  readonly status: number | null;
  readonly failure: FailureView | null;
  readonly after?: string;
}) {
  const { t } = usePage();
  const { status, failure, after = '' } = props;
  if (status !== null) return <>{t('hooks:answered', { status }) + after}</>;
  return failure === null ? null : <>{t(`hooks:failure.${failure}`) + after}</>;
}

/** Another server's name, as it is written. */
export function Host(props: { readonly name: string }) {
  return (
    <bdi class="mono" dir="ltr">
      {props.name}
    </bdi>
  );
}
