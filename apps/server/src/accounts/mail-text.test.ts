import { expect, test } from 'vitest';
import { mailText } from './mail-text.ts';
import { shownNotice } from './notice-text.ts';

const invitation = {
  kind: 'invitation',
  account: 'Ромашка',
  inviter: 'Анна',
  role: 'member',
  url: 'https://pristan.example/invitation/abc',
  validMs: 7 * 86_400_000,
} as const;

test('an invitation mail names inviter, account and lifetime, and has its link on a separate line', () => {
  const letter = mailText(invitation, 'ru');
  expect(letter.subject).toBe('Анна приглашает вас в аккаунт «Ромашка»');
  expect(letter.text).toContain('Она действует 7\u00a0дней:\n\nhttps://pristan.example/invitation/abc\n\n');
});

test('an English password-reset mail says that doing nothing is safe', () => {
  const letter = mailText(
    { kind: 'password_reset', name: 'Vera', url: 'https://pristan.example/reset/abc', validMs: 30 * 60_000 },
    'en',
  );
  expect(letter.subject).toBe('A new password for Pristan');
  expect(letter.text).toContain('Hello, Vera.');
  expect(letter.text).toContain('for 30\u00a0minutes:\n\nhttps://pristan.example/reset/abc\n');
  expect(letter.text).toContain('If it was not you, do nothing: your password stays as it is.');
});

test('a notice mail about a reused refresh token tells when and where the token was used both times', () => {
  const letter = mailText(
    {
      kind: 'notice',
      name: 'Анна',
      homeUrl: 'https://pristan.example/accounts',
      notice: shownNotice(
        {
          kind: 'refresh_reused',
          facts: {
            accountId: 3,
            integrationId: undefined,
            integration: 'Acme Mail',
            account: 'Ромашка',
            firstUsedAt: Date.UTC(2026, 10, 22, 12, 3),
            firstAddress: '203.0.113.7',
            reusedAt: Date.UTC(2026, 10, 22, 13, 23),
            reuseAddress: '198.51.100.23',
          },
        },
        '',
      ),
    },
    'en',
  );
  expect(letter.subject).toBe('An old refresh token of Acme Mail was used again');
  expect(letter.text).toContain('22 November 2026 at 12:03 UTC from 203.0.113.7');
  expect(letter.text).toContain('22 November 2026 at 13:23 UTC from 198.51.100.23');
  expect(letter.text).toContain('newer tokens keep working');
});

test('line breaks and control characters in a name add no line to a mail’s subject', () => {
  const letter = mailText({ ...invitation, inviter: 'Eve\r\nBcc: all@example.com', account: 'a\u2028b\u0000' }, 'en');
  expect(letter.subject).toBe('Eve Bcc: all@example.com invites you to a b');
});

test('template braces in a name stay plain text in a mail: they are not filled in', () => {
  const letter = mailText({ ...invitation, inviter: '{{account}} $t(accounts:mail.signature)' }, 'en');
  expect(letter.subject).toBe('{{account}} $t(accounts:mail.signature) invites you to Ромашка');
});
