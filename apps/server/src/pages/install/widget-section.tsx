import { LinkButton } from '../design/button.tsx';
import { usePage } from '../design/setting.ts';
import { Time } from '../design/time.tsx';

/** How the widget of an installation stands. */
export interface WidgetView {
  /** The page that asks before it is enabled, or sent a fresh code; `null`: this viewer may not, or there is none. */
  readonly url: string | null;
  /** The newest code that went out by hook; `null`: none did. */
  readonly sent: SentCodeView | null;
}

/** A code that was sent to the integrator, with what became of both. */
export interface SentCodeView {
  readonly at: number;
  readonly code: 'waiting' | 'exchanged' | 'expired';
  readonly exchangedAt: number | null;
  readonly delivery: 'pending' | 'started' | 'delivered' | 'failed' | 'unknown';
  /** What the integrator's server answered; `null`: nothing. */
  readonly status: number | null;
  readonly tookMs: number | null;
}

/** Code sent → exchanged, or expired; and the way to a fresh one. */
export function WidgetSection(props: WidgetView & { readonly state: 'enabled' | 'disabled'; readonly name: string }) {
  const { t } = usePage();
  return (
    <div class="row">
      <div class="row-main">{props.sent !== null && <Sent {...props.sent} />}</div>
      {props.url !== null && (
        <LinkButton tone="plain" href={props.url}>
          {t(props.state === 'enabled' ? 'install:widget.fresh' : 'install:enable')}
          <span class="unseen"> {props.name}</span>
        </LinkButton>
      )}
    </div>
  );
}

function Sent(sent: SentCodeView) {
  const { t } = usePage();
  return (
    <span class="muted">
      {t(`install:widget.delivery.${sent.delivery}`)} <Time at={sent.at} />
      {sent.status !== null && (
        <>
          {' · '}
          {t('install:widget.answer', { status: sent.status, ms: sent.tookMs ?? 0 })}
        </>
      )}
      {' → '}
      {t(`install:code.${sent.code}`)}
      {sent.exchangedAt !== null && (
        <>
          {' '}
          <Time at={sent.exchangedAt} />
        </>
      )}
    </span>
  );
}
