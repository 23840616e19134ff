import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { PostForm } from '../design/form.tsx';
import { Frame } from '../design/frame.tsx';
import { Name, Phrase } from '../design/phrase.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';
import type { PasswordProblem } from './password-problem.ts';

/** The page behind a reset link. The form sends `password`; `email` is for the password manager and the eye. */
export interface ResetChooseView {
  readonly form: FormTarget;
  readonly email: string;
  readonly passwordMinLength: number;
  readonly problem: PasswordProblem | null;
}

/** A new password for one person; signing out everywhere else is said before the press. */
export function ResetChoosePage(props: ResetChooseView) {
  const { t } = usePage();
  return (
    <Frame title={t('accounts:reset-choose.title')} shape="journey">
      <div class="sheet">
        <h1>{t('accounts:reset-choose.title')}</h1>
        <p class="lead">
          <Phrase text="accounts:reset-choose.lead" parts={{ email: <Name>{props.email}</Name> }} />
        </p>
        <PostForm target={props.form} class="fields">
          <input
            class="unseen"
            type="email"
            value={props.email}
            autocomplete="username"
            readOnly
            tabIndex={-1}
            aria-hidden="true"
          />
          <Field
            id="password"
            name="password"
            type="password"
            label={t('accounts:field.new-password')}
            autocomplete="new-password"
            autofocus
            minLength={props.passwordMinLength}
            hint={t('accounts:field.password-hint', { count: props.passwordMinLength })}
            error={props.problem === null ? null : t(`accounts:field.password-problem.${props.problem}`)}
          />
          <Button tone="primary" class="wide">
            {t('accounts:reset-choose.action')}
          </Button>
        </PostForm>
      </div>
    </Frame>
  );
}
