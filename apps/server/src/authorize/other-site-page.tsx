import { Frame } from '../pages/design/frame.tsx';
import { HostLine } from '../pages/design/host-line.tsx';
import { usePage } from '../pages/design/page-context.ts';

/** View of a page before a link back to an integrator's site, for a link that was not opened from a page of ours. */
export interface OtherSiteView {
  readonly location: string;
  /** Host that the link leads to, shown to the reader. */
  readonly host: string;
}

/** Page that names the site that a link leads to; the reader leaves only by clicking a plain link. */
export function OtherSitePage({ location, host }: OtherSiteView) {
  const { t } = usePage();
  return (
    <Frame title={t('authorize:elsewhere.title')} shape="journey">
      <div class="sheet returning">
        <h1>{t('authorize:elsewhere.title')}</h1>
        <p class="lead">{t('authorize:elsewhere.what')}</p>
        <dl class="hosts">
          <HostLine label={t('authorize:elsewhere.host')} host={host} />
        </dl>
        <p>{t('authorize:elsewhere.way-out')}</p>
        <p>
          <a href={location}>{t('authorize:elsewhere.go')}</a>
        </p>
      </div>
    </Frame>
  );
}
