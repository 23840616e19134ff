import { ButtonForm } from '../design/button.tsx';
import { Copyable } from '../design/copyable.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';

/** The client secret: shown after a press that is recorded, or out of this viewer's reach. */
export type SecretView =
  | { readonly kind: 'hidden'; readonly reveal: FormTarget }
  | { readonly kind: 'shown'; readonly secret: string }
  | { readonly kind: 'unavailable' };

/** The secret key, or the press that shows it. */
export function SecretSection(props: SecretView) {
  const { t } = usePage();
  switch (props.kind) {
    case 'shown':
      return <Copyable id="secret-value" label={t('registry:secret.label')} value={props.secret} />;
    case 'hidden':
      return (
        <div class="stack">
          <p class="muted small">{t('registry:secret.recorded')}</p>
          <ButtonForm target={props.reveal} tone="plain">
            {t('registry:secret.reveal')}
          </ButtonForm>
        </div>
      );
    case 'unavailable':
      return <p class="muted small">{t('registry:secret.ask-admin')}</p>;
  }
}
