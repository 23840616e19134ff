import { describe, expect, test } from 'vitest';
import type { GrantFacts } from '../access/grant-status.ts';
import type { CausedDelivery, OvertakenBy, PresentState } from './causes.ts';
import { causeStatus, hookCauses } from './causes.ts';
import { hookPolicies } from './policy.ts';
import { aGrant } from '../testing/a-grant.ts';

const grant = aGrant({ fullAccess: true, integration: { state: 'active', keyEpoch: 1 } });
const present: PresentState = {
  integration: { kind: 'external' },
  installation: { state: 'enabled', epoch: 3, hasGrant: true },
  grant,
  keys: 'waited_for',
  receiverStopped: false,
  asker: { membership: { role: 'admin', state: 'active' } },
};
const ended = { state: 'disabled', epoch: 3, hasGrant: false } as const;
const disconnect: CausedDelivery = { isTest: false, hook: 'disconnect', cause: { epoch: 3 } };
const install: CausedDelivery = { isTest: false, hook: 'install', cause: { grantId: 'g1', epoch: 3, keyEpoch: 1 } };
const secrets: CausedDelivery = { isTest: false, hook: 'secrets', cause: { grantId: 'g1', epoch: 3 } };

const overtaken = (by: OvertakenBy) => ({ kind: 'overtaken', by });
const withGrant = (change: Partial<GrantFacts>): Partial<PresentState> => ({ grant: { ...grant, ...change } });
const newEpoch: Partial<PresentState> = {
  installation: { state: 'enabled', epoch: 4, hasGrant: true },
  ...withGrant({ installation: { state: 'enabled', epoch: 4 } }),
};

test('every kind of hook has a sending policy, and carries at least one fact about its cause', () => {
  expect(Object.keys(hookCauses).toSorted()).toEqual(Object.keys(hookPolicies).toSorted());
  for (const { carries } of Object.values(hookCauses)) expect(carries.length).toBeGreaterThan(0);
});

test.each<[string, CausedDelivery, Partial<PresentState>]>([
  ['a disconnect hook of the latest end', disconnect, { installation: ended }],
  ['a disconnect hook after the last grant’s revocation', disconnect, { installation: { ...ended, state: 'enabled' } }],
  [
    'a disconnect hook of an integration paused meanwhile',
    disconnect,
    { installation: ended, ...withGrant({ integration: { state: 'stopped', keyEpoch: 1 } }) },
  ],
  [
    'a disconnect hook without a state, in an account that is not connected',
    { ...disconnect, cause: undefined },
    { installation: { ...ended, epoch: 9 } },
  ],
  ['a disconnect hook of a deleted integration', disconnect, { installation: ended, integration: undefined }],
  ['a code sent after an installation', install, {}],
  ['a code of a full-access grant whose person was deactivated', install, withGrant({ membership: undefined })],
  ['the keys of a new integration', secrets, {}],
  ['a test', { isTest: true }, { installation: undefined, grant: undefined }],
])('a delivery is current, and is sent: %s', (_what, delivery, change) => {
  expect(causeStatus(delivery, { ...present, ...change })).toEqual({ kind: 'current' });
});

test.each<[string, CausedDelivery, Partial<PresentState>, OvertakenBy]>([
  ['a disconnect hook by a new consent', disconnect, {}, 'connected_again'],
  ['a disconnect hook without a state by a new consent', { ...disconnect, cause: undefined }, {}, 'connected_again'],
  ['a disconnect hook by another end', disconnect, { installation: { ...ended, epoch: 4 } }, 'ended_again'],
  [
    'a code by a disable',
    install,
    withGrant({ installation: { state: 'disabled', epoch: 4 } }),
    'installation_disabled',
  ],
  ['a code by disable and enable', install, newEpoch, 'installation_disabled'],
  ['a code by a revocation', install, withGrant({ revokedAt: 5 }), 'grant_revoked'],
  ['a code by a pause', install, withGrant({ integration: { state: 'stopped', keyEpoch: 1 } }), 'integration_stopped'],
  ['a code by a revoked key', install, withGrant({ integration: { state: 'active', keyEpoch: 2 } }), 'secret_revoked'],
  [
    'a code by its person’s deactivation',
    install,
    withGrant({ fullAccess: false, membership: undefined }),
    'person_deactivated',
  ],
  ['keys by a disable', secrets, withGrant({ installation: { state: 'disabled', epoch: 4 } }), 'installation_disabled'],
  ['keys by an adoption, which disables', secrets, { installation: { ...ended, epoch: 4 } }, 'installation_disabled'],
  ['keys by a revocation', secrets, withGrant({ revokedAt: 5 }), 'grant_revoked'],
  [
    'keys by a revocation in a pause',
    secrets,
    withGrant({ revokedAt: 5, integration: { state: 'stopped', keyEpoch: 1 } }),
    'integration_stopped',
  ],
  [
    'keys by their person’s demotion',
    secrets,
    withGrant({ membership: { role: 'member', state: 'active' } }),
    'maker_not_admin',
  ],
  ['keys by a pull', secrets, { keys: 'fetched' }, 'keys_fetched'],
  [
    'a test by the demotion of the person who asked',
    { isTest: true },
    { asker: { membership: { role: 'member', state: 'active' } } },
    'maker_not_admin',
  ],
  ['a test by an unknown person', { isTest: true }, { asker: undefined }, 'maker_unknown'],
  ['a code by the integration’s deletion', install, { integration: undefined }, 'integration_deleted'],
  ['keys by the integration’s deletion', secrets, { integration: undefined }, 'integration_deleted'],
  ['a test by the integration’s deletion', { isTest: true }, { integration: undefined }, 'integration_deleted'],
  ['a code by its grant’s end', install, { grant: undefined }, 'maker_unknown'],
])('a delivery is overtaken, and is not sent: %s', (_what, delivery, change, by) => {
  expect(causeStatus(delivery, { ...present, ...change })).toEqual(overtaken(by));
});

describe('a hook is held back', () => {
  test('a hook with the keys of a paused integration is held back', () => {
    const paused = withGrant({ integration: { state: 'stopped', keyEpoch: 1 } });
    expect(causeStatus(secrets, { ...present, ...paused })).toEqual({ kind: 'paused' });
  });

  test('a hook to a stopped receiver is held back unless it is overtaken; a test is sent all the same', () => {
    const stopped = { ...present, receiverStopped: true };
    expect(causeStatus(secrets, stopped)).toEqual({ kind: 'receiver_stopped' });
    expect(causeStatus(disconnect, stopped)).toEqual(overtaken('connected_again'));
    expect(causeStatus({ isTest: true }, stopped)).toEqual({ kind: 'current' });
  });
});

test('a hook with keys that the client has already used counts as accepted', () => {
  expect(causeStatus(secrets, { ...present, keys: 'used' })).toEqual({ kind: 'accepted' });
});
