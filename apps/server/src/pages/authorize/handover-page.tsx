import { LinkButton } from '../design/button.tsx';
import { Frame } from '../design/frame.tsx';
import { HostLine } from '../design/host-line.tsx';
import { Notice } from '../design/notice.tsx';
import { usePage } from '../design/setting.ts';

/** Why no answer came. */
export type HandoverFailure =
  | 'refused_address'
  | 'not_https'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'bad_answer'
  | 'status'
  | 'interrupted'
  | 'not_sent';

/** Where the handover of a new integration's keys stands. */
export interface HandoverView {
  readonly state: 'waiting' | 'given_up' | 'finished' | 'stopped' | 'not_admin';
  readonly name: string;
  /** Host that receives the keys. */
  readonly keysHost: string;
  /** What the receiver answered last; `null` when it did not. */
  readonly status: number | null;
  /** Why the last try failed; `null` before one has ended. */
  readonly failure: HandoverFailure | null;
  /** The integrator's site. */
  readonly siteUrl: string;
  readonly accountUrl: string;
  /** This page's own address, for coming back later. */
  readonly link: string;
}

/** Says in plain words what the integrator's server answered. It is looked at anew by itself, with no script. */
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

/** What went wrong with the last try; while others follow, that is nothing final. */
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
