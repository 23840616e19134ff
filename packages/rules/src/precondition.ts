import type { FreshCodes } from './fresh-codes.ts';
import type { Instant } from './instant.ts';
import type { Role } from './access/grant-status.ts';

/**
 * A row lock until the commit ends: `share` keeps others from changing the row; `write` lets this commit alone change
 * it, or count rows that belong to it.
 */
export type LockMode = 'share' | 'write';

/** Requires that the integration is not deleted and that each given member is unchanged. */
export interface IntegrationState {
  /** The technical account that owns it. */
  readonly accountId?: number | undefined;
  readonly state?: 'active';
  readonly version?: number;
  readonly keyEpoch?: number;
  readonly redirectUri?: string;
  /** The origin of the redirect URI, which must also be the last reviewed one. */
  readonly reviewedOrigin?: string;
  /** Requires that no published integration has replaced it. */
  readonly adopted?: false;
  readonly published?: boolean;
  /** Requires a live version of its widget. */
  readonly hasLiveWidget?: true;
  /** Requires this version of the widget to be live, or no version. */
  readonly liveWidget?: number | 'none';
}

/** Requires that the installation exists and that each given member is unchanged. */
export interface InstallationState {
  readonly state?: 'enabled' | 'disabled';
  readonly epoch?: number;
  readonly freshCodes?: FreshCodes;
}

/** A grant's scopes and access. */
export interface GrantExtent {
  readonly scopes: readonly string[];
  readonly fullAccess: boolean;
  /** Moved from an external integration, without a consent since. */
  readonly restricted: boolean;
}

/** Items with a maximum number, and the rows among which they are counted. */
export type LimitedCount =
  /** Neither revoked nor expired. */
  | {
      readonly what: 'long_lived_tokens';
      readonly accountId: number;
      readonly integrationId: string;
      readonly at: Instant;
    }
  | { readonly what: 'personal_tokens'; readonly accountId: number; readonly userId: number; readonly at: Instant }
  /** Open invitations, except those to the address that is invited again. */
  | { readonly what: 'invitations'; readonly accountId: number; readonly email: string; readonly at: Instant }
  /** Requested after `since`. */
  | {
      readonly what: 'fresh_codes';
      readonly accountId: number;
      readonly integrationId: string;
      readonly since: Instant;
    }
  | { readonly what: 'widget_versions'; readonly integrationId: string }
  /** Active or not. */
  | { readonly what: 'members'; readonly accountId: number };

/**
 * A fact that a decision relied on. The commit checks it under a lock held until everything is stored, and answers
 * *stale* when it no longer holds; `carryOut` then reads and decides again.
 *
 * @see docs/adr/0014-preconditions.md
 */
export type Precondition =
  /** The account exists; a `write` hold also keeps others from changing or counting its members and invitations. */
  | { readonly fact: 'account'; readonly accountId: number; readonly hold: LockMode }
  | { readonly fact: 'session'; readonly sessionHash: Uint8Array; readonly userId: number }
  | {
      readonly fact: 'member';
      readonly accountId: number;
      readonly userId: number;
      /** At least one of these roles. */
      readonly roles: readonly Role[];
      readonly state: 'active' | 'deactivated';
      readonly hold: LockMode;
    }
  | {
      readonly fact: 'integration';
      readonly integrationId: string;
      readonly is: IntegrationState;
      readonly hold: LockMode;
    }
  /** The secret authenticates at `at`, and with `isNewest` is the newest one. */
  | {
      readonly fact: 'secret';
      readonly integrationId: string;
      readonly secretId: string;
      readonly at: Instant;
      readonly isNewest?: true;
    }
  | {
      readonly fact: 'installation';
      readonly accountId: number;
      readonly integrationId: string;
      readonly is: InstallationState;
      readonly hold: LockMode;
    }
  /** The grant is not revoked and has its installation's epoch, which equals `epoch` if given. */
  | {
      readonly fact: 'grant';
      readonly accountId: number;
      readonly grantId: string;
      readonly epoch?: number;
      /** Requires unchanged scopes and access. */
      readonly extent?: GrantExtent;
      readonly hold: LockMode;
    }
  | { readonly fact: 'another_admin'; readonly accountId: number; readonly besides: number }
  /** Nobody with this address is a member, active or not. */
  | { readonly fact: 'no_member'; readonly accountId: number; readonly email: string }
  /** There are at most `max` items, including those that this commit adds. */
  | { readonly fact: 'count'; readonly of: LimitedCount; readonly max: number };
