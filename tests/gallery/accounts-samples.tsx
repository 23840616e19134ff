import { DevMailListPage } from '../../apps/server/src/pages/accounts/dev-mail-list-page.tsx';
import { DevMailPage } from '../../apps/server/src/pages/accounts/dev-mail-page.tsx';
import { HomePage } from '../../apps/server/src/pages/accounts/home-page.tsx';
import { InvitationPage, type Invited } from '../../apps/server/src/pages/accounts/invitation-page.tsx';
import { LinkDeadPage } from '../../apps/server/src/pages/accounts/link-dead-page.tsx';
import { mailText } from '../../apps/server/src/pages/accounts/mail-text.ts';
import { MembersPage } from '../../apps/server/src/pages/accounts/members-page.tsx';
import { ResetChoosePage } from '../../apps/server/src/pages/accounts/reset-choose-page.tsx';
import { ResetRequestPage } from '../../apps/server/src/pages/accounts/reset-request-page.tsx';
import { ResetSentPage } from '../../apps/server/src/pages/accounts/reset-sent-page.tsx';
import { SessionsPage } from '../../apps/server/src/pages/accounts/sessions-page.tsx';
import { SignInPage } from '../../apps/server/src/pages/accounts/sign-in-page.tsx';
import type { NoticeFacts } from '../../apps/server/src/pages/accounts/notice-words.ts';
import { day, form, hour, minute, now, viewer, type Sample } from './sample.ts';

const signIn = {
  form: form('/sign-in'),
  email: '',
  connecting: { name: 'Acme Mail' },
  before: null,
  problem: null,
  resetUrl: '/reset',
};

const invitation = (invited: Invited) => (
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

const notices: readonly NoticeFacts[] = [
  {
    kind: 'token_reused',
    integration: 'Acme Mail',
    account: 'Ромашка',
    firstAt: now - 2 * hour,
    firstAddress: '203.0.113.7',
    againAt: now - 40 * minute,
    againAddress: '198.51.100.23',
    revoked: false,
  },
  { kind: 'password_changed', at: now - 3 * hour, address: '203.0.113.7' },
  { kind: 'invited', account: 'Северный порт', inviter: 'Борис Ильин', url: '/invitation' },
  { kind: 'member_joined', account: 'Ромашка', person: 'Вера Сомова' },
  { kind: 'integration_connected', account: 'Ромашка', integration: 'Acme Mail', person: 'Вера Сомова' },
  { kind: 'installation_disabled', account: 'Ромашка', integration: 'Acme Mail', person: 'Вера Сомова' },
  { kind: 'secret_rotated', integration: 'Acme Mail', person: 'Вера Сомова', oldEndsAt: now + day },
  {
    kind: 'receiver_failing',
    integration: 'Acme Mail',
    host: 'hooks.acme.test',
    since: now - 5 * day,
    last: 'timeout',
  },
  { kind: 'secret_shown', integration: 'Acme Mail', person: 'Вера Сомова' },
];

const session = (id: string, browser: string, current: boolean, lastSeenAt: number) => ({
  id,
  browser,
  address: current ? '203.0.113.7' : '2001:db8:85a3::8a2e:370:7334',
  signedInAt: now - 5 * day,
  lastSeenAt,
  current,
  signOut: form('/sessions/sign-out'),
});

const account = {
  name: 'Ромашка',
  domain: 'romashka.example.com',
  homeUrl: '/accounts',
  integrationsUrl: '/accounts/1',
  membersUrl: '/accounts/1/people',
  consoleUrl: '/console/accounts/1/installed',
};

const member = (id: number, name: string, role: 'admin' | 'member', active = true) => ({
  id,
  name,
  email: `person${id}@romashka.example`,
  role,
  active,
  you: id === 1,
  makeAdmin: role === 'member' && active ? form('/role') : null,
  makeMember: role === 'admin' && id !== 1 && active ? form('/role') : null,
  deactivate: active && id !== 1 ? form('/deactivate') : null,
  reactivate: active ? null : form('/reactivate'),
});

const people = [
  member(1, 'Анна Петрова', 'admin'),
  member(2, 'Вера Сомова-Константинопольская', 'member'),
  member(3, 'Борис Ильин', 'admin'),
  member(4, 'Глеб Орлов', 'member', false),
];

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
  { name: 'link-dead-reset', viewer: null, node: <LinkDeadPage kind="reset" onwardUrl="/reset" /> },
  { name: 'link-dead-invitation', viewer: null, node: <LinkDeadPage kind="invitation" onwardUrl="/sign-in" /> },
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
    name: 'home',
    viewer,
    node: (
      <HomePage
        name="Анна"
        accounts={[
          { id: 1, name: 'Ромашка', domain: 'romashka.example.com', role: 'admin', url: '/accounts/1' },
          { id: 2, name: 'Северный порт', domain: 'north-port.example.com', role: 'member', url: '/accounts/2' },
        ]}
        notices={notices.map((facts, index) => ({
          id: String(index),
          at: now - (index * 90 + 1) * minute,
          facts,
          dismiss: form('/notices/dismiss'),
        }))}
        consoleUrl="/console"
        sessionsUrl="/sessions"
      />
    ),
  },
  {
    name: 'home-empty',
    viewer,
    node: <HomePage name="Анна" accounts={[]} notices={[]} consoleUrl={null} sessionsUrl="/sessions" />,
  },
  {
    name: 'sessions',
    viewer,
    node: (
      <SessionsPage
        homeUrl="/accounts"
        sessions={[
          session('a', 'Firefox 145, Linux', true, now),
          session('b', 'Safari, iPhone', false, now - 3 * hour),
          session('c', '', false, now - 4 * day),
        ]}
        signOutOthers={form('/sessions/sign-out-others')}
      />
    ),
  },
  {
    name: 'members',
    viewer,
    node: (
      <MembersPage
        account={account}
        members={people}
        invite={{ form: form('/invite'), email: '', role: 'member', problem: null }}
        invitations={[
          {
            id: 'i',
            email: 'dmitry@romashka.example',
            role: 'member',
            invitedAt: now - 2 * hour,
            expiresAt: now + 6 * day,
            ended: null,
            asksAdmin: false,
            revoke: form('/revoke'),
          },
        ]}
        done={{ what: 'invited', whom: 'dmitry@romashka.example' }}
        refused={null}
      />
    ),
  },
  {
    name: 'members-refused',
    viewer,
    node: (
      <MembersPage
        account={account}
        members={people}
        invite={{ form: form('/invite'), email: 'dmitry@', role: 'admin', problem: 'not_an_address' }}
        invitations={[]}
        done={null}
        refused="last_admin"
      />
    ),
  },
  {
    name: 'members-seen-by-member',
    viewer,
    node: (
      <MembersPage
        account={{ ...account, consoleUrl: null }}
        members={people.slice(0, 1)}
        invite={null}
        invitations={[]}
        done={null}
        refused={null}
      />
    ),
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
