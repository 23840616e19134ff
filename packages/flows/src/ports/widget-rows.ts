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

/** A code that was issued to go by hook, still sealed. */
export interface CodeToSend {
  readonly sealedCode: Uint8Array;
  readonly expiresAt: number;
  /** The account's present name. */
  readonly subdomain: string;
  /** The grant that it is of, as it stands now. */
  readonly made: DelegationFacts;
}

/** What became of a code that goes by hook. Times in epoch milliseconds. */
export interface SentCode {
  readonly integrationId: string;
  /** The admin who pressed; absent when the integrator's server asked for it. */
  readonly person: string | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly redeemedAt: number | undefined;
  readonly delivery: DeliveryState;
  /** When its request left; absent before. */
  readonly sentAt: number | undefined;
  readonly status: number | undefined;
  readonly tookMs: number | undefined;
}

export interface WidgetRows {
  /** All versions of an integration of this technical account, newest first. */
  versions(accountId: number, integrationId: string): Promise<readonly WidgetVersion[]>;
  /** The archive of a version, as it was uploaded. */
  archive(accountId: number, integrationId: string, number: number): Promise<Uint8Array | undefined>;
  /** Whether a version is live, whoever asks. */
  hasLive(integrationId: string): Promise<boolean>;
  /** Those of these integrations that have a live version and are switched on. */
  live(integrationIds: readonly string[]): Promise<readonly string[]>;
  /** Those of these integrations whose live version asks for settings. */
  withSettings(integrationIds: readonly string[]): Promise<readonly string[]>;
  /** Absent when it was sent, used, or swept. */
  codeToSend(accountId: number, codeId: string): Promise<CodeToSend | undefined>;
  /** The newest codes that were sent by hook to these integrations for the account, at most three each, newest first. */
  sentCodes(accountId: number, integrationIds: readonly string[]): Promise<readonly SentCode[]>;
  /** Content-addressed: kept again an archive counts as new. One that no version names for a day may go. */
  keepArchive(sha256: string, bytes: Uint8Array, now: number): Promise<void>;
}
