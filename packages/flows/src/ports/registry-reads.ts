import type { IntegrationFacts, Publication, PublishFacts } from '@pristan/rules';
import type { NameAsked, Page, PageAsked } from './page.ts';
import type { SealedSecret } from './token-reads.ts';

/** An integration with what no rule asks for. */
export interface StoredIntegration extends IntegrationFacts {
  readonly createdAt: number;
  readonly publication: Publication;
}

/** In how many accounts an integration stands. */
export interface Spread {
  readonly enabled: number;
  readonly disabled: number;
  /** Enabled ones whose tokens no grant lets live. */
  readonly withoutGrant: number;
  /** Enabled since the given moment. */
  readonly fresh: number;
}

/** A secret that works, with nothing of the secret itself. */
export interface SecretRow {
  readonly secretId: string;
  readonly createdAt: number;
  /** Absent of the newest. */
  readonly endsAt: number | undefined;
  readonly firstUsedAt: number | undefined;
  /** Up to a minute late. */
  readonly lastUsedAt: number | undefined;
}

export interface RegistryReads {
  /** Only when it belongs to that account; a stranger's id is as good as none. */
  integration(accountId: number, integrationId: string): Promise<StoredIntegration | undefined>;
  /** The operator's look-up, by id alone. */
  integrationAnywhere(integrationId: string): Promise<IntegrationFacts | undefined>;
  /** The same, with what a publication is decided from. */
  publishFacts(integrationId: string): Promise<PublishFacts | undefined>;
  /** The account's own integrations, newest first. */
  integrations(accountId: number, page: PageAsked & NameAsked): Promise<Page<StoredIntegration>>;
  /** Counts only: whose accounts they are is not the integrator's to know. */
  spread(integrationId: string, since: number): Promise<Spread>;
  /** The newest secret. */
  secret(accountId: number, integrationId: string): Promise<SealedSecret | undefined>;
  /** The secrets that work at `now`, newest first; none when the integration is not that account's. */
  secrets(accountId: number, integrationId: string, now: number): Promise<readonly SecretRow[]>;
  logo(hash: string): Promise<Uint8Array | undefined>;
  /** Content-addressed: storing the same picture again changes nothing. */
  /** Kept again it counts as new. One that no integration names for a day may go. */
  keepLogo(hash: string, bytes: Uint8Array, now: number): Promise<void>;
}
