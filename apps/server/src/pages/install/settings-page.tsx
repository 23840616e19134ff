import { Button, LinkButton } from '../design/button.tsx';
import { PostForm } from '../design/form.tsx';
import { Frame } from '../design/frame.tsx';
import { Notice } from '../design/notice.tsx';
import { Name, Phrase } from '../design/phrase.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';
import { SettingsFields, type SettingView } from './settings-fields.tsx';

/** Why a form came back: values that will not do, other fields than it had, or a press that was too old or too early. */
export type FormTrouble = 'invalid' | 'changed' | 'press_again';

/** What a widget works with in an account, for its admins. */
export interface SettingsView {
  readonly account: string;
  readonly integration: string;
  readonly owner: string;
  readonly settings: readonly SettingView[];
  readonly trouble: FormTrouble | null;
  readonly form: FormTarget;
  readonly backUrl: string;
}

/** The settings of an installation, to be changed. */
export function SettingsPage(props: SettingsView) {
  const { t } = usePage();
  return (
    <Frame title={t('install:settings.title', { integration: props.integration })} shape="journey">
      <div class="sheet">
        <h1>
          <Phrase text="install:settings.title" parts={{ integration: <Name>{props.integration}</Name> }} />
        </h1>
        <p class="lead">
          <Phrase
            text="install:settings.where"
            parts={{ account: <Name>{props.account}</Name>, owner: <bdi>{props.owner}</bdi> }}
          />
        </p>
        <Trouble what={props.trouble} />
        <PostForm target={props.form} class="fields">
          <SettingsFields settings={props.settings} />
          <div class="decision">
            <LinkButton tone="plain" href={props.backUrl}>
              {t('install:settings.back')}
            </LinkButton>
            <Button tone="primary">{t('install:settings.save')}</Button>
          </div>
        </PostForm>
      </div>
    </Frame>
  );
}

/** Says why a form came back, and that nothing was done. */
export function Trouble(props: { what: FormTrouble | null }) {
  const { t } = usePage();
  if (props.what === null) return null;
  return (
    <Notice tone="bad" live>
      <p>{t(`install:settings.trouble.${props.what}`)}</p>
    </Notice>
  );
}
