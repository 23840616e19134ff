import { Button, LinkButton } from '../pages/design/button.tsx';
import { PostForm } from '../pages/design/form.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { Notice } from '../pages/design/notice.tsx';
import { Name, Phrase } from '../pages/design/phrase.tsx';
import { usePage, type FormTarget } from '../pages/design/page-context.ts';
import { SettingsFields, type SettingView } from './settings-fields.tsx';

/**
 * Reason why a settings form is shown again: wrong values, fields that have changed, or a confirmation that was too old
 * or too early.
 */
export type FormError = 'invalid' | 'changed' | 'press_again';

/** View of the page for a widget's settings in an account, for the account's admins. */
export interface SettingsView {
  readonly account: string;
  readonly integration: string;
  readonly owner: string;
  readonly settings: readonly SettingView[];
  readonly trouble: FormError | null;
  readonly form: FormTarget;
  readonly backUrl: string;
}

/** Page with the form for an installation's settings. */
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
        <FormErrorNotice what={props.trouble} />
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

/** Notice that says why a settings form is shown again, and that nothing was done. */
export function FormErrorNotice(props: { what: FormError | null }) {
  const { t } = usePage();
  if (props.what === null) return null;
  return (
    <Notice tone="bad" live>
      <p>{t(`install:settings.trouble.${props.what}`)}</p>
    </Notice>
  );
}
