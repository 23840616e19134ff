import { ButtonForm, LinkButton } from '../pages/design/button.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { Name, Phrase } from '../pages/design/phrase.tsx';
import { usePage, type FormTarget } from '../pages/design/page-context.ts';

/** View of the confirmation page before an integration is disabled in an account. */
export interface ConfirmDisableView {
  readonly account: string;
  readonly integration: string;
  /** Number of grants that end when the integration is disabled. */
  readonly grants: number;
  /** Whether the integrator has a disconnect hook and so is notified. */
  readonly integratorIsTold: boolean;
  readonly form: FormTarget;
  readonly backUrl: string;
}

/** Confirmation page that states the effects of disabling an integration, with buttons to confirm and to go back. */
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
