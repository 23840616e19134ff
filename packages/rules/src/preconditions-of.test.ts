import { describe, expect, test } from 'vitest';
import type { Actor, Change } from './change.ts';
import { preconditionsOf } from './preconditions-of.ts';

const at = 1_790_000_000_000;
const admin = { userId: 8, address: '203.0.113.5' };
const byAdmin = { fact: 'member', accountId: 7, userId: 8, roles: ['admin'], state: 'active', hold: 'share' };

const switched = (actor: Actor) =>
  preconditionsOf([{ kind: 'integration_switched', accountId: 7, integrationId: 'n1', state: 'stopped', at, actor }]);
const notDeleted = { fact: 'integration', integrationId: 'n1', is: { accountId: 7 }, hold: 'write' };

describe('the preconditions of a single change', () => {
  test('a change by a user requires a membership with a role that the table of actions permits', () => {
    expect(switched(admin)).toEqual([byAdmin, notDeleted]);
  });

  test('a change by the operator or the platform requires no membership', () => {
    for (const as of ['operator', 'platform'] as const) {
      expect(switched({ as, userId: undefined, address: undefined })).toEqual([notDeleted]);
    }
  });

  test('a change by an integration requires its live grant, and without full access also the rights of the grant’s user', () => {
    const program = {
      as: 'grant',
      userId: 8,
      address: undefined,
      grantId: 'g1',
      grantorId: 9,
      integrationId: 'n2',
      keyEpoch: 4,
    } as const;
    const grantLives = [
      { fact: 'integration', integrationId: 'n2', is: { state: 'active', keyEpoch: 4 }, hold: 'share' },
      { fact: 'installation', accountId: 7, integrationId: 'n2', is: { state: 'enabled' }, hold: 'share' },
      { fact: 'grant', accountId: 7, grantId: 'g1', hold: 'share' },
    ];
    expect(switched({ ...program, fullAccess: true })).toEqual([...grantLives, notDeleted]);
    expect(switched({ ...program, fullAccess: false })).toEqual([byAdmin, ...grantLives, notDeleted]);
  });

  test('a change by an integrator’s server requires the client secret that the server authenticated with', () => {
    const server = {
      as: 'client',
      userId: undefined,
      address: undefined,
      integrationId: 'n1',
      secretId: 's1',
    } as const;
    expect(switched(server)).toEqual([{ fact: 'secret', integrationId: 'n1', secretId: 's1', at }, notDeleted]);
  });
});

describe('the preconditions of changes committed together', () => {
  const about = { accountId: 7, integrationId: 'n1', at, actor: admin };
  const enabled: Change = { kind: 'installation_enabled', ...about, expectedEpoch: 4 };
  const given: Change = {
    kind: 'grant_given',
    ...about,
    grantId: 'g1',
    userId: 8,
    fullAccess: true,
    scopes: ['crm'],
    integrationVersion: 3,
    epoch: 4,
  };
  const installations = (changes: readonly Change[]) =>
    preconditionsOf(changes).filter(({ fact }) => fact === 'installation');

  test('a commit that enables and grants together requires the installation’s state from before', () => {
    expect(installations([given])).toMatchObject([{ is: { state: 'enabled', epoch: 4 }, hold: 'share' }]);
    expect(installations([enabled, given])).toMatchObject([{ is: { state: 'disabled', epoch: 4 }, hold: 'write' }]);
  });

  test('a commit that issues a code with its new grant does not require the grant to exist before', () => {
    const code = {
      codeId: 'c0de',
      keyId: 'm1',
      grantId: 'g1',
      integrationId: 'n1',
      redirectUri: 'https://shop.test/cb',
      codeChallenge: undefined,
      keyEpoch: 2,
      issuedAt: at,
      expiresAt: at + 1,
      sealedCode: undefined,
    };
    const issued: Change = { kind: 'code_issued', accountId: 7, code, actor: admin };
    const grants = (changes: readonly Change[]) => preconditionsOf(changes).filter(({ fact }) => fact === 'grant');
    expect(grants([issued])).toHaveLength(1);
    expect(grants([given, issued])).toEqual([]);
  });
});

test('a grant with full access requires an admin who gives it, any other grant a member', () => {
  const roles = (fullAccess: boolean, actor: Extract<Change, { kind: 'grant_given' }>['actor']) =>
    preconditionsOf([
      {
        kind: 'grant_given',
        accountId: 7,
        integrationId: 'n1',
        at,
        actor,
        grantId: 'g1',
        userId: 9,
        fullAccess,
        scopes: [],
        integrationVersion: 3,
        epoch: 4,
      },
    ]).flatMap((one) => (one.fact === 'member' ? [one.roles] : []));
  const moving = { as: 'platform', userId: undefined, address: undefined } as const;
  expect(roles(true, admin)).toEqual([['admin']]);
  expect(roles(false, admin)).toEqual([['member']]);
  expect(roles(true, moving)).toEqual([]);
  expect(roles(false, moving)).toEqual([['admin', 'member']]);
});
