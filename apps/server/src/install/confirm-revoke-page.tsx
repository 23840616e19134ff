import { ButtonForm, LinkButton } from '../pages/design/button.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { Name, Phrase } from '../pages/design/phrase.tsx';
import { usePage, type FormTarget } from '../pages/design/page-context.ts';

/** View of the confirmation page before one person's grant is revoked. */
export interface ConfirmRevokeView {
  readonly account: string;
  readonly integration: string;
  readonly person: string;
  /** Whether this is the last grant: then the integration has no access to the account any more. */
  readonly last: boolean;
  readonly integratorIsTold: boolean;
  readonly form: FormTarget;
  readonly backUrl: string;
}

/** Confirmation page that states the effects of revoking a grant, with buttons to confirm and to go back. */
export function ConfirmRevokePage(props: ConfirmRevokeView) {
  const { t } = usePage();
  return (
    <Frame title={t('install:confirm-revoke.title')} shape="journey">
      <div class="sheet">
        <h1>{t('install:confirm-revoke.title')}</h1>
        <p class="lead">
          <Phrase
            text="install:confirm-revoke.where"
            parts={{
              integration: <Name>{props.integration}</Name>,
              account: <Name>{props.account}</Name>,
              person: <Name>{props.person}</Name>,
            }}
          />
        </p>
        <ul class="effects">
          <li>{t('install:confirm-revoke.tokens')}</li>
          <li>{t(props.last ? 'install:confirm-revoke.last' : 'install:confirm-revoke.others')}</li>
          {props.last && props.integratorIsTold && <li>{t('install:confirm-disable.told')}</li>}
        </ul>
        <div class="decision">
          <LinkButton tone="plain" href={props.backUrl}>
            {t('install:confirm-revoke.keep')}
          </LinkButton>
          <ButtonForm target={props.form} tone="stop" class="wide">
            {t('install:revoke')}
          </ButtonForm>
        </div>
      </div>
    </Frame>
  );
}
