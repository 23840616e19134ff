import type { AccountFacts } from '../access/account-choice.ts';
import type { Role } from '../access/grant-status.ts';
import type { Publication } from '../frozen-facts.ts';
import type { IntegrationStatementFacts, AccountStatementFacts, StatedIntegration } from '../stated-integration.ts';
import { stateIntegration, liveWidget, stateAccount } from '../stated-integration.ts';
import type { Stated } from '../statement.ts';

/**
 * The facts on the page that installs or enables an integration with a widget, or sends it a new authorization code.
 *
 * @see docs/spec/dialect.md#widget-install
 */
export type InstallStatement = Stated<
  'install',
  IntegrationStatementFacts & AccountStatementFacts & { readonly what: 'install' | 'enable' | 'code' }
>;

export function installStatement(
  integration: StatedIntegration,
  account: AccountFacts | undefined,
): InstallStatement | undefined {
  if (account === undefined) return undefined;
  const what = ({ none: 'install', disabled: 'enable', enabled: 'code' } as const)[account.installation];
  return {
    page: 'install',
    about: [integration.integrationId, account.accountId],
    facts: { what, ...stateIntegration(integration), ...stateAccount(account) },
  };
}

/** The account of an installation's page, with the role of the member who reads the page. */
export interface StatedAccount {
  readonly accountId: number;
  readonly name: string;
  readonly role: Role;
}

/** The facts on the page that disables an integration in an account. */
export type DisableStatement = Stated<
  'disable',
  {
    readonly integration: string;
    readonly owner: string;
    readonly account: string;
    readonly role: Role;
    /** The number of grants that end when the integration is disabled. */
    readonly grants: number;
    readonly integratorIsTold: boolean;
  }
>;

export function disableStatement(
  place: StatedAccount,
  installation: {
    readonly integrationId: string;
    readonly name: string;
    readonly owner: string;
    readonly grantCount: number;
    readonly tellsIntegrator: boolean;
  },
): DisableStatement {
  const { integrationId, name, owner, grantCount, tellsIntegrator } = installation;
  return {
    page: 'disable',
    about: [integrationId, place.accountId],
    facts: {
      integration: name,
      owner,
      account: place.name,
      role: place.role,
      grants: grantCount,
      integratorIsTold: tellsIntegrator,
    },
  };
}

/** The facts on the page that revokes one user's grant. */
export type RevokeStatement = Stated<
  'revoke',
  {
    readonly integration: string;
    readonly account: string;
    readonly role: Role;
    readonly person: string;
    readonly access: 'full' | 'own';
    /** True when this grant is the installation's last one. */
    readonly last: boolean;
    readonly integratorIsTold: boolean;
  }
>;

export function revokeStatement(
  place: StatedAccount,
  shown: {
    readonly installation: { readonly name: string; readonly grantCount: number; readonly tellsIntegrator: boolean };
    readonly grant: { readonly grantId: string; readonly userName: string; readonly fullAccess: boolean };
  },
): RevokeStatement {
  const { installation, grant } = shown;
  const last = installation.grantCount === 1;
  return {
    page: 'revoke',
    about: [grant.grantId, place.accountId],
    facts: {
      integration: installation.name,
      account: place.name,
      role: place.role,
      person: grant.userName,
      access: grant.fullAccess ? 'full' : 'own',
      last,
      integratorIsTold: last && installation.tellsIntegrator,
    },
  };
}

/** The facts on the page of an installation's settings. */
export type SettingsStatement = Stated<
  'settings',
  {
    readonly integration: string;
    readonly owner: string;
    readonly account: string;
    readonly role: Role;
    /**
     * The number of the published widget version, whose fields the page shows; another version may name or store them
     * differently.
     */
    readonly widget?: number;
  }
>;

export function settingsStatement(
  place: StatedAccount,
  integration: {
    readonly integrationId: string;
    readonly name: string;
    readonly owner: string;
    readonly publication: Publication;
  },
): SettingsStatement {
  const { integrationId, name, owner, publication } = integration;
  return {
    page: 'settings',
    about: [integrationId, place.accountId],
    facts: { integration: name, owner, account: place.name, role: place.role, ...liveWidget(publication) },
  };
}
