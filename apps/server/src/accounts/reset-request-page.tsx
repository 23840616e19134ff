import { Button } from '../pages/design/button.tsx';
import { Field } from '../pages/design/field.tsx';
import { PostForm } from '../pages/design/form.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { Notice } from '../pages/design/notice.tsx';
import { usePage, type FormTarget } from '../pages/design/page-context.ts';
import { waitText } from '../pages/design/wait-text.ts';

/** View of the page that asks for the address to send a password-reset link to. Its form sends `email`. */
export interface ResetRequestView {
  readonly form: FormTarget;
  readonly email: string;
  readonly problem: { readonly kind: 'not_an_address' } | { readonly kind: 'throttled'; readonly until: number } | null;
  readonly signInUrl: string;
}

/** Page that asks for an email address for a password reset; reveals nothing about who has an account here. */
export function ResetRequestPage(props: ResetRequestView) {
  const { t, now } = usePage();
  const { problem } = props;
  return (
    <Frame title={t('accounts:reset.title')} shape="journey">
      <div class="sheet">
        <h1>{t('accounts:reset.title')}</h1>
        <p class="lead">{t('accounts:reset.lead')}</p>
        {problem?.kind === 'throttled' && (
          <Notice tone="buoy" live title={t('accounts:reset.throttled')}>
            <p>{t('accounts:reset.throttled-way-out', { wait: waitText(problem.until - now, t) })}</p>
          </Notice>
        )}
        <PostForm target={props.form} class="fields">
          <Field
            id="email"
            name="email"
            type="email"
            label={t('accounts:field.email')}
            value={props.email}
            autocomplete="username"
            autofocus
            error={problem?.kind === 'not_an_address' ? t('accounts:field.email-wrong') : null}
          />
          <Button tone="primary" class="wide">
            {t('accounts:reset.action')}
          </Button>
        </PostForm>
        <p class="aside">
          <a href={props.signInUrl}>{t('accounts:reset.back')}</a>
        </p>
      </div>
    </Frame>
  );
}
