import type { AccountFacts } from '../access/account-choice.ts';
import { accountChoice } from '../access/account-choice.ts';
import type { IntegrationReach } from '../access/reach.ts';
import { scopesWithin } from '../access/scopes.ts';
import type { Role } from '../access/standing.ts';
import type { FrozenFact, Publication } from '../frozen-facts.ts';
import { differsFromPublication } from '../frozen-facts.ts';
import type { Stated } from '../statement.ts';
import type { FreshCodes } from './configure-change.ts';
import type { ExternalIntegration } from './external-change.ts';

/** An integration as every page that gives it access states it. */
export interface StatedIntegration extends IntegrationReach {
  readonly integrationId: string;
  readonly name: string;
  /** The name of the account that owns it. */
  readonly owner: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** Counts edits; stands for the texts and the logo, which are too long to be stated whole. */
  readonly version: number;
  readonly publication: Publication;
}

/** The account a page is about, and its reader's role there. */
interface InAccount {
  readonly account: string;
  readonly domain: string;
  readonly role: Role;
}

interface GivenIntegration {
  readonly integration: string;
  readonly owner: string;
  readonly publication: 'private' | 'unmoderated' | 'published' | 'external';
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** Frozen facts that have changed since they were reviewed; their values are stated by the other facts. */
  readonly unreviewed: readonly FrozenFact[];
  /** Number of the widget's live version; absent without one. Choosing another is no edit. */
  readonly widget?: number;
  readonly version: number;
}

type AllowFacts = GivenIntegration &
  InAccount & {
    /** Host of the page the person is on afterwards. */
    readonly returnsTo: string;
    readonly access: 'full' | 'own';
    readonly installs: boolean;
  };

/** The consent page, and the page that issues a code to be copied. */
export type AllowStatement = Stated<'allow', AllowFacts> | Stated<'code', AllowFacts>;

/** @returns `undefined` when there is nothing to allow: the person may not grant there */
export function allowStatement<Page extends AllowStatement['page']>(
  page: Page,
  integration: StatedIntegration,
  place: { readonly account: AccountFacts | undefined; readonly returnsTo: string },
): Stated<Page, AllowFacts> | undefined {
  const { account, returnsTo } = place;
  if (account === undefined) return undefined;
  const choice = accountChoice(integration, account);
  if (!choice.choosable) return undefined;
  const { fullAccess, installs } = choice.consent;
  return {
    page,
    about: [integration.integrationId, account.accountId],
    facts: {
      ...given(integration),
      returnsTo,
      ...placed(account),
      access: fullAccess ? 'full' : 'own',
      installs,
    },
  };
}

/** The consent page of a metadata button. */
export type ExternalStatement = Stated<
  'external',
  InAccount & {
    readonly integration: string;
    readonly scopes: readonly string[];
    readonly redirectUri: string;
    readonly secretsUri: string;
    readonly returnsTo: string;
  }
>;

export function externalStatement(
  account: AccountFacts | undefined,
  request: {
    readonly requestId: string;
    readonly metadata: Pick<ExternalIntegration, 'name' | 'scopes' | 'redirectUri' | 'secretsUri'>;
    readonly returnsTo: string;
  },
): ExternalStatement | undefined {
  if (account === undefined) return undefined;
  const { name, scopes, redirectUri, secretsUri } = request.metadata;
  return {
    page: 'external',
    about: [request.requestId, account.accountId],
    facts: {
      integration: name,
      scopes: scopesWithin('external', scopes),
      redirectUri,
      secretsUri,
      returnsTo: request.returnsTo,
      ...placed(account),
    },
  };
}

/** The page that installs or enables a widget's integration, or sends it a fresh code. */
export type InstallStatement = Stated<
  'install',
  GivenIntegration & InAccount & { readonly what: 'install' | 'enable' | 'code' }
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
    facts: { what, ...given(integration), ...placed(account) },
  };
}

/** The account of an installation's pages, with its reader's role. */
export interface StatedPlace {
  readonly accountId: number;
  readonly name: string;
  readonly role: Role;
}

/** The page that disables an integration in an account. */
export type DisableStatement = Stated<
  'disable',
  {
    readonly integration: string;
    readonly owner: string;
    readonly account: string;
    readonly role: Role;
    /** Number of grants that end with it. */
    readonly grants: number;
    readonly integratorIsTold: boolean;
  }
>;

export function disableStatement(
  place: StatedPlace,
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

/** The page that ends one person's grant. */
export type RevokeStatement = Stated<
  'revoke',
  {
    readonly integration: string;
    readonly account: string;
    readonly role: Role;
    readonly person: string;
    readonly access: 'full' | 'own';
    /** The integration keeps no access at all. */
    readonly last: boolean;
    readonly integratorIsTold: boolean;
  }
>;

export function revokeStatement(
  place: StatedPlace,
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

/** The page of an installation's settings. */
export type SettingsStatement = Stated<
  'settings',
  {
    readonly integration: string;
    readonly owner: string;
    readonly account: string;
    readonly role: Role;
    /** Number of the live version, whose fields the page shows: in another one a field may be called or stored otherwise. */
    readonly widget?: number;
  }
>;

export function settingsStatement(
  place: StatedPlace,
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

/** The switch that lets an integration's server ask for codes, or forbids it. */
export type FreshCodesStatement = Stated<
  'fresh_codes',
  { readonly integration: string; readonly account: string; readonly role: Role; readonly freshCodes: FreshCodes }
>;

/** @param freshCodes what holds now; a press turns it round */
export function freshCodesStatement(
  place: StatedPlace,
  integration: { readonly integrationId: string; readonly name: string; readonly freshCodes: FreshCodes },
): FreshCodesStatement {
  const { integrationId, name, freshCodes } = integration;
  return {
    page: 'fresh_codes',
    about: [integrationId, place.accountId],
    facts: { integration: name, account: place.name, role: place.role, freshCodes },
  };
}

function given(integration: StatedIntegration): GivenIntegration {
  const { name, owner, kind, published, redirectUri, version } = integration;
  const scopes = scopesWithin(kind, integration.scopes);
  const publication = kind === 'public' ? (published ? 'published' : 'unmoderated') : kind;
  const { now, frozen } = integration.publication;
  const unreviewed = differsFromPublication(now, frozen).map(({ fact }) => fact);
  return {
    integration: name,
    owner,
    publication,
    scopes,
    redirectUri,
    unreviewed,
    ...liveWidget(integration.publication),
    version,
  };
}

function liveWidget({ now }: Publication): { readonly widget?: number } {
  return now.widget === undefined ? {} : { widget: now.widget.number };
}

function placed({ name, subdomain, role }: AccountFacts): InAccount {
  return { account: name, domain: subdomain, role };
}
