import { Frame } from '../pages/design/frame.tsx';
import { Logo } from '../pages/design/logo.tsx';
import { Phrase } from '../pages/design/phrase.tsx';
import { usePage } from '../pages/design/page-context.ts';

/** View of the page with an integration's long description. `html` is sanitized, without style attributes. */
export interface DescriptionView {
  readonly name: string;
  readonly logoUrl: string | null;
  readonly owner: string;
  readonly html: string;
  readonly language?: string;
}

/** Page with an integration's long description, marked as the integrator's own text. */
export function DescriptionPage(props: DescriptionView) {
  const { t } = usePage();
  return (
    <Frame title={t('registry:description.title', { name: props.name })} shape="journey">
      <div class="sheet">
        <div class="app-face">
          <Logo url={props.logoUrl} name={props.name} size="large" />
          <div>
            <h1>
              <bdi>{props.name}</bdi>
            </h1>
            <p class="muted small">
              <Phrase text="authorize:owner" parts={{ owner: <bdi>{props.owner}</bdi> }} />
            </p>
          </div>
        </div>
        <p class="muted small">{t('registry:description.whose-words')}</p>
        <div class="foreign" lang={props.language} dangerouslySetInnerHTML={{ __html: props.html }} />
      </div>
    </Frame>
  );
}
