import { expect, test } from 'vitest';
import type { ResendFacts } from './decide-resend.ts';
import { decideResend } from './decide-resend.ts';

const actor = { userId: 8, address: '192.0.2.1' };
const admin = { actor, membership: { role: 'admin', state: 'active' } } as const;
const failed: ResendFacts = {
  accountId: 7,
  ownerId: 5,
  deliveryId: 'd1',
  integrationId: 'n1',
  hook: 'disconnect',
  state: 'failed',
};

test.each(['failed', 'delivered', 'unknown'] as const)(
  'an admin has a delivery that is %s sent anew, under the id it had',
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
  ['one that is not there', undefined, admin, 'delivery_unknown'],
  ['an install hook, whose code works once', { ...failed, hook: 'install' }, admin, 'never_resent'],
  ['one that is on its way', { ...failed, state: 'pending' }, admin, 'still_pending'],
  ['one that was begun', { ...failed, state: 'started' }, admin, 'still_pending'],
] as const)('it is refused for %s', (_what, delivery, by, reason) => {
  expect(decideResend(delivery, by, 9)).toEqual({ outcome: { kind: 'refuse', reason }, changes: [] });
});
