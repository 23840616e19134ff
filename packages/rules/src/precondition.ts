import type { FreshCodes } from './fresh-codes.ts';
import type { Instant } from './instant.ts';
import type { Role } from './access/grant-status.ts';

/**
 * A row lock until the commit ends: `share` keeps others from changing the row; `write` lets this commit alone change
 * it, or count the rows that belong to it.
 */
export type LockMode = 'share' | 'write';

/** Requires that an integration is not deleted and that each given member is unchanged. */
export interface IntegrationState {
  /** The technical account that owns the integration. */
  readonly accountId?: number | undefined;
  readonly state?: 'active';
  readonly version?: number;
  readonly keyEpoch?: number;
  readonly redirectUri?: string;
  /** The origin of the redirect URI, which must also be the origin that was reviewed last. */
  readonly reviewedOrigin?: string;
  /** Requires that no published integration has replaced this external one. */
  readonly adopted?: false;
  readonly published?: boolean;
  /** Requires that the integration has a widget version that accounts get. */
  readonly hasLiveWidget?: true;
  /** Requires that accounts get this version of the widget, or that they get none. */
  readonly liveWidget?: number | 'none';
}

/** Requires that an installation exists and that each given member is unchanged. */
export interface InstallationState {
  readonly state?: 'enabled' | 'disabled';
  readonly epoch?: number;
  readonly freshCodes?: FreshCodes;
}

/** The scopes and the access of a grant. */
export interface GrantExtent {
  readonly scopes: readonly string[];
  readonly fullAccess: boolean;
  /** True for a grant moved from an external integration, without a consent since. */
  readonly restricted: boolean;
}

/** Items with a maximum number, and the rows among which the commit counts them. */
export type LimitedCount =
  /** Long-lived tokens that are neither revoked nor expired. */
  | {
      readonly what: 'long_lived_tokens';
      readonly accountId: number;
      readonly integrationId: string;
      readonly at: Instant;
    }
  | { readonly what: 'personal_tokens'; readonly accountId: number; readonly userId: number; readonly at: Instant }
  /** Open invitations of an account, except those to the address that is invited again. */
  | { readonly what: 'invitations'; readonly accountId: number; readonly email: string; readonly at: Instant }
  /** New authorization codes that an integrator requested after `since`. */
  | {
      readonly what: 'fresh_codes';
      readonly accountId: number;
      readonly integrationId: string;
      readonly since: Instant;
    }
  | { readonly what: 'widget_versions'; readonly integrationId: string }
  /** Members of an account, active or not. */
  | { readonly what: 'members'; readonly accountId: number };

/**
 * A fact that a decision relied on. The commit checks the fact under a lock held until everything is stored, and
 * answers *stale* when it no longer holds; `carryOut` then reads and decides again.
 *
 * @see docs/adr/0014-preconditions.md
 */
export type Precondition =
  /** The account exists; the hold `write` also keeps others from changing or counting its members and invitations. */
  | { readonly fact: 'account'; readonly accountId: number; readonly hold: LockMode }
  | { readonly fact: 'session'; readonly sessionHash: Uint8Array; readonly userId: number }
  | {
      readonly fact: 'member';
      readonly accountId: number;
      readonly userId: number;
      /** The member has one of these roles. */
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
  /** The client secret authenticates at `at`, and with `isNewest` is the newest one. */
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
  /** The grant is not revoked and has the epoch of its installation, which equals `epoch` if given. */
  | {
      readonly fact: 'grant';
      readonly accountId: number;
      readonly grantId: string;
      readonly epoch?: number;
      /** Requires that the grant's scopes and access are unchanged. */
      readonly extent?: GrantExtent;
      readonly hold: LockMode;
    }
  | { readonly fact: 'another_admin'; readonly accountId: number; readonly besides: number }
  /** Nobody with this email address is a member, active or not. */
  | { readonly fact: 'no_member'; readonly accountId: number; readonly email: string }
  /** There are at most `max` items, including those that this commit adds. */
  | { readonly fact: 'count'; readonly of: LimitedCount; readonly max: number };
