import { describe, expect, test } from 'vitest';
import type { TestFacts } from './decide-test.ts';
import { decideTest, testableHooks } from './decide-test.ts';

const actor = { userId: 3, address: '192.0.2.1' };
const admin = { actor, membership: { role: 'admin', state: 'active' } } as const;
const integration: TestFacts = {
  ownerId: 5,
  integrationId: 'n1',
  kind: 'private',
  redirectUri: 'https://shop.test/callback',
  disconnectUri: 'https://shop.test/bye',
  secretsUri: undefined,
};
const asked = { hook: 'disconnect', deliveryId: 'd1' } as const;

test('a test tells about nobody’s account, goes to the integration’s own address, and stands in its account’s log', () => {
  expect(decideTest(integration, asked, admin, 9)).toEqual({
    outcome: { kind: 'sent', deliveryId: 'd1' },
    changes: [
      {
        kind: 'hook_enqueued',
        accountId: 1,
        delivery: {
          deliveryId: 'd1',
          integrationId: 'n1',
          hook: 'disconnect',
          url: 'https://shop.test/bye',
          facts: { askedBy: 3 },
        },
        at: 9,
      },
      { kind: 'hook_tested', accountId: 5, integrationId: 'n1', deliveryId: 'd1', hook: 'disconnect', at: 9, actor },
    ],
  });
});

describe('what can be tried', () => {
  test.each(['private', 'public'] as const)(
    'with a %s integration: install, and disconnect if it has an address',
    (kind) => {
      expect(testableHooks({ ...integration, kind, disconnectUri: undefined })).toEqual([
        { hook: 'install', url: 'https://shop.test/callback' },
        { hook: 'disconnect', url: undefined },
      ]);
    },
  );

  test('with an external one: the keys, to the address that its button named', () => {
    const secretsUri = 'https://kiosk.test/keys';
    expect(testableHooks({ ...integration, kind: 'external', secretsUri })).toEqual([
      { hook: 'secrets', url: secretsUri },
    ]);
  });
});

describe('nothing is sent', () => {
  test.each([
    ['by a member', { actor, membership: { role: 'member', state: 'active' } }],
    ['by a deactivated admin', { actor, membership: { role: 'admin', state: 'deactivated' } }],
    ['by a stranger', { actor, membership: undefined }],
  ] as const)('%s', (_who, by) => {
    expect(decideTest(integration, asked, by, 9)).toEqual({
      outcome: { kind: 'refuse', reason: 'forbidden' },
      changes: [],
    });
  });

  test('for an integration that there is not', () => {
    expect(decideTest(undefined, asked, admin, 9).outcome).toEqual({ kind: 'refuse', reason: 'unknown' });
  });

  test.each([
    ['private', 'secrets'],
    ['public', 'secrets'],
    ['external', 'install'],
    ['external', 'disconnect'],
  ] as const)('of a kind that a %s integration does not get: %s', (kind, hook) => {
    expect(decideTest({ ...integration, kind }, { ...asked, hook }, admin, 9)).toEqual({
      outcome: { kind: 'refuse', reason: 'not_offered' },
      changes: [],
    });
  });

  test('where there is no address', () => {
    expect(decideTest({ ...integration, disconnectUri: undefined }, asked, admin, 9).outcome).toEqual({
      kind: 'refuse',
      reason: 'no_address',
    });
  });
});
