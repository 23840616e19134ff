import { describe, expect, test } from 'vitest';
import type { NoticeRecipient } from '../notices.ts';
import type { CloneGroupFacts } from './decide-clone-notice.ts';
import { decideCloneNotice } from './decide-clone-notice.ts';

const now = 1_750_000_000_000;
const group: CloneGroupFacts = {
  redirectOrigin: 'https://gulls.example',
  secretsOrigin: 'https://keys.gulls.example',
  accounts: 30,
  noticed: false,
  owners: [],
};

test('a group of clones that reached the threshold is recorded with its size', () => {
  expect(decideCloneNotice(group, 30, now)).toEqual({
    outcome: { kind: 'recorded' },
    changes: [
      {
        kind: 'clone_notice_recorded',
        group: { redirectOrigin: 'https://gulls.example', secretsOrigin: 'https://keys.gulls.example' },
        accounts: 30,
        threshold: 30,
        mailedTo: [],
        at: now,
      },
    ],
  });
});

test('a group of clones below the threshold is not recorded', () => {
  expect(decideCloneNotice({ ...group, accounts: 29 }, 30, now)).toEqual({ outcome: { kind: 'below' }, changes: [] });
});

test('a group of clones is recorded once, however large it grows', () => {
  expect(decideCloneNotice({ ...group, accounts: 3000, noticed: true }, 30, now)).toEqual({
    outcome: { kind: 'known' },
    changes: [],
  });
});

describe('the owners of public integrations with the same origin', () => {
  const anna: NoticeRecipient = {
    userId: 7,
    email: 'anna@gulls.test',
    language: 'en',
    unwanted: [],
    lettersInHour: 0,
    mailId: 'm7',
  };
  const olga: NoticeRecipient = { ...anna, userId: 8, email: 'olga@gulls.test', language: 'ru', mailId: 'm8' };
  const owners = [
    { accountId: 1, admins: [anna], noticeId: 'n1' },
    { accountId: 2, admins: [{ ...anna, mailId: 'm9' }, olga], noticeId: 'n2' },
  ];
  const whole = { ...group, secretsOrigin: group.redirectOrigin, owners };

  test('are notified, each person by one mail; the number of accounts is withheld', () => {
    const { changes } = decideCloneNotice(whole, 30, now);
    const facts = { origin: 'https://gulls.example', threshold: 30 };
    const kind = 'clones_past_threshold';
    expect(changes).toMatchObject([
      { kind: 'clone_notice_recorded', mailedTo: ['anna@gulls.test', 'olga@gulls.test'] },
      { accountId: 1, notice: { kind, facts: { accountId: 1, ...facts } }, letters: [{ mailId: 'm7' }] },
      {
        accountId: 2,
        notice: { kind, facts: { accountId: 2, ...facts } },
        letters: [{ mailId: 'm8', language: 'ru' }],
      },
    ]);
    expect(JSON.stringify(changes.slice(1))).not.toContain('"accounts"');
  });

  test('are not notified when the secret keys go to another origin', () => {
    expect(decideCloneNotice({ ...group, owners }, 30, now).changes).toMatchObject([{ mailedTo: [] }]);
  });

  test('are at most twenty accounts, since anyone can register somebody else’s redirect URI', () => {
    const many = Array.from({ length: 30 }, (_, at) => ({ accountId: at, admins: [olga], noticeId: `n${at}` }));
    expect(decideCloneNotice({ ...whole, owners: many }, 30, now).changes).toHaveLength(21);
  });
});
