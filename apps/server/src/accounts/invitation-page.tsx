import { Button, ButtonForm, LinkButton } from '../pages/design/button.tsx';
import { Field } from '../pages/design/field.tsx';
import { PostForm } from '../pages/design/form.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { Notice } from '../pages/design/notice.tsx';
import { Name, Phrase } from '../pages/design/phrase.tsx';
import { usePage, type FormTarget } from '../pages/design/page-context.ts';
import { waitText } from '../pages/design/wait-text.ts';
import type { PasswordProblem } from './password-problem.ts';

/**
 * The person who opened an invitation link: a new person (the form sends `name` and `password`), the invited person
 * signed in, the invited person signed out, or another person signed in.
 */
export type InvitedUser =
  | {
      readonly kind: 'new';
      readonly name: string;
      readonly passwordMinLength: number;
      readonly problem:
        { readonly field: 'name' } | { readonly field: 'password'; readonly why: PasswordProblem } | null;
    }
  | { readonly kind: 'existing' }
  | { readonly kind: 'signed_out'; readonly signInUrl: string }
  | { readonly kind: 'somebody_else'; readonly signedInEmail: string; readonly signOut: FormTarget };

/** View of an invitation to an account, sent to the address `email`. */
export interface InvitationView {
  readonly accept: FormTarget;
  readonly decline: FormTarget | null;
  readonly account: { readonly name: string; readonly domain: string };
  readonly inviterName: string;
  readonly role: 'admin' | 'member';
  readonly email: string;
  readonly expiresAt: number;
  readonly invited: InvitedUser;
}

/** Invitation page: shows inviter, account and role, with a button to accept. */
export function InvitationPage(props: InvitationView) {
  const { t, now } = usePage();
  const title = t('accounts:invitation.title', { account: props.account.name });
  return (
    <Frame title={title} shape="journey">
      <div class="sheet">
        <h1>
          <Phrase text="accounts:invitation.title" parts={{ account: <Name>{props.account.name}</Name> }} />
        </h1>
        <p class="lead">
          <Phrase
            text="accounts:invitation.lead"
            parts={{
              inviter: <Name>{props.inviterName}</Name>,
              email: <Name>{props.email}</Name>,
            }}
          />
        </p>
        <p>{t(`accounts:invitation.role.${props.role}`)}</p>
        <p class="muted">{t('accounts:invitation.expires', { left: waitText(props.expiresAt - now, t) })}</p>
        <Answer {...props} />
      </div>
    </Frame>
  );
}

function Answer(props: InvitationView) {
  const { t } = usePage();
  const { invited } = props;
  switch (invited.kind) {
    case 'new':
      return (
        <>
          <JoinForm accept={props.accept} email={props.email} invited={invited} />
          <Decline {...props} />
        </>
      );
    case 'existing':
      return (
        <>
          <div class="actions">
            <ButtonForm target={props.accept} tone="primary" class="wide">
              {t('accounts:invitation.accept')}
            </ButtonForm>
          </div>
          <Decline {...props} />
        </>
      );
    case 'signed_out':
      return (
        <div class="actions">
          <LinkButton tone="primary" href={invited.signInUrl}>
            {t('accounts:invitation.sign-in')}
          </LinkButton>
        </div>
      );
    case 'somebody_else':
      return <ChangePerson email={props.email} invited={invited} />;
  }
}

/** Form in which a new person enters their name and a password. */
function JoinForm({
  accept,
  email,
  invited,
}: Pick<InvitationView, 'accept' | 'email'> & { readonly invited: Extract<InvitedUser, { kind: 'new' }> }) {
  const { t } = usePage();
  return (
    <PostForm target={accept} class="fields">
      <Field
        id="name"
        name="name"
        type="text"
        label={t('accounts:field.name')}
        value={invited.name}
        autocomplete="name"
        maxLength={255}
        error={invited.problem?.field === 'name' ? t('accounts:field.name-wrong') : null}
      />
      <input
        class="unseen"
        type="email"
        value={email}
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
        minLength={invited.passwordMinLength}
        hint={t('accounts:field.password-hint', { count: invited.passwordMinLength })}
        error={
          invited.problem?.field === 'password' ? t(`accounts:field.password-problem.${invited.problem.why}`) : null
        }
      />
      <Button tone="primary" class="wide">
        {t('accounts:invitation.accept')}
      </Button>
    </PostForm>
  );
}

/** Says that somebody else is signed in, and offers to sign out. */
function ChangePerson({
  email,
  invited,
}: Pick<InvitationView, 'email'> & { readonly invited: Extract<InvitedUser, { kind: 'somebody_else' }> }) {
  const { t } = usePage();
  return (
    <Notice tone="buoy">
      <p>
        <Phrase
          text="accounts:invitation.somebody-else"
          parts={{ email: <Name>{email}</Name>, other: <Name>{invited.signedInEmail}</Name> }}
        />
      </p>
      <ButtonForm target={invited.signOut} tone="plain">
        {t('accounts:invitation.change-person')}
      </ButtonForm>
    </Notice>
  );
}

function Decline(props: InvitationView) {
  const { t } = usePage();
  if (props.decline === null) return null;
  return (
    <div class="aside">
      <ButtonForm target={props.decline} tone="quiet">
        {t('accounts:invitation.decline')}
      </ButtonForm>
    </div>
  );
}
