import type { IntegrationFacts, Publication, PublishFacts } from '@pristan/rules';
import type { NameFilter, Page, PageRequest } from './page.ts';
import type { SealedSecret } from './token-reads.ts';

/** An integration, with columns that no rule needs. */
export interface StoredIntegration extends IntegrationFacts {
  readonly createdAt: number;
  readonly publication: Publication;
}

/** Number of accounts where an integration is installed, by status. */
export interface InstallationCounts {
  readonly enabled: number;
  readonly disabled: number;
  /** Enabled installations without a live grant. */
  readonly withoutGrant: number;
  /** Enabled since the given moment. */
  readonly fresh: number;
}

/** An account that has or had the integration. */
export interface CustomerRow {
  readonly accountId: number;
  readonly name: string;
  readonly subdomain: string;
  readonly state: 'enabled' | 'disabled';
  /** Time of the first enabling. */
  readonly createdAt: number;
  readonly enabledAt: number;
  readonly disabledAt: number | undefined;
  /** Up to a minute late. */
  readonly lastUsedAt: number | undefined;
}

/** An active client secret, sealed. */
export interface SecretRow {
  readonly secretId: string;
  readonly sealed: Uint8Array;
  readonly createdAt: number;
  /** Absent for the newest. */
  readonly endsAt: number | undefined;
  readonly firstUsedAt: number | undefined;
  /** Up to a minute late. */
  readonly lastUsedAt: number | undefined;
}

export interface RegistryReads {
  /** `undefined` also when the integration belongs to another account. */
  integration(accountId: number, integrationId: string): Promise<StoredIntegration | undefined>;
  /** By id alone, for the operator. */
  integrationAnywhere(integrationId: string): Promise<IntegrationFacts | undefined>;
  /** The same, with the facts that decide a publication. */
  publishFacts(integrationId: string): Promise<PublishFacts | undefined>;
  /** The account's own integrations, newest first. */
  integrations(accountId: number, page: PageRequest & NameFilter): Promise<Page<StoredIntegration>>;
  /** Accounts it was ever enabled in, by first enabling, newest first. */
  customers(
    integrationId: string,
    page: PageRequest<{ readonly at: number; readonly accountId: number }>,
  ): Promise<Page<CustomerRow, { readonly at: number; readonly accountId: number }>>;
  spread(integrationId: string, since: number): Promise<InstallationCounts>;
  /** The newest secret. */
  secret(accountId: number, integrationId: string): Promise<SealedSecret | undefined>;
  /** Secrets active at `now`, newest first; empty when the integration is not that account's. */
  secrets(accountId: number, integrationId: string, now: number): Promise<readonly SecretRow[]>;
  logo(hash: string): Promise<Uint8Array | undefined>;
  /**
   * Stores a picture by its hash; storing it again renews its age. A picture unused by any integration for a day may be
   * deleted.
   */
  keepLogo(hash: string, bytes: Uint8Array, now: number): Promise<void>;
}
