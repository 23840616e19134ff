import { Frame } from '../pages/design/frame.tsx';
import { usePage } from '../pages/design/page-context.ts';

/** View of the page that is shown when a site embeds one of our pages in a frame. */
export interface FramedView {
  /** URL of the page that the frame requested, on the public site. */
  readonly url: string;
}

/**
 * Page shown in a frame: says that the requested page only opens in a window of its own, with links to it at the top
 * level and in a new window.
 */
export function FramedPage({ url }: FramedView) {
  const { t } = usePage();
  return (
    <Frame title={t('authorize:framed.title')} shape="journey">
      <div class="sheet">
        <h1>{t('authorize:framed.title')}</h1>
        <p class="lead">{t('authorize:framed.why')}</p>
        <div class="actions">
          <a class="button primary" href={url} target="_top" rel="noopener">
            {t('authorize:framed.top')}
          </a>
          <a class="button plain" href={url} target="_blank" rel="noopener">
            {t('authorize:framed.beside')}
          </a>
        </div>
      </div>
    </Frame>
  );
}
