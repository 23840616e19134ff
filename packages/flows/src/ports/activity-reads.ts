import type { RecordedKind, Role, UsedToken } from '@pristan/rules';

/** Where a page of the log begins: behind this line. */
export interface ActivityPlace {
  readonly at: number;
  readonly id: number;
}

export interface ActivityFilter {
  /** Who did it, or whom it was done to. */
  readonly userId?: number | undefined;
  readonly integrationId?: string | undefined;
  readonly kind?: RecordedKind | undefined;
  /** From this instant on. */
  readonly from?: number | undefined;
  /** Before this instant. */
  readonly to?: number | undefined;
}

/** A person of the account; anybody else stays unnamed. */
export interface ActivityPerson {
  readonly userId: number;
  readonly name: string;
}

interface Standing {
  readonly role: Role;
  readonly state: 'active' | 'deactivated';
}

/** What a line of the log may hold. @see recordAudit in the store */
export interface RecordedFacts {
  readonly subdomain?: string;
  readonly from?: string | Standing | null;
  readonly to?: string | Standing;
  readonly role?: Role;
  readonly email?: string;
  readonly name?: string;
  readonly state?: 'active' | 'stopped';
  readonly fullAccess?: boolean;
  readonly number?: number | null;
  readonly freshCodes?: 'allowed' | 'forbidden';
  readonly revokeNow?: boolean;
  readonly language?: string;
  readonly token?: UsedToken;
}

export interface ActivityRow extends ActivityPlace {
  readonly kind: RecordedKind;
  readonly person: ActivityPerson | undefined;
  /** Where the person was; unknown of anybody who is not of this account. */
  readonly address: string | undefined;
  /** Whom it was done to: the member, or who gave the grant. */
  readonly subject: ActivityPerson | undefined;
  /** Of the invitation that it is about. */
  readonly invitedEmail: string | undefined;
  readonly integration:
    | {
        readonly integrationId: string;
        readonly name: string;
        /** It is, or was, connected to this account. */
        readonly installed: boolean;
        /** It is developed in this account. */
        readonly own: boolean;
      }
    | undefined;
  readonly facts: RecordedFacts;
}

/** The account's own log. */
export interface ActivityReads {
  /** Newest first; only this account's lines. */
  list(
    accountId: number,
    filter: ActivityFilter,
    page: { readonly limit: number; readonly before: ActivityPlace | undefined },
  ): Promise<readonly ActivityRow[]>;
}
