import type { DelegationFacts, DeliveryState, NewWidget } from '@pristan/rules';

/** A version of an integration's widget. */
export interface WidgetVersion extends NewWidget {
  readonly number: number;
  readonly live: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Absent when the operator uploaded it. */
  readonly createdBy: number | undefined;
}

/** An issued code that the install hook will carry, still sealed. */
export interface CodeToSend {
  readonly sealedCode: Uint8Array;
  readonly expiresAt: number;
  /** The account's present name. */
  readonly subdomain: string;
  /** Present state of the code's grant. */
  readonly made: DelegationFacts;
}

/** Status of a code sent by hook. Times in epoch milliseconds. */
export interface SentCode {
  readonly integrationId: string;
  /** The admin who asked; absent when the developer's server did. */
  readonly person: string | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly redeemedAt: number | undefined;
  readonly delivery: DeliveryState;
  /** Time of the request; absent before it. */
  readonly sentAt: number | undefined;
  readonly status: number | undefined;
  readonly tookMs: number | undefined;
}

export interface WidgetRows {
  /** All versions, newest first, if the integration belongs to this technical account. */
  versions(accountId: number, integrationId: string): Promise<readonly WidgetVersion[]>;
  /** One version. */
  version(accountId: number, integrationId: string, number: number): Promise<WidgetVersion | undefined>;
  /** The archive of a version, as uploaded. */
  archive(accountId: number, integrationId: string, number: number): Promise<Uint8Array | undefined>;
  /** Whether the integration has a live version; not limited to an account. */
  hasLive(integrationId: string): Promise<boolean>;
  /** Integrations out of these that have a live version and are active. */
  live(integrationIds: readonly string[]): Promise<readonly string[]>;
  /** Integrations out of these whose live version has settings. */
  withSettings(integrationIds: readonly string[]): Promise<readonly string[]>;
  /** Absent when the code was sent, used or swept. */
  codeToSend(accountId: number, codeId: string): Promise<CodeToSend | undefined>;
  /** The newest codes sent by hook to these integrations for the account, at most three each, newest first. */
  sentCodes(accountId: number, integrationIds: readonly string[]): Promise<readonly SentCode[]>;
  /**
   * Stores an archive by its hash; storing it again renews its age. An archive unused by any version for a day may be
   * deleted.
   */
  keepArchive(sha256: string, bytes: Uint8Array, now: number): Promise<void>;
}
