import type { FreshCodes } from './install/configure-change.ts';
import type { Instant } from './instant.ts';
import type { Role } from './access/standing.ts';

/** Lock on a row until the commit ends: nobody changes it, or this commit alone changes it or counts below it. */
export type Hold = 'share' | 'write';

/** An integration is not deleted, and each member that is given is as it was read. */
export interface IntegrationState {
  /** The technical account it belongs to. */
  readonly accountId?: number | undefined;
  readonly state?: 'active';
  readonly version?: number;
  readonly keyEpoch?: number;
  readonly redirectUri?: string;
  /** The origin of its redirect URI, which is also the one that was reviewed last. */
  readonly reviewedOrigin?: string;
  /** No published integration took its place. */
  readonly adopted?: false;
  /** It has a live version of its widget. */
  readonly hasLiveWidget?: true;
  /** This version of its widget is the live one, or `none` is. */
  readonly liveWidget?: number | 'none';
}

/** An installation exists, and each member that is given is as it was read. */
export interface InstallationState {
  readonly state?: 'enabled' | 'disabled';
  readonly epoch?: number;
  readonly freshCodes?: FreshCodes;
}

/** Extent of a grant's access. */
export interface GrantExtent {
  readonly scopes: readonly string[];
  readonly fullAccess: boolean;
  /** Moved from an external integration, and not consented to since. */
  readonly restricted: boolean;
}

/** Things that there may be a limited number of, with what they are counted below. */
export type Counted =
  /** Neither revoked nor expired. */
  | {
      readonly what: 'long_lived_tokens';
      readonly accountId: number;
      readonly integrationId: string;
      readonly at: Instant;
    }
  | { readonly what: 'personal_tokens'; readonly accountId: number; readonly userId: number; readonly at: Instant }
  /** Open ones, besides those to an address that is invited anew. */
  | { readonly what: 'invitations'; readonly accountId: number; readonly email: string; readonly at: Instant }
  /** Asked for after `since`. */
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
 * A fact that a decision rested on. The commit checks it under a lock that lasts until everything is stored, and answers
 * *stale* when it no longer holds; `carryOut` then reads and decides again.
 *
 * @see docs/adr/0014-preconditions.md
 */
export type Precondition =
  /** The account is there; with a `write` hold nobody else changes or counts its members and invitations meanwhile. */
  | { readonly fact: 'account'; readonly accountId: number; readonly hold: Hold }
  | { readonly fact: 'session'; readonly sessionHash: Uint8Array; readonly userId: number }
  | {
      readonly fact: 'member';
      readonly accountId: number;
      readonly userId: number;
      /** One of these. */
      readonly roles: readonly Role[];
      readonly state: 'active' | 'deactivated';
      readonly hold: Hold;
    }
  | {
      readonly fact: 'integration';
      readonly integrationId: string;
      readonly is: IntegrationState;
      readonly hold: Hold;
    }
  /** The secret authenticates at `at`, and is the newest if that is asked for. */
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
      readonly hold: Hold;
    }
  /** Not revoked, and of its installation's epoch, which is the given one if one is given. */
  | {
      readonly fact: 'grant';
      readonly accountId: number;
      readonly grantId: string;
      readonly epoch?: number;
      /** Requires the extent to be as it was read. */
      readonly extent?: GrantExtent;
      readonly hold: Hold;
    }
  | { readonly fact: 'another_admin'; readonly accountId: number; readonly besides: number }
  /** Nobody with this address is a member, active or not. */
  | { readonly fact: 'no_member'; readonly accountId: number; readonly email: string }
  /** With what this commit adds there are at most `max`. */
  | { readonly fact: 'count'; readonly of: Counted; readonly max: number };
