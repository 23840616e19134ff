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
  /** Number of installations enabled since the given moment. */
  readonly fresh: number;
}

/** An account in which the integration is or was installed. */
export interface CustomerRow {
  readonly accountId: number;
  readonly name: string;
  readonly subdomain: string;
  readonly state: 'enabled' | 'disabled';
  /** Time when the account first enabled the integration. */
  readonly createdAt: number;
  readonly enabledAt: number;
  readonly disabledAt: number | undefined;
  /** Time of the last use; up to a minute late, because nodes store uses once a minute. */
  readonly lastUsedAt: number | undefined;
}

/** An active client secret, sealed. */
export interface SecretRow {
  readonly secretId: string;
  readonly sealed: Uint8Array;
  readonly createdAt: number;
  /** Time when the secret stops working; absent for the newest secret. */
  readonly endsAt: number | undefined;
  readonly firstUsedAt: number | undefined;
  /** Time of the last use; up to a minute late, because nodes store uses once a minute. */
  readonly lastUsedAt: number | undefined;
}

export interface RegistryReads {
  /** An integration of this account; `undefined` also when it belongs to another account. */
  integration(accountId: number, integrationId: string): Promise<StoredIntegration | undefined>;
  /** An integration of any account, by id alone; for the operator. */
  integrationAnywhere(integrationId: string): Promise<IntegrationFacts | undefined>;
  /** An integration of any account, with the facts that decide its publication; for the operator. */
  publishFacts(integrationId: string): Promise<PublishFacts | undefined>;
  /** The integrations that the account develops, newest first. */
  integrations(accountId: number, page: PageRequest & NameFilter): Promise<Page<StoredIntegration>>;
  /** Accounts in which the integration was ever enabled, ordered by first enabling, newest first. */
  customers(
    integrationId: string,
    page: PageRequest<{ readonly at: number; readonly accountId: number }>,
  ): Promise<Page<CustomerRow, { readonly at: number; readonly accountId: number }>>;
  spread(integrationId: string, since: number): Promise<InstallationCounts>;
  /** The newest client secret of an integration. */
  secret(accountId: number, integrationId: string): Promise<SealedSecret | undefined>;
  /** Client secrets active at `now`, newest first; empty when the integration belongs to another account. */
  secrets(accountId: number, integrationId: string, now: number): Promise<readonly SecretRow[]>;
  logo(hash: string): Promise<Uint8Array | undefined>;
  /**
   * Stores a logo by its hash; storing it again renews its age. A logo that no integration uses may be deleted after a
   * day.
   */
  keepLogo(hash: string, bytes: Uint8Array, now: number): Promise<void>;
}
