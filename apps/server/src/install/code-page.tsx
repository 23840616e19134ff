import { Crumbs } from '../pages/design/crumbs.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { Name, Phrase } from '../pages/design/phrase.tsx';
import { usePage } from '../pages/design/page-context.ts';
import { CodeSection, type CodeView } from './code-section.tsx';

/**
 * View of the page where an admin copies the authorization code that their account's own integration gets for this
 * account.
 */
export interface CodePageView {
  readonly account: string;
  readonly integration: string;
  readonly redirectUri: string;
  readonly code: CodeView;
  /** URL of the integration's page in the console. */
  readonly backUrl: string;
}

/** Page with an authorization code for the account's own integration, or with a button that issues one. */
export function CodePage(props: CodePageView) {
  const { t } = usePage();
  const { integration } = props;
  return (
    <Frame title={`${t('install:own-code.title')} · ${integration}`} shape="page">
      <Crumbs trail={[{ text: integration, href: props.backUrl }]} />
      <h1>{t('install:own-code.title')}</h1>
      <p class="lead">
        <Phrase
          text="install:own-code.where"
          parts={{ integration: <Name>{integration}</Name>, account: <Name>{props.account}</Name> }}
        />
      </p>
      <CodeSection {...props.code} />
      <dl class="facts">
        <dt>{t('registry:field.redirect-uri')}</dt>
        <dd>
          <bdi class="mono" dir="ltr">
            {props.redirectUri}
          </bdi>
        </dd>
      </dl>
    </Frame>
  );
}
