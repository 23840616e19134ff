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

test('an admin of the technical account starts an adoption; accounts with a clone are notified of a date seven days later', () => {
  expect(decideStartAdoption({ adopter, clones: 3 }, admin, now)).toEqual({
    outcome: { kind: 'started', movesAt: now + sevenDaysMs },
    changes: [
      {
        kind: 'adoption_started',
        accountId: 1,
        integrationId: 'p1',
        adoptionId: 'a1',
        origin: 'https://gulls.example',
        movesAt: now + sevenDaysMs,
        at: now,
        actor,
      },
    ],
  });
});

test.each<[reason: string, change: Partial<AdopterFacts>]>([
  ['not_published', { publishedOrigin: undefined }],
  ['not_published', { kind: 'private' }],
  ['not_published', { kind: 'external' }],
  ['integration_stopped', { state: 'stopped' }],
  ['origin_changed', { origin: 'https://other.example' }],
  ['origin_changed', { origin: 'https://gulls.example:8443' }],
  ['origin_changed', { origin: 'http://gulls.example' }],
])('an adoption is refused with the reason %s when the integration is %j, and nobody is notified', (reason, change) => {
  expect(decideStartAdoption({ adopter: { ...adopter, ...change }, clones: 3 }, admin, now)).toEqual({
    outcome: { kind: 'refuse', reason },
    changes: [],
  });
});

test('an adoption is refused without a published integration, and without a clone to take over', () => {
  expect(decideStartAdoption({ adopter: undefined, clones: 0 }, admin, now).outcome).toMatchObject({
    reason: 'integration_unknown',
  });
  expect(decideStartAdoption({ adopter, clones: 0 }, admin, now).outcome).toMatchObject({ reason: 'nothing_to_adopt' });
});

test.each([undefined, { role: 'member', state: 'active' }, { role: 'admin', state: 'deactivated' }] as const)(
  'an adoption is refused to a user whose membership is %j before any other reason',
  (membership) => {
    for (const facts of [
      { adopter, clones: 3 },
      { adopter: undefined, clones: 0 },
    ]) {
      expect(decideStartAdoption(facts, { ...admin, membership }, now).outcome).toEqual({
        kind: 'refuse',
        reason: 'forbidden',
      });
    }
  },
);
