import { Frame } from '../design/frame.tsx';
import { HostLine } from '../design/host-line.tsx';
import { usePage } from '../design/setting.ts';

/** The end of the journey in `popup` mode: what the window's script has to say, to whom, and where else to go. */
export interface ReturningView {
  readonly outcome: 'allowed' | 'denied';
  /** The message for the opener; `null` when there is nobody it may go to. */
  readonly message: { readonly url: string } | { readonly client_id: string; readonly error: string } | null;
  /** The only origin that may receive the message; `null` with no message. */
  readonly targetOrigin: string | null;
  /** The redirect URI with the result in it. */
  readonly location: string;
  /** Its host, for the eye. */
  readonly host: string;
}

/**
 * Works by one external script (`return.js`): message to the opener and close, else go to `location`.
 * Without scripts a plain link does the same; with them it appears only when nothing has happened for two seconds.
 */
export function ReturningPage(props: ReturningView) {
  const { t, assetUrl } = usePage();
  const data = {
    'data-location': props.location,
    ...(props.message === null || props.targetOrigin === null
      ? {}
      : { 'data-message': JSON.stringify(props.message), 'data-target': props.targetOrigin }),
  };
  return (
    <Frame
      title={t(`authorize:returning.${props.outcome}`)}
      shape="journey"
      main={data}
      scripts={[assetUrl('return.js')]}
    >
      <div class="sheet returning">
        <h1>{t(`authorize:returning.${props.outcome}`)}</h1>
        <dl class="hosts">
          <HostLine label={t('authorize:consent.return-host')} host={props.host} />
        </dl>
        <noscript>
          <p>
            <a class="button primary" href={props.location}>
              {t('authorize:returning.go')}
            </a>
          </p>
        </noscript>
        <p class="late">
          {t('authorize:returning.stuck')} <a href={props.location}>{t('authorize:returning.go')}</a>
        </p>
      </div>
    </Frame>
  );
}
