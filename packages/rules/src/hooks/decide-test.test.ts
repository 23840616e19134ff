import { describe, expect, test } from 'vitest';
import type { TestHookFacts } from './decide-test.ts';
import { decideTest, testableHooks } from './decide-test.ts';

const actor = { userId: 3, address: '192.0.2.1' };
const admin = { actor, membership: { role: 'admin', state: 'active' } } as const;
const integration: TestHookFacts = {
  ownerId: 5,
  integrationId: 'n1',
  kind: 'private',
  redirectUri: 'https://shop.test/callback',
  disconnectUri: 'https://shop.test/bye',
  secretsUri: undefined,
};
const asked = { hook: 'disconnect', deliveryId: 'd1' } as const;

test('a test hook is about the fictitious account, goes to the integration’s own address, and is logged in its account', () => {
  expect(decideTest(integration, asked, { by: admin, now: 9 })).toEqual({
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
    'a %s integration can test the install hook, and the disconnect hook once it has an address',
    (kind) => {
      expect(testableHooks({ ...integration, kind, disconnectUri: undefined })).toEqual([
        { hook: 'install', url: 'https://shop.test/callback' },
        { hook: 'disconnect', url: undefined },
      ]);
    },
  );

  test('an external integration can test only the secrets hook, sent to the address from its button', () => {
    const secretsUri = 'https://kiosk.test/keys';
    expect(testableHooks({ ...integration, kind: 'external', secretsUri })).toEqual([
      { hook: 'secrets', url: secretsUri },
    ]);
  });
});

describe('a test hook that is refused', () => {
  test.each([
    ['a member', { actor, membership: { role: 'member', state: 'active' } }],
    ['a deactivated admin', { actor, membership: { role: 'admin', state: 'deactivated' } }],
    ['a user outside the account', { actor, membership: undefined }],
  ] as const)('a test hook is refused when asked for %s', (_who, by) => {
    expect(decideTest(integration, asked, { by, now: 9 })).toEqual({
      outcome: { kind: 'refuse', reason: 'forbidden' },
      changes: [],
    });
  });

  test('a test hook is refused for an integration that does not exist', () => {
    expect(decideTest(undefined, asked, { by: admin, now: 9 }).outcome).toEqual({ kind: 'refuse', reason: 'unknown' });
  });

  test.each([
    ['private', 'secrets'],
    ['public', 'secrets'],
    ['external', 'install'],
    ['external', 'disconnect'],
  ] as const)('a %s integration cannot test a hook that its kind does not get: %s', (kind, hook) => {
    expect(decideTest({ ...integration, kind }, { ...asked, hook }, { by: admin, now: 9 })).toEqual({
      outcome: { kind: 'refuse', reason: 'not_offered' },
      changes: [],
    });
  });

  test('a test of the disconnect hook is refused without an address', () => {
    expect(decideTest({ ...integration, disconnectUri: undefined }, asked, { by: admin, now: 9 }).outcome).toEqual({
      kind: 'refuse',
      reason: 'no_address',
    });
  });
});
