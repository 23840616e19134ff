import { expect, test } from 'vitest';
import type { PresentState } from './causes.ts';
import type { ResendFacts } from './decide-resend.ts';
import { decideResend } from './decide-resend.ts';

const actor = { userId: 8, address: '192.0.2.1' };
const admin = { actor, membership: { role: 'admin', state: 'active' } } as const;
const present: PresentState = {
  integration: { kind: 'private' },
  installation: { state: 'disabled', epoch: 2, hasGrant: false },
  grant: undefined,
  keys: 'waited_for',
  receiverStopped: false,
  asker: undefined,
};
const failed: ResendFacts = {
  accountId: 7,
  ownerId: 5,
  deliveryId: 'd1',
  integrationId: 'n1',
  hook: 'disconnect',
  state: 'failed',
  caused: { isTest: false, hook: 'disconnect', cause: { epoch: 2 } },
  present,
};

test.each(['failed', 'delivered', 'unknown'] as const)(
  'an admin can send a delivery that is %s again, under the same ID',
  (state) => {
    expect(decideResend({ ...failed, state }, admin, 9)).toEqual({
      outcome: { kind: 'resent' },
      changes: [{ kind: 'hook_resent', accountId: 7, ownerId: 5, deliveryId: 'd1', integrationId: 'n1', at: 9, actor }],
    });
  },
);

test.each([
  ['a member', failed, { actor, membership: { role: 'member', state: 'active' } }, 'forbidden'],
  ['a stranger', failed, { actor, membership: undefined }, 'forbidden'],
  ['a delivery that does not exist', undefined, admin, 'delivery_unknown'],
  ['an install hook, whose code works once', { ...failed, hook: 'install' }, admin, 'never_resent'],
  ['a pending delivery', { ...failed, state: 'pending' }, admin, 'still_pending'],
  ['a started delivery', { ...failed, state: 'started' }, admin, 'still_pending'],
] as const)('a resend is refused for %s', (_what, delivery, by, reason) => {
  expect(decideResend(delivery, by, 9)).toEqual({ outcome: { kind: 'refuse', reason }, changes: [] });
});

const connected = { ...present, installation: { state: 'enabled', epoch: 2, hasGrant: true } } as const;

test.each(['failed', 'delivered', 'unknown', 'overtaken'] as const)(
  'an overtaken delivery is not sent again, whether it was %s: the refusal names the newer state',
  (state) => {
    expect(decideResend({ ...failed, state, present: connected }, admin, 9)).toEqual({
      outcome: { kind: 'refuse', reason: 'overtaken', by: 'connected_again' },
      changes: [],
    });
  },
);

test('a test hook that is sent again belongs to the user who resends it', () => {
  const gone = { ...present, asker: { membership: undefined } };
  expect(decideResend({ ...failed, caused: { isTest: true }, present: gone }, admin, 9).outcome).toEqual({
    kind: 'resent',
  });
});

test('a delivery to a stopped receiver may be sent again, and waits until the receiver is enabled', () => {
  expect(decideResend({ ...failed, present: { ...present, receiverStopped: true } }, admin, 9).outcome).toEqual({
    kind: 'resent',
  });
});
