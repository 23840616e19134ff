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

test('a test is about the fictitious account, goes to the integration’s own address, and is recorded in its account’s log', () => {
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
          cause: { test: true },
        },
        at: 9,
      },
      { kind: 'hook_tested', accountId: 5, integrationId: 'n1', deliveryId: 'd1', hook: 'disconnect', at: 9, actor },
    ],
  });
});

describe('the hooks that can be tested', () => {
  test.each(['private', 'public'] as const)(
    'of a %s integration are install, and disconnect with an address',
    (kind) => {
      expect(testableHooks({ ...integration, kind, disconnectUri: undefined })).toEqual([
        { hook: 'install', url: 'https://shop.test/callback' },
        { hook: 'disconnect', url: undefined },
      ]);
    },
  );

  test('of an external integration are the keys, sent to the address from its button', () => {
    const secretsUri = 'https://kiosk.test/keys';
    expect(testableHooks({ ...integration, kind: 'external', secretsUri })).toEqual([
      { hook: 'secrets', url: secretsUri },
    ]);
  });
});

describe('no test is sent', () => {
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

  test('for an integration that does not exist', () => {
    expect(decideTest(undefined, asked, admin, 9).outcome).toEqual({ kind: 'refuse', reason: 'unknown' });
  });

  test.each([
    ['private', 'secrets'],
    ['public', 'secrets'],
    ['external', 'install'],
    ['external', 'disconnect'],
  ] as const)('to a %s integration for a hook it does not get: %s', (kind, hook) => {
    expect(decideTest({ ...integration, kind }, { ...asked, hook }, admin, 9)).toEqual({
      outcome: { kind: 'refuse', reason: 'not_offered' },
      changes: [],
    });
  });

  test('without an address', () => {
    expect(decideTest({ ...integration, disconnectUri: undefined }, asked, admin, 9).outcome).toEqual({
      kind: 'refuse',
      reason: 'no_address',
    });
  });
});
