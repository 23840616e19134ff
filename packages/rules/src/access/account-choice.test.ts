import { describe, expect, test } from 'vitest';
import type { AccountFacts } from './account-choice.ts';
import { accountChoice } from './account-choice.ts';
import type { IntegrationAvailability } from './availability.ts';

const technical = 1;
const stranger = 2;

const published: IntegrationAvailability = { kind: 'public', published: true, accountId: technical };
const unmoderated: IntegrationAvailability = { kind: 'public', published: false, accountId: technical };
const privateOne: IntegrationAvailability = { kind: 'private', published: false, accountId: technical };
const external: IntegrationAvailability = { kind: 'external', published: false, accountId: technical };

const place = (facts: Partial<AccountFacts>): AccountFacts => ({
  accountId: stranger,
  subdomain: 'demo',
  name: 'Demo',
  role: 'admin',
  state: 'active',
  installation: 'none',
  ...facts,
});

const chosen = (integration: IntegrationAvailability, facts: Partial<AccountFacts>) => {
  const choice = accountChoice(integration, place(facts));
  return choice.choosable ? choice.consent : choice.reason;
};

describe('the right to grant an integration access', () => {
  const roles = ['admin', 'member'] as const;
  const installations = ['none', 'disabled', 'enabled'] as const;
  const table = Object.fromEntries(
    roles.flatMap((role) =>
      installations.map((installation) => [`${role}, ${installation}`, chosen(published, { role, installation })]),
    ),
  );

  test('an admin may install and grant with full access; a member may grant only where the integration is enabled', () => {
    expect(table).toEqual({
      'admin, none': { fullAccess: true, installs: true },
      'admin, disabled': { fullAccess: true, installs: true },
      'admin, enabled': { fullAccess: true, installs: false },
      'member, none': 'admin_must_install',
      'member, disabled': 'admin_must_install',
      'member, enabled': { fullAccess: false, installs: false },
    });
  });

  test.each(roles)('the right to grant is denied to a deactivated %s of the account', (role) => {
    expect(chosen(published, { role, state: 'deactivated', installation: 'enabled' })).toBe('deactivated');
  });
});

describe('the accounts in which an integration may be granted', () => {
  test.each([
    ['a private integration', privateOne, 'private_elsewhere'],
    ['an unmoderated integration', unmoderated, 'unmoderated_elsewhere'],
    ['an external integration', external, 'external_elsewhere'],
  ] as const)(
    '%s can be granted only in its technical account, and not even in another account where it is enabled',
    (_what, integration, reason) => {
      expect(chosen(integration, { accountId: technical })).toEqual({ fullAccess: true, installs: true });
      expect(chosen(integration, { accountId: stranger })).toBe(reason);
      expect(chosen(integration, { accountId: stranger, installation: 'enabled' })).toBe(reason);
    },
  );

  test('a published integration may be granted in every account', () => {
    expect(chosen(published, { accountId: stranger })).toEqual({ fullAccess: true, installs: true });
  });

  test('an account in which the integration may not be installed is refused for that reason, before role and state are checked', () => {
    expect(chosen(privateOne, { role: 'member', state: 'deactivated' })).toBe('private_elsewhere');
    expect(chosen(published, { role: 'member', state: 'deactivated' })).toBe('deactivated');
  });

  test('an account choice contains the account’s ID, subdomain and name for the consent page', () => {
    expect(accountChoice(privateOne, place({ name: 'Acme' }))).toMatchObject({
      accountId: stranger,
      subdomain: 'demo',
      name: 'Acme',
      choosable: false,
    });
  });
});
