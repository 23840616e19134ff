import { Frame } from '../design/frame.tsx';
import { HostLine } from '../design/host-line.tsx';
import { usePage } from '../design/setting.ts';

/** A way back to an integrator's site that no page of ours led to. */
export interface ElsewhereView {
  readonly location: string;
  /** Its host, for the eye. */
  readonly host: string;
}

/** Says that the address leads to another site, and which; nothing leaves without the reader's press on a plain link. */
export function ElsewherePage({ location, host }: ElsewhereView) {
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
