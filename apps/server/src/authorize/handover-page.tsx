import { LinkButton } from '../pages/design/button.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { HostLine } from '../pages/design/host-line.tsx';
import { Notice } from '../pages/design/notice.tsx';
import { usePage } from '../pages/design/page-context.ts';
import type { FailureView } from '../pages/design/delivery-failure.ts';

/** View of the handover of a new integration's secret keys: its status. */
export interface HandoverView {
  readonly state: 'waiting' | 'given_up' | 'finished' | 'stopped' | 'not_admin';
  readonly name: string;
  /** Host that receives the new integration's secret keys. */
  readonly keysHost: string;
  /** Last HTTP status of the server that receives the keys; `null` when it did not answer. */
  readonly status: number | null;
  /** Reason why the last attempt to hand the keys over failed; `null` before an attempt has ended. */
  readonly failure: FailureView | null;
  /** Origin of the integrator's site. */
  readonly siteUrl: string;
  readonly accountUrl: string;
  /** URL of this page about the key handover, for coming back later. */
  readonly link: string;
}

/**
 * Page of a key handover: says in plain words what the integrator's server answered. It refreshes itself without a
 * script.
 */
export function HandoverPage(props: HandoverView) {
  const { t } = usePage();
  const { state, keysHost } = props;
  const title = t(`authorize:handover.${state}.title`);
  return (
    <Frame title={title} shape="journey">
      <div class="sheet">
        <h1>{title}</h1>
        <p class="lead">{t(`authorize:handover.${state}.what`, { name: props.name })}</p>
        {(state === 'waiting' || state === 'given_up') && (
          <>
            <dl class="hosts">
              <HostLine label={t('authorize:external.keys-host')} host={keysHost} />
            </dl>
            <Trouble {...props} />
          </>
        )}
        <p>{t(`authorize:handover.${state}.way-out`)}</p>
        {state === 'waiting' ? (
          <p class="small">
            <a href={props.link}>{t('authorize:handover.link')}</a>
          </p>
        ) : (
          <div class="actions">
            <LinkButton tone="primary" href={props.siteUrl}>
              {t('authorize:returning.go')}
            </LinkButton>
            <LinkButton tone="plain" href={props.accountUrl}>
              {t('authorize:handover.account')}
            </LinkButton>
          </div>
        )}
      </div>
    </Frame>
  );
}

/** Shows why the last attempt to hand the keys over failed; not final while other attempts follow. */
function Trouble({ state, status, failure }: HandoverView) {
  const { t } = usePage();
  if (failure === null) return null;
  return (
    <Notice tone={state === 'waiting' ? 'buoy' : 'bad'} live>
      <p>
        {status === null
          ? t(`authorize:handover.failure.${failure}`)
          : t('authorize:handover.answered', { status: String(status) })}
      </p>
    </Notice>
  );
}
