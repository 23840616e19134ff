import { AskedList, type AskedView } from '../authorize/asked.tsx';
import { Button, LinkButton } from '../design/button.tsx';
import { PostForm } from '../design/form.tsx';
import { Frame } from '../design/frame.tsx';
import { Name, Phrase } from '../design/phrase.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';
import { UnreviewedNote, type UnreviewedLine } from '../registry/unreviewed-note.tsx';
import { SettingsFields, type SettingView } from './settings-fields.tsx';
import { Trouble, type FormTrouble } from './settings-page.tsx';

/** The question before an integration with a widget is installed or enabled, or is sent a fresh code. */
export interface ConfirmInstallView {
  readonly what: 'install' | 'enable' | 'code';
  readonly account: string;
  readonly integration: string;
  readonly owner: string;
  readonly kind: AskedView['kind'];
  readonly scopes: AskedView['scopes'];
  /** Changes since publication, which nobody has reviewed. */
  readonly unreviewed: readonly UnreviewedLine[];
  /** The host that receives the code. */
  readonly receiver: string;
  /** What the widget asks for; empty where it is enabled already. */
  readonly settings: readonly SettingView[];
  readonly trouble: FormTrouble | null;
  readonly form: FormTarget;
  readonly backUrl: string;
}

/** Exactly what a press will do; what the widget asks for; the press itself, and the way back. */
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
        <AskedList kind={props.kind} scopes={props.scopes} access="full" />
        <ul class="effects">
          <li>{t('install:confirm-install.full')}</li>
          <li>
            <Phrase text="install:confirm-install.sent" parts={{ host: <bdi class="mono">{props.receiver}</bdi> }} />
          </li>
        </ul>
        <UnreviewedNote lines={props.unreviewed} />
        <Trouble what={props.trouble} />
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
