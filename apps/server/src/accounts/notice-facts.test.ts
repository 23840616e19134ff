import { expect, test } from 'vitest';
import { textsIn } from '../pages/texts.ts';
import { readNotice } from './notice-facts.ts';
import { noticeText, shownNotice } from './notice-text.ts';

const reader = { ...textsIn('en'), zone: 'UTC' };

/** The text of a stored notice that concerns the account Acme. */
function textOf(kind: string, facts: Readonly<Record<string, unknown>>): string | undefined {
  const notice = readNotice({ kind, facts }, 'Acme');
  return notice === undefined ? undefined : noticeText(shownNotice(notice, 'Acme'), reader).text;
}

test('a notice of a reused token that an earlier version stored without account and addresses is still shown', () => {
  const facts = { integration: 'Harbour Mail', reusedAt: Date.UTC(2026, 10, 22, 13, 23), reuseAddress: null };
  expect(textOf('refresh_reused', facts)).toContain(
    'Account Acme. The token was first used 22 November 2026 at 13:23 UTC from –, and used again 22 November 2026 at 13:23 UTC from –.',
  );
});

test('a stored notice without IDs is still shown', () => {
  const facts = { integration: 'Harbour Mail', account: 'Gull', person: 'Anna' };
  expect(textOf('installation_disabled', facts)).toBe(
    'Disabled by Anna. The integration’s tokens for this account no longer work.',
  );
});

test.each([
  [503, 'answered 503'],
  [null, 'no connection in time'],
  [undefined, 'no connection in time'],
])('a notice of a failing receiver shows the status %s, or the reason why there is none', (status, words) => {
  const failing = { integration: 'Harbour Mail', host: 'shop.test', failingSince: Date.UTC(2026, 10, 22, 12, 3) };
  expect(textOf('receiver_failing', { ...failing, failure: 'connect_timeout', status })).toContain(
    `has failed since 22 November 2026 at 12:03 UTC. Last result: ${words}.`,
  );
});

test.each([
  ['of an unknown kind', 'nothing_such', {}],
  ['named like a member of every object', 'toString', {}],
  ['without a name that its text needs', 'secret_shown', { person: 'Anna' }],
  ['without an acting person, who may not be taken for the operator', 'secret_shown', { integration: 'Harbour Mail' }],
  ['with an unknown reason', 'receiver_failing', { integration: 'A', host: 'a.test', failingSince: 1, failure: 'x' }],
])('a stored notice %s is not shown', (_, kind, facts) => {
  expect(textOf(kind, facts)).toBeUndefined();
});
