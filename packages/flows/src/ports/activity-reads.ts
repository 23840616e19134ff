import type { RecordedKind, Role, UsedToken } from '@pristan/rules';

/** Cursor of the activity log: the page begins after this entry. */
export interface ActivityCursor {
  readonly at: number;
  readonly id: number;
}

export interface ActivityFilter {
  /** Entries with this user as the actor or the subject. */
  readonly userId?: number | undefined;
  readonly integrationId?: string | undefined;
  readonly kind?: RecordedKind | undefined;
  /** Earliest time of an entry, inclusive. */
  readonly from?: number | undefined;
  /** Latest time of an entry, exclusive. */
  readonly to?: number | undefined;
}

/** A member of the account whose log is read; users outside the account stay unnamed. */
export interface ActivityUser {
  readonly userId: number;
  readonly name: string;
}

interface Standing {
  readonly role: Role;
  readonly state: 'active' | 'deactivated';
}

/** Facts that an entry of the activity log may hold. @see recordAudit in the store */
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
  /** Source of the actor's right, when the actor did not act as a member. */
  readonly as?: 'operator' | 'platform' | 'invited' | 'grant' | 'client';
  readonly browser?: string;
  /** Id of the integration that acted through the API. */
  readonly program?: string;
  readonly changes?: readonly { readonly field: string; readonly before?: string; readonly after?: string }[];
  /** Names of the changed widget settings; their values are not logged. */
  readonly fields?: readonly string[];
  /** Names at the time of the event. */
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
  /** The actor's network address; hidden for users outside this account. */
  readonly address: string | undefined;
  /** The affected member, or the user who gave the grant. */
  readonly subject: ActivityUser | undefined;
  /** Email address of the affected invitation. */
  readonly invitedEmail: string | undefined;
  readonly integration:
    | {
        readonly integrationId: string;
        readonly name: string;
        /** Whether the integration is, or was, installed in this account. */
        readonly installed: boolean;
        /** Whether the integration is developed in this account. */
        readonly own: boolean;
      }
    | undefined;
  readonly facts: RecordedFacts;
}

/** Reads of an account's activity log. */
export interface ActivityReads {
  /** Log entries of this account only, newest first. */
  list(
    accountId: number,
    filter: ActivityFilter,
    page: { readonly limit: number; readonly before: ActivityCursor | undefined },
  ): Promise<readonly ActivityRow[]>;
}
