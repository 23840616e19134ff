import { describe, expect, test } from 'vitest';
import type { GrantToRevoke } from './decide-end.ts';
import { decideDisable, decideRevoke } from './decide-end.ts';
import { anInstallation } from '../testing/an-installation.ts';

const now = 1_700_000_000_000;
const actor = { userId: 8, address: '192.0.2.1' };
const admin = { actor, membership: { role: 'admin', state: 'active' }, deliveryId: 'd1' } as const;
const member = { actor, membership: { role: 'member', state: 'active' }, deliveryId: 'd1' } as const;
const formerAdmin = {
  actor,
  membership: { role: 'admin', state: 'deactivated' },
  deliveryId: 'd1',
} as const;
const stranger = { actor, membership: undefined, deliveryId: 'd1' } as const;
const operator = {
  actor: { as: 'operator', userId: undefined, address: undefined },
  operator: true,
  deliveryId: 'd1',
} as const;

const installation = anInstallation({ epoch: 4 });
const disabled = { ...installation, state: 'disabled' } as const;

const grant: GrantToRevoke = {
  accountId: 7,
  grantId: 'g1',
  integrationId: 'n1',
  userId: 9,
  active: true,
  epoch: 4,
  othersActive: 1,
  disconnectUri: undefined,
};
const refused = (reason: string) => ({ outcome: { kind: 'refuse', reason }, changes: [] });

describe('disabling an installation', () => {
  test.each([
    ['an admin', admin],
    ['the operator', operator],
  ])('disabling an installation by %s raises its epoch, if it is unchanged since it was read', (_who, by) => {
    expect(decideDisable(installation, by, now)).toEqual({
      outcome: { kind: 'disabled' },
      changes: [
        {
          kind: 'installation_disabled',
          accountId: 7,
          integrationId: 'n1',
          expectedEpoch: 4,
          at: now,
          actor: by.actor,
        },
      ],
    });
  });

  test('disabling an installation enqueues the disconnect hook in the same commit, if the integration has an address for it', () => {
    const { changes } = decideDisable({ ...installation, disconnectUri: 'https://shop.test/bye' }, admin, now);
    expect(changes.slice(1)).toEqual([
      {
        kind: 'hook_enqueued',
        accountId: 7,
        delivery: {
          deliveryId: 'd1',
          integrationId: 'n1',
          hook: 'disconnect',
          url: 'https://shop.test/bye',
          facts: {},
          cause: { epoch: 5 },
        },
        at: now,
      },
    ]);
  });

  test.each([
    ['a member', installation, member, 'forbidden'],
    ['a deactivated admin', installation, formerAdmin, 'forbidden'],
    ['a stranger', installation, stranger, 'forbidden'],
    ['nothing installed', undefined, admin, 'not_installed'],
    ['a disabled installation', disabled, admin, 'already_disabled'],
    ['a user outside the account, whether or not it exists', undefined, stranger, 'forbidden'],
  ] as const)('disabling an installation is refused for %s', (_what, facts, by, reason) => {
    expect(decideDisable(facts, by, now)).toEqual(refused(reason));
  });
});

describe('revoking a grant', () => {
  test.each([
    ['an admin', admin],
    ['the operator', operator],
  ])('revoking a grant by %s ends it; other grants stay', (_who, by) => {
    expect(decideRevoke(grant, by, now)).toEqual({
      outcome: { kind: 'revoked', last: false },
      changes: [
        {
          kind: 'grant_revoked',
          accountId: 7,
          grantId: 'g1',
          integrationId: 'n1',
          userId: 9,
          at: now,
          actor: by.actor,
          last: false,
        },
      ],
    });
  });

  test('revoking the last grant of an installation is marked as such, so that the store raises the epoch', () => {
    const { outcome, changes } = decideRevoke({ ...grant, othersActive: 0 }, admin, now);
    expect(outcome).toEqual({ kind: 'revoked', last: true });
    expect(changes).toMatchObject([{ kind: 'grant_revoked', last: true }]);
  });

  test('the integrator gets a disconnect hook only when the last grant is revoked', () => {
    const kinds = (othersActive: number) =>
      decideRevoke({ ...grant, othersActive, disconnectUri: 'https://shop.test/bye' }, admin, now).changes.map(
        ({ kind }) => kind,
      );
    expect(kinds(0)).toEqual(['grant_revoked', 'hook_enqueued']);
    expect(kinds(1)).toEqual(['grant_revoked']);
  });

  test('the user who gave a grant may revoke it, whatever their membership is now', () => {
    for (const by of [member, formerAdmin, stranger]) {
      expect(decideRevoke({ ...grant, userId: 8 }, by, now).outcome.kind).toBe('revoked');
    }
  });

  test.each([
    ['another member’s grant', grant, member, 'forbidden'],
    ['a stranger', grant, stranger, 'forbidden'],
    ['a deactivated admin', grant, formerAdmin, 'forbidden'],
    ['a grant that does not exist', undefined, admin, 'grant_unknown'],
    ['a grant that has ended', { ...grant, active: false }, admin, 'already_revoked'],
    ['a user outside the account, whether or not it exists', undefined, stranger, 'forbidden'],
  ] as const)('revoking a grant is refused for %s', (_what, facts, by, reason) => {
    expect(decideRevoke(facts, by, now)).toEqual(refused(reason));
  });
});
