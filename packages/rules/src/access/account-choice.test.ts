import { describe, expect, test } from 'vitest';
import type { AccountFacts } from './account-choice.ts';
import { accountChoice } from './account-choice.ts';
import type { IntegrationReach } from './reach.ts';

const technical = 1;
const stranger = 2;

const published: IntegrationReach = { kind: 'public', published: true, accountId: technical };
const unmoderated: IntegrationReach = { kind: 'public', published: false, accountId: technical };
const privateOne: IntegrationReach = { kind: 'private', published: false, accountId: technical };
const external: IntegrationReach = { kind: 'external', published: false, accountId: technical };

const place = (facts: Partial<AccountFacts>): AccountFacts => ({
  accountId: stranger,
  subdomain: 'demo',
  name: 'Demo',
  role: 'admin',
  state: 'active',
  installation: 'none',
  ...facts,
});

const chosen = (integration: IntegrationReach, facts: Partial<AccountFacts>) => {
  const choice = accountChoice(integration, place(facts));
  return choice.choosable ? choice.consent : choice.reason;
};

describe('who may grant', () => {
  const roles = ['admin', 'member'] as const;
  const installations = ['none', 'disabled', 'enabled'] as const;
  const table = Object.fromEntries(
    roles.flatMap((role) =>
      installations.map((installation) => [`${role}, ${installation}`, chosen(published, { role, installation })]),
    ),
  );

  test('is the table of the dialect: an admin installs; a member joins what is enabled', () => {
    expect(table).toEqual({
      'admin, none': { fullAccess: true, installs: true },
      'admin, disabled': { fullAccess: true, installs: true },
      'admin, enabled': { fullAccess: true, installs: false },
      'member, none': 'admin_must_install',
      'member, disabled': 'admin_must_install',
      'member, enabled': { fullAccess: false, installs: false },
    });
  });

  test.each(roles)('is no deactivated %s', (role) => {
    expect(chosen(published, { role, state: 'deactivated', installation: 'enabled' })).toBe('deactivated');
  });
});

describe('where an integration may be granted', () => {
  test.each([
    ['a private one', privateOne, 'private_elsewhere'],
    ['an unmoderated one', unmoderated, 'unmoderated_elsewhere'],
    ['an external one', external, 'external_elsewhere'],
  ] as const)('%s: in its technical account only', (_what, integration, reason) => {
    expect(chosen(integration, { accountId: technical })).toEqual({ fullAccess: true, installs: true });
    expect(chosen(integration, { accountId: stranger })).toBe(reason);
    expect(chosen(integration, { accountId: stranger, installation: 'enabled' })).toBe(reason);
  });

  test('a published one: in every account', () => {
    expect(chosen(published, { accountId: stranger })).toEqual({ fullAccess: true, installs: true });
  });

  test('out of reach is said before anything about the person', () => {
    expect(chosen(privateOne, { role: 'member', state: 'deactivated' })).toBe('private_elsewhere');
    expect(chosen(published, { role: 'member', state: 'deactivated' })).toBe('deactivated');
  });

  test('the choice keeps what the page shows of the account', () => {
    expect(accountChoice(privateOne, place({ name: 'Acme' }))).toMatchObject({
      accountId: stranger,
      subdomain: 'demo',
      name: 'Acme',
      choosable: false,
    });
  });
});
