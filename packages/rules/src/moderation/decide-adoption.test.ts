import { expect, test } from 'vitest';
import type { AdopterFacts } from './decide-adoption.ts';
import { decideStartAdoption } from './decide-adoption.ts';

const now = 1_750_000_000_000;
const sevenDaysMs = 604_800_000;
const adopter: AdopterFacts = {
  integrationId: 'p1',
  version: 3,
  name: 'Gulls',
  accountId: 1,
  kind: 'public',
  state: 'active',
  origin: 'https://gulls.example',
  publishedOrigin: 'https://gulls.example',
};
const actor = { userId: 8, address: '203.0.113.5' };
const admin = { actor, membership: { role: 'admin', state: 'active' }, adoptionId: 'a1' } as const;

const admins = [
  { userId: 4, email: 'p4@a.test', language: 'en', unwanted: [], lettersInHour: 0, mailId: 'm4' },
  { userId: 5, email: 'p5@a.test', language: 'ru', unwanted: ['adoption_planned'], lettersInHour: 0, mailId: 'm5' },
] as const;
const clones = [
  { accountId: 2, integrationId: 'c1' },
  { accountId: 2, integrationId: 'c2' },
  { accountId: 3, integrationId: 'c3' },
];
const accounts = [
  { accountId: 2, account: 'Two', admins, noticeId: 'n2' },
  { accountId: 3, account: 'Three', admins: [admins[0]], noticeId: 'n3' },
];
const facts = { adopter, owner: 'Gull Ltd', clones, accounts };

test('an admin of the technical account starts an adoption of every clone, which moves seven days later', () => {
  const { outcome, changes } = decideStartAdoption(facts, admin, now);
  expect(outcome).toEqual({ kind: 'started', movesAt: now + sevenDaysMs });
  expect(changes[0]).toEqual({
    kind: 'adoption_started',
    accountId: 1,
    integrationId: 'p1',
    adoptionId: 'a1',
    origin: 'https://gulls.example',
    movesAt: now + sevenDaysMs,
    clones,
    at: now,
    actor,
  });
});

test('every account with clones has the plan in its log, a notice for its admins, and a mail to those who want it', () => {
  const plan = {
    integration: 'Gulls',
    owner: 'Gull Ltd',
    origin: 'https://gulls.example',
    movesAt: now + sevenDaysMs,
    adoptionId: 'a1',
  };
  const two = { accountId: 2, account: 'Two', clones: 2, ...plan };
  const three = { accountId: 3, account: 'Three', clones: 1, ...plan };
  const notice = { kind: 'admins_notified', besides: undefined, at: now };
  const letters = [{ mailId: 'm4', recipient: 'p4@a.test', language: 'en' }];
  expect(decideStartAdoption(facts, admin, now).changes.slice(1)).toEqual([
    {
      kind: 'adoption_planned',
      integrationId: 'p1',
      accounts: [
        { accountId: 2, facts: two },
        { accountId: 3, facts: three },
      ],
      at: now,
    },
    { ...notice, accountId: 2, noticeId: 'n2', notice: { kind: 'adoption_planned', facts: two }, letters },
    { ...notice, accountId: 3, noticeId: 'n3', notice: { kind: 'adoption_planned', facts: three }, letters },
  ]);
});

test.each<[reason: string, change: Partial<AdopterFacts>]>([
  ['not_published', { publishedOrigin: undefined }],
  ['not_published', { kind: 'private' }],
  ['not_published', { kind: 'external' }],
  ['integration_stopped', { state: 'stopped' }],
  ['origin_changed', { origin: 'https://other.example' }],
  ['origin_changed', { origin: 'https://gulls.example:8443' }],
  ['origin_changed', { origin: 'http://gulls.example' }],
])('an adoption is refused with %s for %j, and nobody is notified', (reason, change) => {
  expect(decideStartAdoption({ ...facts, adopter: { ...adopter, ...change } }, admin, now)).toEqual({
    outcome: { kind: 'refuse', reason },
    changes: [],
  });
});

test('an adoption is refused without an integration, and without a clone', () => {
  expect(decideStartAdoption({ ...facts, adopter: undefined, clones: [] }, admin, now).outcome).toMatchObject({
    reason: 'integration_unknown',
  });
  expect(decideStartAdoption({ ...facts, clones: [] }, admin, now).outcome).toMatchObject({
    reason: 'nothing_to_adopt',
  });
});

test.each([undefined, { role: 'member', state: 'active' }, { role: 'admin', state: 'deactivated' }] as const)(
  'an adoption is refused to a user whose membership is %j before any other reason',
  (membership) => {
    for (const asked of [facts, { ...facts, adopter: undefined, clones: [] }]) {
      expect(decideStartAdoption(asked, { ...admin, membership }, now).outcome).toEqual({
        kind: 'refuse',
        reason: 'forbidden',
      });
    }
  },
);
