import type { RecordedKind, Role, UsedToken } from '@pristan/rules';

/** Cursor of the activity log: the page begins after this row. */
export interface ActivityCursor {
  readonly at: number;
  readonly id: number;
}

export interface ActivityFilter {
  /** The actor or the subject. */
  readonly userId?: number | undefined;
  readonly integrationId?: string | undefined;
  readonly kind?: RecordedKind | undefined;
  /** Inclusive. */
  readonly from?: number | undefined;
  /** Exclusive. */
  readonly to?: number | undefined;
}

/** A member of the account; other people stay unnamed. */
export interface ActivityUser {
  readonly userId: number;
  readonly name: string;
}

interface Standing {
  readonly role: Role;
  readonly state: 'active' | 'deactivated';
}

/** Facts that a row of the log may hold. @see recordAudit in the store */
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
  /** Source of the actor's right, when it is not a membership. */
  readonly as?: 'operator' | 'platform' | 'invited' | 'grant' | 'client';
  readonly browser?: string;
  /** The integration that acted. */
  readonly program?: string;
  readonly changes?: readonly { readonly field: string; readonly before?: string; readonly after?: string }[];
  /** Names of widget settings; the values are not logged. */
  readonly fields?: readonly string[];
  /** Names at that time. */
  readonly names?: {
    readonly integration?: string;
    readonly program?: string;
    readonly person?: string;
    readonly subject?: string;
  };
}

export interface ActivityRow extends ActivityCursor {
  readonly kind: RecordedKind;
  readonly person: ActivityUser | undefined;
  /** The person's address; hidden for people outside this account. */
  readonly address: string | undefined;
  /** The affected member, or the person who gave the grant. */
  readonly subject: ActivityUser | undefined;
  /** Email of the affected invitation. */
  readonly invitedEmail: string | undefined;
  readonly integration:
    | {
        readonly integrationId: string;
        readonly name: string;
        /** Whether it is, or was, connected to this account. */
        readonly installed: boolean;
        /** Whether it is developed in this account. */
        readonly own: boolean;
      }
    | undefined;
  readonly facts: RecordedFacts;
}

/** The account's own log. */
export interface ActivityReads {
  /** Rows of this account only, newest first. */
  list(
    accountId: number,
    filter: ActivityFilter,
    page: { readonly limit: number; readonly before: ActivityCursor | undefined },
  ): Promise<readonly ActivityRow[]>;
}
