import { DevMailListPage } from '../../apps/server/src/accounts/dev-mail-list-page.tsx';
import { DevMailPage } from '../../apps/server/src/accounts/dev-mail-page.tsx';
import { InvitationPage, type InvitedUser } from '../../apps/server/src/accounts/invitation-page.tsx';
import { InvalidLinkPage } from '../../apps/server/src/accounts/invalid-link-page.tsx';
import { mailText } from '../../apps/server/src/accounts/mail-text.ts';
import { ResetChoosePage } from '../../apps/server/src/accounts/reset-choose-page.tsx';
import { ResetRequestPage } from '../../apps/server/src/accounts/reset-request-page.tsx';
import { ResetSentPage } from '../../apps/server/src/accounts/reset-sent-page.tsx';
import { SignInPage } from '../../apps/server/src/http/sign-in-page.tsx';
import { day, form, minute, now, viewer, type Sample } from './sample.ts';

const signIn = {
  form: form('/sign-in'),
  email: '',
  connecting: { name: 'Acme Mail' },
  before: null,
  problem: null,
  resetUrl: '/reset',
};

const invitation = (invited: InvitedUser) => (
  <InvitationPage
    accept={form('/accept')}
    decline={form('/decline')}
    account={{ name: 'Ромашка', domain: 'romashka.example.com' }}
    inviterName="Анна Петрова"
    role="admin"
    email="boris@romashka.example"
    expiresAt={now + 6 * day}
    invited={invited}
  />
);

const letter = mailText(
  {
    kind: 'invitation',
    account: 'Ромашка',
    inviter: 'Анна Петрова',
    role: 'member',
    url: 'http://localhost:4400/invitation/4fJ2kQ8sVn1xT0bYc3Lw',
    validMs: 7 * day,
  },
  'ru',
);

export const accountsSamples: readonly Sample[] = [
  { name: 'sign-in', viewer: null, node: <SignInPage {...signIn} /> },
  {
    name: 'sign-in-wrong',
    viewer: null,
    node: <SignInPage {...signIn} email="anna@romashka.example" problem={{ kind: 'wrong' }} />,
  },
  {
    name: 'sign-in-throttled',
    viewer: null,
    node: <SignInPage {...signIn} connecting={null} problem={{ kind: 'throttled', until: now + 5 * minute }} />,
  },
  {
    name: 'sign-in-after-reset',
    viewer: null,
    node: <SignInPage {...signIn} connecting={null} before="password_changed" />,
  },
  {
    name: 'reset-request',
    viewer: null,
    node: <ResetRequestPage form={form('/reset')} email="" problem={null} signInUrl="/sign-in" />,
  },
  {
    name: 'reset-request-wrong',
    viewer: null,
    node: (
      <ResetRequestPage form={form('/reset')} email="anna@" problem={{ kind: 'not_an_address' }} signInUrl="/sign-in" />
    ),
  },
  {
    name: 'reset-sent',
    viewer: null,
    node: <ResetSentPage email="anna@romashka.example" validMinutes={30} signInUrl="/sign-in" />,
  },
  {
    name: 'reset-choose',
    viewer: null,
    node: (
      <ResetChoosePage form={form('/reset')} email="anna@romashka.example" passwordMinLength={12} problem="too_short" />
    ),
  },
  { name: 'link-dead-reset', viewer: null, node: <InvalidLinkPage kind="reset" onwardUrl="/reset" /> },
  { name: 'link-dead-invitation', viewer: null, node: <InvalidLinkPage kind="invitation" onwardUrl="/sign-in" /> },
  {
    name: 'invitation-new',
    viewer: null,
    node: invitation({
      kind: 'new',
      name: '',
      passwordMinLength: 12,
      problem: { field: 'password', why: 'too_common' },
    }),
  },
  { name: 'invitation-existing', viewer, node: invitation({ kind: 'existing' }) },
  { name: 'invitation-signed-out', viewer: null, node: invitation({ kind: 'signed_out', signInUrl: '/sign-in' }) },
  {
    name: 'invitation-somebody-else',
    viewer,
    node: invitation({ kind: 'somebody_else', signedInEmail: 'anna@romashka.example', signOut: form('/sign-out') }),
  },
  {
    name: 'dev-mail-list',
    viewer: null,
    node: (
      <DevMailListPage
        letters={[
          { id: '2', to: 'boris@romashka.example', subject: letter.subject, at: now - 4 * minute, url: '/dev/mail/2' },
          {
            id: '1',
            to: 'anna@romashka.example',
            subject: 'A new password for Pristan',
            at: now - day,
            url: '/dev/mail/1',
          },
        ]}
      />
    ),
  },
  { name: 'dev-mail-list-empty', viewer: null, node: <DevMailListPage letters={[]} /> },
  {
    name: 'dev-mail',
    viewer: null,
    node: <DevMailPage listUrl="/dev/mail" to="boris@romashka.example" at={now - 4 * minute} {...letter} />,
  },
];
