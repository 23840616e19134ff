import type { Scope } from '../authorize/scope.ts';
import { ButtonForm, LinkButton } from '../design/button.tsx';
import { Frame } from '../design/frame.tsx';
import { Name, Phrase } from '../design/phrase.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';

/** The question before an integration with a widget is installed or enabled, or is sent a fresh code. */
export interface ConfirmInstallView {
  readonly what: 'install' | 'enable' | 'code';
  readonly account: string;
  readonly integration: string;
  readonly owner: string;
  readonly scopes: readonly Scope[];
  /** The host that receives the code. */
  readonly receiver: string;
  readonly form: FormTarget;
  readonly backUrl: string;
}

/** Exactly what a press will do; the press itself, and the way back. */
export function ConfirmInstallPage(props: ConfirmInstallView) {
  const { t } = usePage();
  const title = `install:confirm-install.${props.what}.title` as const;
  return (
    <Frame title={t(title, { integration: props.integration })} shape="journey">
      <div class="sheet">
        <h1>
          <Phrase text={title} parts={{ integration: <Name>{props.integration}</Name> }} />
        </h1>
        <p class="lead">
          <Phrase
            text="install:confirm-install.where"
            parts={{ account: <Name>{props.account}</Name>, owner: <bdi>{props.owner}</bdi> }}
          />
        </p>
        <ul class="effects">
          {props.scopes.map((scope) => (
            <li key={scope}>{t(`authorize:scope.${scope}.name`)}</li>
          ))}
          <li>{t('install:confirm-install.full')}</li>
          <li>
            <Phrase text="install:confirm-install.sent" parts={{ host: <bdi class="mono">{props.receiver}</bdi> }} />
          </li>
        </ul>
        <div class="decision">
          <LinkButton tone="plain" href={props.backUrl}>
            {t('install:confirm-install.back')}
          </LinkButton>
          <ButtonForm target={props.form} tone="primary" class="wide">
            {t(`install:confirm-install.${props.what}.press`)}
          </ButtonForm>
        </div>
      </div>
    </Frame>
  );
}
