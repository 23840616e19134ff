import type { FreshCodeFacts, FreshCodes, StoredValue, WidgetSetting } from '@pristan/rules';
import type { ClientRow } from './token-reads.ts';

/** A stored value of one widget setting in an installation. */
export type StoredSetting = { readonly field: string } & StoredValue;

/** Widget settings of installations, and requests made with an integration's own credentials. */
export interface ConfigureReads {
  /** The live version of an integration's widget: its version name and its settings. */
  liveWidget(
    integrationId: string,
  ): Promise<
    | { readonly number: number; readonly version: string | undefined; readonly settings: readonly WidgetSetting[] }
    | undefined
  >;
  /** All setting values stored for the installation, of every widget version. */
  storedSettings(accountId: number, integrationId: string): Promise<readonly StoredSetting[]>;
  /** Active members that a widget's settings can name, by id, at most 200. */
  people(accountId: number): Promise<readonly { readonly userId: number; readonly name: string }[]>;
  /** Configuration of an installation, enabled or disabled, unless its integration is deleted. */
  configuration(accountId: number, integrationId: string): Promise<{ readonly freshCodes: FreshCodes } | undefined>;
  /** Time of the last request for an authorization code by the developer's server, as long as it is stored. */
  codeAskedAt(accountId: number, integrationId: string): Promise<number | undefined>;
  /** All facts that decide a request for a new authorization code, in one round trip. */
  freshCodeFacts(question: {
    readonly clientId: string | undefined;
    /** The account that the request names: by id or by present subdomain. */
    readonly account: { readonly id: number } | { readonly subdomain: string };
    readonly grantId: string | undefined;
    /** Code requests after this time count towards the limit. */
    readonly since: number;
    readonly now: number;
  }): Promise<Omit<FreshCodeFacts, 'client'> & { readonly client: ClientRow | undefined }>;
}
