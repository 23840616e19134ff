import { expect, test } from 'vitest';
import { decideChoosePassword, decideRequestReset } from './decide-reset.ts';

const now = 1_800_000_000_000;
const token = { accountId: 7, tokenId: 't1', name: 'Export', integrationId: undefined };
const user = { userId: 9, email: 'vera@shop.test', language: 'ru', personalTokens: [token] } as const;
const tokenHash = new Uint8Array([1]);
const ids = { noticeId: 'n1', mailId: 'm1' };
const chosen = { tokenHash, passwordHash: 'hash', address: '203.0.113.9', by: 'person', ...ids } as const;

test('a reset mail is queued for every address, registered or not', () => {
  expect(decideRequestReset({ email: 'a@b.test', language: 'en', mailId: 'm1' }, now)).toEqual({
    outcome: { kind: 'requested' },
    changes: [
      {
        kind: 'mail_queued',
        mail: { mailId: 'm1', recipient: 'a@b.test', language: 'en', kind: 'password_reset', facts: {} },
        at: now,
      },
    ],
  });
});

test('a new password ends sessions and personal access tokens, and tells the user by notice and mail', () => {
  const facts = { at: now, address: '203.0.113.9' };
  expect(decideChoosePassword(user, chosen, now)).toEqual({
    outcome: { kind: 'changed' },
    changes: [
      { kind: 'password_chosen', tokenHash, userId: 9, passwordHash: 'hash', at: now },
      { kind: 'sessions_ended', userId: 9 },
      {
        kind: 'personal_tokens_ended',
        userId: 9,
        tokens: [token],
        at: now,
        by: { userId: 9, address: '203.0.113.9' },
      },
      { kind: 'user_notified', userId: 9, noticeId: 'n1', notice: { kind: 'password_changed', facts }, at: now },
      {
        kind: 'mail_queued',
        mail: { mailId: 'm1', recipient: 'vera@shop.test', language: 'ru', kind: 'password_changed', facts },
        at: now,
      },
    ],
  });
});

test('tokens that an operator’s new password ends are ended by the operator', () => {
  const { changes } = decideChoosePassword(user, { ...chosen, by: 'operator' }, now);
  expect(changes[2]).toMatchObject({ by: { as: 'operator', userId: undefined } });
});

test('a reset link that is used, expired or unknown changes nothing', () => {
  expect(decideChoosePassword(undefined, chosen, now)).toEqual({
    outcome: { kind: 'refuse', reason: 'dead_link' },
    changes: [],
  });
});
