import { ButtonForm, LinkButton } from '../design/button.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';
import { Time } from '../design/time.tsx';

/** How the widget of an installation stands. */
export interface WidgetView {
  /** The page that asks before it is enabled, or sent a fresh code; `null`: this viewer may not, or there is none. */
  readonly url: string | null;
  /** The page of its settings; `null`: it has none. */
  readonly settingsUrl: string | null;
  /** The newest codes that went out by hook, newest first. */
  readonly sent: readonly SentCodeView[];
  /** Whether the integrator's server may ask for codes, and the press that changes it; `null`: it could not anyway. */
  readonly freshCodes: { readonly now: 'allowed' | 'forbidden'; readonly change: FormTarget } | null;
}

/** A code that was sent to the integrator, with what became of both. */
export interface SentCodeView {
  /** The admin who pressed; `null`: the integrator's server asked. */
  readonly person: string | null;
  readonly at: number;
  readonly code: 'waiting' | 'exchanged' | 'expired';
  readonly exchangedAt: number | null;
  readonly delivery: 'pending' | 'started' | 'delivered' | 'failed' | 'unknown';
  /** What the integrator's server answered; `null`: nothing. */
  readonly status: number | null;
  readonly tookMs: number | null;
}

/** Codes sent → exchanged, or expired; the way to a fresh one, to the settings, and who may ask for codes. */
export function WidgetSection(props: WidgetView & { readonly state: 'enabled' | 'disabled'; readonly name: string }) {
  const { t } = usePage();
  const unseen = <span class="unseen"> {props.name}</span>;
  return (
    <>
      <div class="row">
        <div class="row-main lines">
          {props.sent.map((sent, index) => (
            <Sent {...sent} key={index} />
          ))}
        </div>
        <div class="row-actions">
          {props.settingsUrl !== null && (
            <LinkButton tone="plain" href={props.settingsUrl}>
              {t('install:settings.link')}
              {unseen}
            </LinkButton>
          )}
          {props.url !== null && (
            <LinkButton tone="plain" href={props.url}>
              {t(props.state === 'enabled' ? 'install:widget.fresh' : 'install:enable')}
              {unseen}
            </LinkButton>
          )}
        </div>
      </div>
      {props.freshCodes !== null && (
        <div class="row">
          <div class="row-main">
            <span class="muted">{t(`install:fresh-codes.now.${props.freshCodes.now}`)}</span>
          </div>
          <ButtonForm target={props.freshCodes.change} tone="plain">
            {t(`install:fresh-codes.change.${props.freshCodes.now}`)}
            {unseen}
          </ButtonForm>
        </div>
      )}
    </>
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
      {' · '}
      {sent.person === null ? (
        t('install:widget.asked.integrator')
      ) : (
        <>
          {t('install:widget.asked.person')} <bdi>{sent.person}</bdi>
        </>
      )}
    </span>
  );
}
