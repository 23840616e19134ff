import { expect, test } from 'vitest';
import type { OneTimeTokenFacts } from './decide-one-time.ts';
import { decideOneTime } from './decide-one-time.ts';

const facts: OneTimeTokenFacts = {
  membership: { role: 'member', state: 'active' },
  integration: { state: 'active' },
  installation: 'enabled',
};

test('an active member gets a one-time token while the integration is enabled; the token says whether they are an admin', () => {
  expect(decideOneTime(facts)).toEqual({ kind: 'mint', admin: false });
  expect(decideOneTime({ ...facts, membership: { role: 'admin', state: 'active' } })).toEqual({
    kind: 'mint',
    admin: true,
  });
});

test.each<[reason: string, change: Partial<OneTimeTokenFacts>]>([
  ['forbidden', { membership: undefined }],
  ['forbidden', { membership: { role: 'admin', state: 'deactivated' } }],
  ['not_installed', { installation: 'none' }],
  ['not_installed', { installation: 'disabled' }],
  ['not_installed', { integration: undefined }],
  ['integration_stopped', { integration: { state: 'stopped' } }],
  ['forbidden', { membership: undefined, installation: 'none' }],
  ['not_installed', { awaitsConsent: true }],
])('a one-time token is refused with the reason %s', (reason, change) => {
  expect(decideOneTime({ ...facts, ...change })).toEqual({ kind: 'refuse', reason });
});
