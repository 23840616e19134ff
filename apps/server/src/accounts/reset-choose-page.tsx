import { Button } from '../pages/design/button.tsx';
import { Field } from '../pages/design/field.tsx';
import { PostForm } from '../pages/design/form.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { Name, Phrase } from '../pages/design/phrase.tsx';
import { usePage, type FormTarget } from '../pages/design/page-context.ts';
import type { PasswordProblem } from './password-problem.ts';

/**
 * View of the page behind a password-reset link. Its form sends `password`; `email` is for the password manager and the
 * reader.
 */
export interface ResetChooseView {
  readonly form: FormTarget;
  readonly email: string;
  readonly passwordMinLength: number;
  readonly problem: PasswordProblem | null;
}

/** Page that asks for a new password, and says first that choosing one signs the person out everywhere else. */
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
