import type { FreshCodeFacts, FreshCodes, KeptValue, WidgetSetting } from '@pristan/rules';
import type { ClientRow } from './token-reads.ts';

/** A stored value of an installation's settings. */
export type StoredSetting = { readonly field: string } & KeptValue;

/** How installations are set up, and what is asked about them with an integration's own credentials. */
export interface ConfigureReads {
  /** The live version of an integration's widget: what its manifest calls it, and what it asks for. */
  liveWidget(
    integrationId: string,
  ): Promise<
    | { readonly number: number; readonly version: string | undefined; readonly settings: readonly WidgetSetting[] }
    | undefined
  >;
  /** Every value kept for the installation, of whatever version. */
  storedSettings(accountId: number, integrationId: string): Promise<readonly StoredSetting[]>;
  /** Active members of the account that a widget's settings can name, by id, at most 200. */
  people(accountId: number): Promise<readonly { readonly userId: number; readonly name: string }[]>;
  /** Of an installation, enabled or not, whose integration is not deleted. */
  configuration(accountId: number, integrationId: string): Promise<{ readonly freshCodes: FreshCodes } | undefined>;
  /** When the installation's integrator last asked for a fresh code by itself, as long as that is kept. */
  codeAskedAt(accountId: number, integrationId: string): Promise<number | undefined>;
  /** All a request for a fresh code is judged by, in one round trip. */
  freshCodeFacts(question: {
    readonly clientId: string | undefined;
    /** The account as it was named: by its id, or by its present name. */
    readonly account: { readonly id: number } | { readonly subdomain: string };
    readonly grantId: string | undefined;
    /** Requests after it are counted. */
    readonly since: number;
    readonly now: number;
  }): Promise<Omit<FreshCodeFacts, 'client'> & { readonly client: ClientRow | undefined }>;
}
