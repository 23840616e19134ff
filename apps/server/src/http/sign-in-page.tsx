import { Button } from '../pages/design/button.tsx';
import { Field } from '../pages/design/field.tsx';
import { PostForm } from '../pages/design/form.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { Notice } from '../pages/design/notice.tsx';
import { Name, Phrase } from '../pages/design/phrase.tsx';
import { usePage, type FormTarget } from '../pages/design/page-context.ts';
import { waitText } from '../pages/design/wait-text.ts';

/** Reason why the last sign-in attempt failed. Never reveals whether anybody has the email address. */
export type SignInProblem = { readonly kind: 'wrong' } | { readonly kind: 'throttled'; readonly until: number };

/** View of the sign-in page. Its form sends `username` (the email address) and `password`. */
export interface SignInView {
  readonly form: FormTarget;
  /** Email address that the form is filled with; empty at first. */
  readonly email: string;
  /**
   * Integration whose authorization request led the person here, if any. An unregistered one is named by its host only.
   */
  readonly connecting: { readonly name: string } | { readonly host: string } | null;
  /** Event before sign-in, such as signing out; the page shows it once as a calm note. */
  readonly before: 'signed_out' | 'password_changed' | 'session_ended' | null;
  readonly problem: SignInProblem | null;
  readonly resetUrl: string;
}

/** Sign-in page. The first submit button in its form is the one that signs in. */
export function SignInPage(props: SignInView) {
  const { t, now } = usePage();
  const { problem } = props;
  return (
    <Frame title={t('accounts:sign-in.title')} shape="journey">
      <div class="sheet">
        <h1>{t('accounts:sign-in.title')}</h1>
        {props.connecting !== null && (
          <p class="lead">
            {'name' in props.connecting ? (
              <Phrase text="accounts:sign-in.connecting" parts={{ name: <Name>{props.connecting.name}</Name> }} />
            ) : (
              <Phrase text="accounts:sign-in.connecting-host" parts={{ host: <Name>{props.connecting.host}</Name> }} />
            )}
          </p>
        )}
        {problem?.kind === 'wrong' && (
          <Notice tone="bad" live title={t('accounts:sign-in.wrong')}>
            <p>{t('accounts:sign-in.wrong-way-out')}</p>
          </Notice>
        )}
        {problem?.kind === 'throttled' && (
          <Notice tone="buoy" live title={t('accounts:sign-in.throttled')}>
            <p>{t('accounts:sign-in.throttled-way-out', { wait: waitText(problem.until - now, t) })}</p>
          </Notice>
        )}
        {problem === null && props.before !== null && (
          <Notice tone="calm">
            <p>{t(`accounts:sign-in.before.${props.before}`)}</p>
          </Notice>
        )}
        <PostForm target={props.form} class="fields">
          <Field
            id="username"
            name="username"
            type="email"
            label={t('accounts:field.email')}
            value={props.email}
            autocomplete="username"
            autofocus={props.email === ''}
          />
          <Field
            id="password"
            name="password"
            type="password"
            label={t('accounts:field.password')}
            autocomplete="current-password"
            autofocus={props.email !== ''}
          />
          <Button tone="primary" class="wide">
            {t('accounts:sign-in.action')}
          </Button>
        </PostForm>
        <p class="aside">
          <a href={props.resetUrl}>{t('accounts:sign-in.forgot')}</a>
        </p>
      </div>
    </Frame>
  );
}
