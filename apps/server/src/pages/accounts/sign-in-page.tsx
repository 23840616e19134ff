import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { PostForm } from '../design/form.tsx';
import { Frame } from '../design/frame.tsx';
import { Notice } from '../design/notice.tsx';
import { Name, Phrase } from '../design/phrase.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';
import { waitWords } from '../design/wait.ts';

/** Why the last try did not sign the person in. It never tells whether the address exists. */
export type SignInProblem = { readonly kind: 'wrong' } | { readonly kind: 'throttled'; readonly until: number };

/** What the sign-in page shows. The form sends `username` (the e-mail) and `password`. */
export interface SignInView {
  readonly form: FormTarget;
  /** The e-mail to start with, empty at first. */
  readonly email: string;
  /** The integration that sent the person here, if one did. */
  readonly connecting: { readonly name: string } | null;
  /** What happened just before: shown once, as a calm note. */
  readonly before: 'signed_out' | 'password_changed' | 'session_ended' | null;
  readonly problem: SignInProblem | null;
  readonly resetUrl: string;
}

/** Sign-in. Its first submit button is the one that signs in. */
export function SignInPage(props: SignInView) {
  const { t, now } = usePage();
  const { problem } = props;
  return (
    <Frame title={t('accounts:sign-in.title')} shape="journey">
      <div class="sheet">
        <h1>{t('accounts:sign-in.title')}</h1>
        {props.connecting !== null && (
          <p class="lead">
            <Phrase text="accounts:sign-in.connecting" parts={{ name: <Name>{props.connecting.name}</Name> }} />
          </p>
        )}
        {problem?.kind === 'wrong' && (
          <Notice tone="bad" live title={t('accounts:sign-in.wrong')}>
            <p>{t('accounts:sign-in.wrong-way-out')}</p>
          </Notice>
        )}
        {problem?.kind === 'throttled' && (
          <Notice tone="buoy" live title={t('accounts:sign-in.throttled')}>
            <p>{t('accounts:sign-in.throttled-way-out', { wait: waitWords(problem.until - now, t) })}</p>
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
