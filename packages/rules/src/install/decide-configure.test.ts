import { describe, expect, test } from 'vitest';
import type { ConfigureFacts } from './decide-configure.ts';
import { decideFreshCodesSwitch, decideSettings } from './decide-configure.ts';

const now = 1_700_000_000_000;
const actor = { userId: 8, address: '203.0.113.5' };
const admin = { actor, membership: { role: 'admin', state: 'active' } } as const;
const installation = { accountId: 7, integrationId: 'n1', freshCodes: 'allowed' } as const;
const facts: ConfigureFacts = { installation, by: admin };
const settings = {
  widget: 3,
  settings: [{ key: 'login', type: 'text', required: true, name: {} }] as const,
  userIds: [],
  stored: [],
};
const sent = new Map([['login', { kind: 'clear', text: 'a' } as const]]);

describe('an admin’s widget settings', () => {
  test('an admin’s widget settings are stored with their author', () => {
    expect(decideSettings({ ...facts, settings }, sent, now)).toEqual({
      outcome: { kind: 'kept' },
      changes: [
        {
          kind: 'settings_kept',
          accountId: 7,
          integrationId: 'n1',
          widget: 3,
          kept: [{ field: 'login', value: 'a' }],
          removed: [],
          at: now,
          actor,
        },
      ],
    });
    expect(decideFreshCodesSwitch(facts, 'forbidden', now)).toEqual({
      outcome: { kind: 'switched' },
      changes: [
        { kind: 'fresh_codes_switched', accountId: 7, integrationId: 'n1', freshCodes: 'forbidden', at: now, actor },
      ],
    });
  });

  test('widget settings that did not change leave no log entry', () => {
    const stored = [{ field: 'login', value: 'a' }];
    expect(decideSettings({ ...facts, settings: { ...settings, stored } }, sent, now).changes).toEqual([]);
    expect(decideFreshCodesSwitch(facts, 'allowed', now).changes).toEqual([]);
  });

  test('widget settings with an unacceptable value are not stored', () => {
    expect(decideSettings({ ...facts, settings }, new Map(), now)).toEqual({
      outcome: { kind: 'invalid', errors: [{ field: 'login', code: 'required' }] },
      changes: [],
    });
  });
});

test.each<[string, Partial<ConfigureFacts>]>([
  ['forbidden', { by: { actor, membership: { role: 'member', state: 'active' } } }],
  ['forbidden', { by: { actor, membership: { role: 'admin', state: 'deactivated' } } }],
  ['forbidden', { by: { actor, membership: undefined } }],
  ['not_installed', { installation: undefined }],
])('widget settings refused with the reason %s store nothing', (reason, change) => {
  const refused = { outcome: { kind: 'refuse', reason }, changes: [] };
  expect(decideSettings({ ...facts, settings, ...change }, sent, now)).toEqual(refused);
  expect(decideFreshCodesSwitch({ ...facts, ...change }, 'forbidden', now)).toEqual(refused);
});
