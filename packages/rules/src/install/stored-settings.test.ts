import { describe, expect, test } from 'vitest';
import { decideFreshCodesSwitch, decideSettings } from './decide-configure.ts';
import { decideRevoke } from './decide-end.ts';
import { resolveSettings, settingProblem } from './setting-fields.ts';
import { usageRetentionMs } from './usage.ts';

const now = 1_700_000_000_000;
const actor = { userId: 8, address: '203.0.113.5' };
const admin = { actor, membership: { role: 'admin', state: 'active' } } as const;

test('revoking the last grant tells the integrator which epoch of the installation has ended', () => {
  const grant = {
    accountId: 7,
    grantId: 'g1',
    integrationId: 'n1',
    userId: 9,
    active: true,
    epoch: 3,
    othersActive: 0,
    disconnectUri: 'https://shop.test/bye',
  };
  const { changes } = decideRevoke(grant, { ...admin, deliveryId: 'd1' }, now);
  expect(changes.at(-1)).toMatchObject({
    kind: 'hook_enqueued',
    accountId: 7,
    delivery: { deliveryId: 'd1', hook: 'disconnect', url: 'https://shop.test/bye' },
  });
  expect(changes.at(-1)).toHaveProperty('delivery.cause.epoch', 4);
});

test('settings that only remove a value are stored', () => {
  const installation = { accountId: 7, integrationId: 'n1', freshCodes: 'allowed' } as const;
  const settings = {
    widget: 3,
    settings: [{ key: 'note', type: 'text', required: false, name: {} }] as const,
    userIds: [],
    stored: [{ field: 'note', value: 'old' }],
  };
  expect(decideSettings({ installation, by: admin, settings }, new Map(), now).changes).toMatchObject([
    { kind: 'settings_kept', kept: [], removed: ['note'] },
  ]);
});

describe('a value that the widget’s own script writes', () => {
  test.each([
    ['a\nb\tc\rd', undefined],
    ['a\u0000b', 'control_characters'],
    ['a\n\u0007', 'control_characters'],
    [' ', undefined],
  ])('%j is accepted as several lines, or refused: %s', (text, problem) => {
    expect(settingProblem(text, 'custom')).toBe(problem);
  });

  test('a text of one line refuses what a value of several lines may have', () => {
    expect(settingProblem('a\nb', 'text')).toBe('control_characters');
  });

  test('a value of several lines keeps its blanks, and its line ends become those of Unix', () => {
    const facts = {
      widget: 1,
      settings: [
        { key: 'own', type: 'custom', required: false, name: {} },
        { key: 'login', type: 'text', required: false, name: {} },
      ] as const,
      userIds: [],
      stored: [],
    };
    const sent = new Map([
      ['own', { kind: 'clear', text: ' a\r\nb ' } as const],
      ['login', { kind: 'clear', text: ' a ' } as const],
    ]);
    expect(resolveSettings(facts, sent)).toMatchObject({
      kept: [
        { field: 'own', value: ' a\nb ' },
        { field: 'login', value: 'a' },
      ],
    });
  });
});

test('counts of calls are kept for 90 days', () => {
  expect(usageRetentionMs).toBe(7_776_000_000);
});

test('the operator changes what an installation allows without being a member', () => {
  const installation = { accountId: 7, integrationId: 'n1', freshCodes: 'allowed' } as const;
  const by = { actor, operator: true } as const;
  expect(decideFreshCodesSwitch({ installation, by }, 'forbidden', now).outcome).toEqual({ kind: 'switched' });
});
