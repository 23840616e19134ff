import { Frame } from '../pages/design/frame.tsx';
import { HostLine } from '../pages/design/host-line.tsx';
import { usePage } from '../pages/design/page-context.ts';

/**
 * View of the page that ends an authorization: the message for the window that opened it, its recipient, and the
 * redirect.
 */
export interface ReturningView {
  readonly outcome: 'allowed' | 'denied';
  /** Message for the window that opened this page; `null` when no origin may receive one. */
  readonly message: { readonly url: string } | { readonly client_id: string; readonly error: string } | null;
  /** The only origin that may receive the message to the opening window; `null` without a message. */
  readonly targetOrigin: string | null;
  /** Redirect URI with the authorization's result in its query. */
  readonly location: string;
  /** Host of the redirect URI, shown to the reader. */
  readonly host: string;
}

/**
 * Page that leaves for the integrator. With a message, one external script (`return.js`) sends it to the window that
 * opened the page and closes the page, or goes to `location`. Without a message, the `Refresh` header leads to
 * `location`. Where neither works there is a plain link: it appears after two seconds, and at once where a script is
 * needed and cannot run.
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
