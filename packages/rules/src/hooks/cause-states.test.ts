import { describe, expect, test } from 'vitest';
import type { CausedDelivery, PresentState } from './causes.ts';
import { causeStatus, hookCauses } from './causes.ts';
import { aGrant } from '../testing/a-grant.ts';

const grant = aGrant({ fullAccess: true, integration: { state: 'active', keyEpoch: 1 } });
const present: PresentState = {
  integration: { kind: 'external' },
  installation: { state: 'enabled', epoch: 3, hasGrant: true },
  grant,
  keys: 'waited_for',
  receiverStopped: false,
  asker: undefined,
};
const disconnect = { isTest: false, hook: 'disconnect', cause: { epoch: 3 } } as const;
const install = { isTest: false, hook: 'install', cause: { grantId: 'g1', epoch: 3, keyEpoch: 1 } } as const;
const secrets = { isTest: false, hook: 'secrets', cause: { grantId: 'g1', epoch: 3 } } as const;

const status = (delivery: CausedDelivery, change: Partial<PresentState>) =>
  causeStatus(delivery, { ...present, ...change });
const current = { kind: 'current' };
const disabled = { kind: 'overtaken', by: 'installation_disabled' };

test('each kind of hook stores the state of its cause that the record of hooks lists', () => {
  expect(hookCauses.disconnect.carries).toEqual(['epoch']);
  expect(hookCauses.install.carries).toEqual(['grantId', 'epoch', 'keyEpoch']);
  expect(hookCauses.secrets.carries).toEqual(['grantId', 'epoch']);
});

describe('a disconnect hook', () => {
  test('a disconnect hook is sent when its installation no longer exists', () => {
    expect(status(disconnect, { installation: undefined })).toEqual(current);
  });

  test('a disconnect hook of a disabled installation is sent, whatever grants are left', () => {
    expect(status(disconnect, { installation: { state: 'disabled', epoch: 3, hasGrant: true } })).toEqual(current);
  });
});

describe.each([
  ['an install hook', install],
  ['a hook with keys', secrets],
] as const)('%s', (_what, hook) => {
  // A new consent gives the same grant the new epoch.
  const connectedAgain = {
    installation: { state: 'enabled', epoch: 4, hasGrant: true } as const,
    grant: { ...grant, epoch: 4, installation: { state: 'enabled', epoch: 4 } as const },
  };

  test('a hook from before a disable is not sent after a new consent', () => {
    expect(status(hook, connectedAgain)).toEqual(disabled);
  });

  test('a hook is not sent when its installation no longer exists', () => {
    expect(status(hook, { installation: undefined })).toEqual(disabled);
  });

  test('a hook that was enqueued before states were stored is judged by the present state alone', () => {
    const stateless = { ...hook, cause: undefined };
    expect(status(stateless, connectedAgain)).toEqual(current);
    expect(status(stateless, { installation: undefined })).toEqual(current);
  });

  test('a hook is not sent when its grant is unknown', () => {
    expect(status(hook, { grant: undefined })).toEqual({ kind: 'overtaken', by: 'maker_unknown' });
  });
});

test.each([
  ['was disabled', { installation: { state: 'disabled', epoch: 3 } }],
  ['was disabled and enabled again', { installation: { state: 'enabled', epoch: 4 } }],
] as const)('a hook with keys does not wait for a paused integration whose installation %s', (_what, change) => {
  const stopped = { ...grant, integration: { state: 'stopped', keyEpoch: 1 }, ...change } as const;
  expect(status(secrets, { grant: stopped })).toEqual({ kind: 'overtaken', by: 'integration_stopped' });
});
