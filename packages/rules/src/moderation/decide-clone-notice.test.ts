import { expect, test } from 'vitest';
import type { CloneGroupFacts } from './decide-clone-notice.ts';
import { decideCloneNotice } from './decide-clone-notice.ts';

const now = 1_750_000_000_000;
const group: CloneGroupFacts = {
  redirectOrigin: 'https://gulls.example',
  secretsOrigin: 'https://keys.gulls.example',
  accounts: 30,
  noticed: false,
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
