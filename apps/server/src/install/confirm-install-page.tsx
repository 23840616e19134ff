import { RequestedScopes, type RequestedAccessView } from '../pages/design/requested-access.tsx';
import { Button, LinkButton } from '../pages/design/button.tsx';
import { PostForm } from '../pages/design/form.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { Name, Phrase } from '../pages/design/phrase.tsx';
import { usePage, type FormTarget } from '../pages/design/page-context.ts';
import { UnreviewedNote, type UnreviewedLine } from '../pages/design/unreviewed-note.tsx';
import { SettingsFields, type SettingView } from './settings-fields.tsx';
import { FormErrorNotice, type FormError } from './settings-page.tsx';

/**
 * View of the confirmation page before an integration with a widget is installed, enabled, or sent a new authorization
 * code.
 */
export interface ConfirmInstallView {
  readonly what: 'install' | 'enable' | 'code';
  readonly account: string;
  readonly integration: string;
  readonly owner: string;
  readonly kind: RequestedAccessView['kind'];
  readonly scopes: RequestedAccessView['scopes'];
  /** Changes of the integration since its publication that nobody has reviewed. */
  readonly unreviewed: readonly UnreviewedLine[];
  /** Host that receives the authorization code. */
  readonly receiver: string;
  /** Settings of the widget; empty when the integration is already enabled. */
  readonly settings: readonly SettingView[];
  readonly trouble: FormError | null;
  readonly form: FormTarget;
  readonly backUrl: string;
}

/**
 * Confirmation page that states the effects of installing an integration and asks for its widget's settings, with
 * buttons to confirm and to go back.
 */
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
        <RequestedScopes kind={props.kind} scopes={props.scopes} access="full" />
        <ul class="effects">
          <li>{t('install:confirm-install.full')}</li>
          <li>
            <Phrase text="install:confirm-install.sent" parts={{ host: <bdi class="mono">{props.receiver}</bdi> }} />
          </li>
        </ul>
        <UnreviewedNote lines={props.unreviewed} />
        <FormErrorNotice what={props.trouble} />
        <PostForm target={props.form} class="fields">
          {props.settings.length > 0 && <h2>{t('install:settings.asked')}</h2>}
          <SettingsFields settings={props.settings} />
          <div class="decision">
            <LinkButton tone="plain" href={props.backUrl}>
              {t('install:confirm-install.back')}
            </LinkButton>
            <Button tone="primary" class="wide">
              {t(`install:confirm-install.${props.what}.press`)}
            </Button>
          </div>
        </PostForm>
      </div>
    </Frame>
  );
}
