import { ButtonForm, LinkButton } from '../design/button.tsx';
import { Frame } from '../design/frame.tsx';
import { Name, Phrase } from '../design/phrase.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';

/** The question before an integration is disabled in an account. */
export interface ConfirmDisableView {
  readonly account: string;
  readonly integration: string;
  /** How many grants end with it. */
  readonly grants: number;
  /** Whether the integrator has asked to be told. */
  readonly integratorIsTold: boolean;
  readonly form: FormTarget;
  readonly backUrl: string;
}

/** Exactly what a press will do; the press itself, and the way back. */
export function ConfirmDisablePage(props: ConfirmDisableView) {
  const { t } = usePage();
  return (
    <Frame title={t('install:confirm-disable.title', { integration: props.integration })} shape="journey">
      <div class="sheet">
        <h1>
          <Phrase text="install:confirm-disable.title" parts={{ integration: <Name>{props.integration}</Name> }} />
        </h1>
        <p class="lead">
          <Phrase text="install:confirm-disable.where" parts={{ account: <Name>{props.account}</Name> }} />
        </p>
        <ul class="effects">
          <li>{t('install:confirm-disable.tokens')}</li>
          <li>{t('install:confirm-disable.grants', { count: props.grants })}</li>
          {props.integratorIsTold && <li>{t('install:confirm-disable.told')}</li>}
          <li>{t('install:confirm-disable.again')}</li>
        </ul>
        <div class="decision">
          <LinkButton tone="plain" href={props.backUrl}>
            {t('install:confirm-disable.keep')}
          </LinkButton>
          <ButtonForm target={props.form} tone="stop" class="wide">
            {t('install:disable')}
          </ButtonForm>
        </div>
      </div>
    </Frame>
  );
}
