import type { AccountFacts } from './access/account-choice.ts';
import type { IntegrationAvailability } from './access/availability.ts';
import type { Role } from './access/grant-status.ts';
import { scopesWithin } from './access/scopes.ts';
import type { FrozenFact, Publication } from './frozen-facts.ts';
import { differsFromPublication } from './frozen-facts.ts';

/** An integration as every page that gives it access states it. @see docs/spec/dialect.md#confirmations */
export interface StatedIntegration extends IntegrationAvailability {
  readonly integrationId: string;
  readonly name: string;
  /** The name of the account that owns the integration. */
  readonly owner: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** The number of edits; it stands for descriptions and logo, which are too long to state. */
  readonly version: number;
  readonly publication: Publication;
}

/** The account that a page is about, and the role of the member who reads the page. */
export interface AccountStatementFacts {
  readonly account: string;
  readonly domain: string;
  readonly role: Role;
}

/** The facts about an integration that a page which gives it access states. */
export interface IntegrationStatementFacts {
  readonly integration: string;
  readonly owner: string;
  readonly publication: 'private' | 'unmoderated' | 'published' | 'external';
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** The frozen facts that changed since their review; the other facts of this statement have their values. */
  readonly unreviewed: readonly FrozenFact[];
  /**
   * The number of the widget version that accounts get; absent without one. Choosing another version is not an edit.
   */
  readonly widget?: number;
  readonly version: number;
}

/**
 * The facts about an integration for a page's statement: its present values, and the names of those that were not
 * reviewed.
 */
export function stateIntegration(integration: StatedIntegration): IntegrationStatementFacts {
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

/** The number of the widget version that accounts get, if there is one. */
export function liveWidget({ now }: Publication): { readonly widget?: number } {
  return now.widget === undefined ? {} : { widget: now.widget.number };
}

/** The facts about an account for a page's statement, with the role of the member who reads the page. */
export function stateAccount({ name, subdomain, role }: AccountFacts): AccountStatementFacts {
  return { account: name, domain: subdomain, role };
}
