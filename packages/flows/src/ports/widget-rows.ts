import type { DelegationFacts, DeliveryState, NewWidget } from '@pristan/rules';

/** A version of an integration's widget. */
export interface WidgetVersion extends NewWidget {
  readonly number: number;
  readonly live: boolean;
  /** Upload time, in epoch milliseconds. */
  readonly createdAt: number;
  /** User who uploaded the version; absent when the operator did. */
  readonly createdBy: number | undefined;
}

/** An issued authorization code that the install hook will carry, still sealed. */
export interface CodeForInstallHook {
  readonly sealedCode: Uint8Array;
  readonly expiresAt: number;
  /** The account's present subdomain. */
  readonly subdomain: string;
  /** Present state of the grant that the code belongs to. */
  readonly made: DelegationFacts;
}

/** Status of an authorization code sent by hook. Times in epoch milliseconds. */
export interface CodeSentByHook {
  readonly integrationId: string;
  /** Name of the admin who asked for the code; absent when the developer's server did. */
  readonly person: string | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly redeemedAt: number | undefined;
  readonly delivery: DeliveryState;
  /** Time of the hook request; absent before it is sent. */
  readonly sentAt: number | undefined;
  readonly status: number | undefined;
  readonly tookMs: number | undefined;
}

export interface WidgetRows {
  /** All versions of the widget, newest first, if the integration belongs to this technical account. */
  versions(accountId: number, integrationId: string): Promise<readonly WidgetVersion[]>;
  /** One version of the widget. */
  version(accountId: number, integrationId: string, number: number): Promise<WidgetVersion | undefined>;
  /** The archive of a widget version, as uploaded. */
  archive(accountId: number, integrationId: string, number: number): Promise<Uint8Array | undefined>;
  /** Whether the integration's widget has a live version, whichever account asks. */
  hasLive(integrationId: string): Promise<boolean>;
  /** Those of these integrations that are active and whose widget has a live version. */
  live(integrationIds: readonly string[]): Promise<readonly string[]>;
  /** Those of these integrations whose live widget version has settings. */
  withSettings(integrationIds: readonly string[]): Promise<readonly string[]>;
  /** An authorization code that waits for its hook; `undefined` when it was sent, used or deleted. */
  codeToSend(accountId: number, codeId: string): Promise<CodeForInstallHook | undefined>;
  /**
   * The newest authorization codes sent by hook to these integrations for the account, at most three each, newest
   * first.
   */
  sentCodes(accountId: number, integrationIds: readonly string[]): Promise<readonly CodeSentByHook[]>;
  /**
   * Stores a widget archive by its hash; storing it again renews its age. An archive that no version uses may be
   * deleted after a day.
   */
  keepArchive(sha256: string, bytes: Uint8Array, now: number): Promise<void>;
}
