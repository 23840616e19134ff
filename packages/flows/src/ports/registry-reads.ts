import type { IntegrationFacts } from '@pristan/rules';
import type { SealedSecret } from './token-reads.ts';

/** An integration with what no rule asks for. */
export interface StoredIntegration extends IntegrationFacts {
  readonly createdAt: number;
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

export interface RegistryReads {
  /** Only when it belongs to that account; a stranger's id is as good as none. */
  integration(accountId: number, integrationId: string): Promise<StoredIntegration | undefined>;
  /** The operator's look-up, by id alone. */
  integrationAnywhere(integrationId: string): Promise<IntegrationFacts | undefined>;
  /** The account's own integrations, newest first, at most 200. */
  integrations(accountId: number): Promise<readonly StoredIntegration[]>;
  /** Counts only: whose accounts they are is not the integrator's to know. */
  spread(integrationId: string, since: number): Promise<Spread>;
  /** The newest secret. */
  secret(accountId: number, integrationId: string): Promise<SealedSecret | undefined>;
  logo(hash: string): Promise<Uint8Array | undefined>;
  /** Content-addressed: storing the same picture again changes nothing. */
  keepLogo(hash: string, bytes: Uint8Array, now: number): Promise<void>;
}
