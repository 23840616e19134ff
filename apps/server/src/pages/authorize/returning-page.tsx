import { Frame } from '../design/frame.tsx';
import { HostLine } from '../design/host-line.tsx';
import { usePage } from '../design/setting.ts';

/** The end of a journey: what the window's script has to say, to whom, and where else to go. */
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
 * With a message it works by one external script (`return.js`): message to the opener and close, else go to `location`.
 * Without one its `Refresh` header goes there. Where neither works, a plain link does; it appears when nothing has
 * happened for two seconds, and at once where a script would be needed and there is none.
 */
export function ReturningPage(props: ReturningView) {
  const { t, assetUrl } = usePage();
  const { message, targetOrigin, location } = props;
  const posts = message !== null && targetOrigin !== null;
  const data = posts
    ? { 'data-location': location, 'data-message': JSON.stringify(message), 'data-target': targetOrigin }
    : {};
  return (
    <Frame
      title={t(`authorize:returning.${props.outcome}`)}
      shape="journey"
      main={data}
      scripts={posts ? [assetUrl('return.js')] : []}
    >
      <div class="sheet returning">
        <h1>{t(`authorize:returning.${props.outcome}`)}</h1>
        <dl class="hosts">
          <HostLine label={t('authorize:consent.return-host')} host={props.host} />
        </dl>
        {posts && (
          <noscript>
            <p>
              <a class="button primary" href={location}>
                {t('authorize:returning.go')}
              </a>
            </p>
          </noscript>
        )}
        <p class={posts ? 'late with-script' : 'late'}>
          {t(posts ? 'authorize:returning.stuck' : 'authorize:returning.slow')}{' '}
          <a href={location}>{t('authorize:returning.go')}</a>
        </p>
      </div>
    </Frame>
  );
}
