import { describe, expect, test } from 'vitest';
import type { Change } from './change.ts';
import { operator, platform } from './access/actor.ts';
import type { NoticeRecipient, NoticeAudience } from './notices.ts';
import {
  adminsMailedMax,
  callsForNotice,
  isNoticeMailDue,
  noticeMailsPerHourMax,
  notifyAdmins,
  withNotices,
} from './notices.ts';

const at = 1_763_000_000_000;
const anna = { userId: 7, address: '203.0.113.1' };

function admin(userId: number, over: Partial<NoticeRecipient> = {}): NoticeRecipient {
  const own = { email: `p${userId}@acme.test`, language: 'en', unwanted: [], lettersInHour: 0 } as const;
  return { userId, mailId: `m-${userId}`, ...own, ...over };
}

const audience: NoticeAudience = {
  accountId: 3,
  account: 'Acme',
  person: 'Anna',
  integration: 'Harbour Mail',
  noticeId: 'n-1',
  admins: [admin(7), admin(8)],
};

const disabled = {
  kind: 'installation_disabled',
  accountId: 3,
  integrationId: 'i-1',
  expectedEpoch: 1,
  at,
  actor: anna,
} as const;

const told = (change: Change, who: NoticeAudience = audience) =>
  withNotices({ outcome: 'done', changes: [change] }, who).changes.slice(1);

describe('notifications of an admin’s action', () => {
  test('an admin’s action notifies the account’s other admins, with a mail to each', () => {
    expect(told(disabled)).toEqual([
      {
        kind: 'admins_notified',
        accountId: 3,
        noticeId: 'n-1',
        notice: {
          kind: 'installation_disabled',
          facts: { accountId: 3, integrationId: 'i-1', account: 'Acme', integration: 'Harbour Mail', person: 'Anna' },
        },
        besides: 7,
        letters: [{ mailId: 'm-8', recipient: 'p8@acme.test', language: 'en' }],
        at,
      },
    ]);
  });

  test('an admin’s action notifies nobody when the account has no other admin', () => {
    expect(told(disabled, { ...audience, admins: [admin(7)] })).toEqual([]);
  });

  test('an action of the operator notifies every admin of the account', () => {
    const [change] = told({ ...disabled, actor: operator }, { ...audience, person: undefined });
    expect(change).toMatchObject({
      notice: { facts: { person: null } },
      letters: [{ mailId: 'm-7' }, { mailId: 'm-8' }],
    });
  });

  test('an action of the platform itself adds no notification: such actions have their own', () => {
    expect(told({ ...disabled, actor: platform })).toEqual([]);
  });

  test('no notification mail goes to an admin who opted out of its kind or has had the hourly maximum', () => {
    const admins = [
      admin(8, { unwanted: ['installation_disabled'] }),
      admin(9, { lettersInHour: noticeMailsPerHourMax }),
      admin(10, { unwanted: ['secret_shown'], lettersInHour: noticeMailsPerHourMax - 1 }),
    ];
    expect(told(disabled, { ...audience, admins })).toMatchObject([{ letters: [{ mailId: 'm-10' }] }]);
  });

  test(`a notification is mailed to at most ${adminsMailedMax} admins`, () => {
    const admins = Array.from({ length: adminsMailedMax + 9 }, (_, index) => admin(100 + index));
    const [change] = told(disabled, { ...audience, admins });
    expect(change?.kind === 'admins_notified' && change.letters).toHaveLength(adminsMailedMax);
  });
});

describe('the owner of a failing receiver', () => {
  const receiver = { integrationId: 'i-1', receiverHost: 'shop.test', at } as const;
  const about = { accountId: 3, integrationId: 'i-1', integration: 'Harbour Mail', host: 'shop.test' };
  const letters = [
    { mailId: 'm-7', recipient: 'p7@acme.test', language: 'en' },
    { mailId: 'm-8', recipient: 'p8@acme.test', language: 'en' },
  ];
  const notice = { kind: 'admins_notified', accountId: 3, noticeId: 'n-1', besides: undefined, letters, at };

  test('is notified by notice and mail, with the failure, when it has failed for days', () => {
    const failed = { failingSince: at - 1, failure: 'status', status: 500 } as const;
    expect(told({ kind: 'receiver_marked', ...receiver, ...failed })).toEqual([
      { ...notice, notice: { kind: 'receiver_failing', facts: { ...about, ...failed } } },
    ]);
  });

  test('is notified by notice and mail when it has answered 410', () => {
    const url = 'https://shop.test/hooks';
    expect(told({ kind: 'receiver_stopped', ...receiver, url })).toEqual([
      { ...notice, notice: { kind: 'receiver_stopped', facts: { ...about, url } } },
    ]);
  });
});

test('the flow reads an audience for exactly the changes that get a notice', () => {
  expect(callsForNotice({ kind: 'receiver_stopped', integrationId: 'i', receiverHost: 'h', url: 'u', at })).toBe(true);
  expect(callsForNotice(disabled)).toBe(true);
  expect(callsForNotice({ kind: 'sessions_ended', userId: 7 })).toBe(false);
});

test('a kind without mail is never mailed', () => {
  const notice = { kind: 'member_joined', facts: { person: 'Vera' } } as const;
  expect(notifyAdmins(audience, notice, { at })).toMatchObject([{ notice, letters: [] }]);
});

test('a decision without such a change, or without an audience, is unchanged', () => {
  const decided = { outcome: 'refused', changes: [] };
  expect(withNotices(decided, audience)).toBe(decided);
  const done = { outcome: 'done', changes: [disabled] };
  expect(withNotices(done, undefined)).toBe(done);
});

describe('a notification mail that is due', () => {
  const facts = { kind: 'secret_shown', isAdmin: true, isUnwanted: false, earlierInHour: 0 };
  test.each([
    ['goes to an admin', {}, true],
    ['goes to a person when no account is involved', { isAdmin: undefined }, true],
    ['is dropped when the recipient is no longer an admin', { isAdmin: false }, false],
    ['is dropped when the recipient opted out', { isUnwanted: true }, false],
    ['is dropped beyond the hourly limit', { earlierInHour: noticeMailsPerHourMax }, false],
    ['is sent despite an opt-out when its kind is always mailed', { kind: 'password_changed', isUnwanted: true }, true],
    ['is dropped when its kind is never mailed', { kind: 'member_joined' }, false],
    ['is dropped when its kind is unknown', { kind: 'toString' }, false],
  ])('a notification mail that is due %s', (_, change, due) => {
    expect(isNoticeMailDue({ ...facts, ...change })).toBe(due);
  });
});
