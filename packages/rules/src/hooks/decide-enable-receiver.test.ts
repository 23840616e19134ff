import { expect, test } from 'vitest';
import { decideEnableReceiver } from './decide-enable-receiver.ts';

const actor = { userId: 8, address: '192.0.2.1' };
const receiver = { ownerId: 7, integrationId: 'n1', url: 'https://shop.test/bye', isStopped: true };
const admin = { actor, membership: { role: 'admin', state: 'active' } } as const;

test('an admin of the technical account enables a stopped receiver, and the enabling is recorded', () => {
  expect(decideEnableReceiver(receiver, admin, 5)).toEqual({
    outcome: { kind: 'enabled' },
    changes: [
      { kind: 'receiver_enabled', accountId: 7, integrationId: 'n1', url: 'https://shop.test/bye', at: 5, actor },
    ],
  });
});

test('enabling a receiver that is not stopped changes nothing', () => {
  expect(decideEnableReceiver({ ...receiver, isStopped: false }, admin, 5)).toEqual({
    outcome: { kind: 'enabled' },
    changes: [],
  });
});

test.each([
  ['a member', { role: 'member', state: 'active' }],
  ['a deactivated admin', { role: 'admin', state: 'deactivated' }],
  ['a stranger', undefined],
] as const)('%s may not enable a receiver', (_who, membership) => {
  expect(decideEnableReceiver(receiver, { actor, membership }, 5)).toEqual({
    outcome: { kind: 'refuse', reason: 'forbidden' },
    changes: [],
  });
});
