import type { AccountFacts } from './access/account-choice.ts';
import type { IntegrationAvailability } from './access/availability.ts';
import type { Role } from './access/grant-status.ts';
import { scopesWithin } from './access/scopes.ts';
import type { FrozenFact, Publication } from './frozen-facts.ts';
import { differsFromPublication } from './frozen-facts.ts';

/** An integration as stated by every page that gives it access. @see docs/spec/dialect.md#confirmations */
export interface StatedIntegration extends IntegrationAvailability {
  readonly integrationId: string;
  readonly name: string;
  /** The name of the account that owns it. */
  readonly owner: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** Counts edits; stands for texts and logo, which are too long to state. */
  readonly version: number;
  readonly publication: Publication;
}

/** The account a page is about, and its reader's role there. */
export interface AccountStatementFacts {
  readonly account: string;
  readonly domain: string;
  readonly role: Role;
}

/** The facts about the integration that such a page states. */
export interface IntegrationStatementFacts {
  readonly integration: string;
  readonly owner: string;
  readonly publication: 'private' | 'unmoderated' | 'published' | 'external';
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** The frozen facts that changed since their review; other facts state their values. */
  readonly unreviewed: readonly FrozenFact[];
  /** The number of the widget's live version; absent without one. Choosing another version is not an edit. */
  readonly widget?: number;
  readonly version: number;
}

/** States an integration: its present values, and what no review has seen. */
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

/** The number of the live version, where there is one. */
export function liveWidget({ now }: Publication): { readonly widget?: number } {
  return now.widget === undefined ? {} : { widget: now.widget.number };
}

/** States the account, and the role of the reader. */
export function stateAccount({ name, subdomain, role }: AccountFacts): AccountStatementFacts {
  return { account: name, domain: subdomain, role };
}
