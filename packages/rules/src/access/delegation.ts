import type { Action, Membership } from './actions.ts';
import { isActiveAdmin, permits } from './actions.ts';
import type { Method } from './methods.ts';
import { methodRefusal } from './methods.ts';
import type { IntegrationAvailability } from './availability.ts';
import type { GrantFacts, GrantStatus } from './grant-status.ts';
import { effectiveKind, grantStatus } from './grant-status.ts';
import type { Precondition } from '../precondition.ts';

/**
 * The conditions that the maker of a delegated item (an invitation, a code, a token) must still meet when the item is
 * used.
 */
export interface DelegationRule {
  /** The action that the item's maker must still be permitted; `none`: their present membership does not matter. */
  readonly person: Action | 'none';
  /** `live`: the grant that made the item, or that the item serves, must be live. */
  readonly grant: 'live' | 'none';
  /** The API method that the grant must still be able to call; `none`: no method matters. */
  readonly method: Method | 'none';
}

/**
 * The delegated items: each is made at one time and gives access at a later one. `delegationStatus` checks an item when
 * it is used; a kind outside this table does not compile.
 *
 * @see ARCHITECTURE.md#power-that-is-used-later
 */
export const delegations = {
  /** An invitation that an admin sent by mail. */
  invitation: { person: 'member.invite', grant: 'none', method: 'none' },
  /** An invitation that a program made with `POST /api/v4/users`. */
  program_invitation: { person: 'none', grant: 'live', method: 'users.add' },
  /**
   * The keys of a new external integration until its server has them: checked for the page of the waiting admin and for
   * a key pull.
   */
  handover: { person: 'installation.enable', grant: 'live', method: 'none' },
  /**
   * An authorization code sent by install hook, after an admin installed the integration or the integrator asked for a
   * new code.
   */
  sent_code: { person: 'none', grant: 'live', method: 'none' },
  /** An authorization code that somebody holds, and a refresh-token family. */
  code: { person: 'none', grant: 'live', method: 'none' },
  /** A grant that an adoption moved from a clone to the published integration. */
  moved_grant: { person: 'none', grant: 'live', method: 'none' },
  long_lived_token: { person: 'none', grant: 'live', method: 'none' },
  personal_token: { person: 'personal_token.mint', grant: 'none', method: 'none' },
  /** A scheduled adoption before its date. */
  adoption: { person: 'adoption.start', grant: 'none', method: 'none' },
  /** A test hook before it is sent. */
  test_delivery: { person: 'delivery.test', grant: 'none', method: 'none' },
  /** A password-reset link: the mailbox proves the user, and the link gives no membership of any account. */
  password_reset: { person: 'none', grant: 'none', method: 'none' },
  /** A program's request to make a member an admin; the admin who does so is checked by their own membership. */
  admin_request: { person: 'none', grant: 'none', method: 'none' },
} as const satisfies Record<string, DelegationRule>;

export type DelegationKind = keyof typeof delegations;

const table: Readonly<Record<DelegationKind, DelegationRule>> = delegations;

/** The present rights of the maker of a delegated item; read in the same SQL statement as the item. */
export interface DelegationFacts {
  /** Absent: the maker is unknown. Without a membership: the maker is no longer a member. */
  readonly person?: { readonly membership: Membership | undefined } | undefined;
  /** Absent: the grant is unknown. `gone`: the grant's integration was deleted. */
  readonly grant?:
    | {
        readonly facts: GrantFacts;
        readonly kind: IntegrationAvailability['kind'];
        /** The key epoch under which the delegated item was made. */
        readonly keyEpoch: number;
      }
    | 'gone'
    | undefined;
}

export type DelegationEnd =
  'maker_unknown' | 'maker_not_admin' | 'integration_deleted' | 'grant_reduced' | Exclude<GrantStatus, 'live'>;

/**
 * Checks whether a delegated item is still in force; otherwise returns the first reason why it is not.
 *
 * @see docs/spec/dialect.md#liveness
 */
export function delegationStatus(kind: DelegationKind, made: DelegationFacts): 'holds' | DelegationEnd {
  const rule = table[kind];
  if (rule.grant === 'live') {
    const { grant } = made;
    if (grant === undefined) return 'maker_unknown';
    if (grant === 'gone') return 'integration_deleted';
    const standing = grantStatus(grant.facts, grant);
    if (standing !== 'live') return standing;
    if (rule.method !== 'none' && !couldCall(rule.method, grant)) return 'grant_reduced';
  }
  if (rule.person === 'none') return 'holds';
  if (made.person === undefined) return 'maker_unknown';
  return permits(made.person.membership, rule.person) ? 'holds' : 'maker_not_admin';
}

/** The present state of the grant that made a delegated item, as preconditions of the commit that uses the item. */
export function grantPinned({ grant }: DelegationFacts): readonly Precondition[] {
  if (grant === undefined || grant === 'gone') return [];
  const { accountId, grantId, scopes, fullAccess, restricted = false } = grant.facts;
  return [{ fact: 'grant', accountId, grantId, extent: { scopes, fullAccess, restricted }, hold: 'share' }];
}

function couldCall(method: Method, { facts, kind }: Exclude<DelegationFacts['grant'], 'gone' | undefined>): boolean {
  const { scopes, fullAccess } = facts;
  const caller = {
    kind: effectiveKind(facts, kind),
    scopes,
    adminGrant: fullAccess,
    grantorIsAdmin: isActiveAdmin(facts.membership),
    admin: fullAccess || facts.membership?.role === 'admin',
  };
  return methodRefusal(method, caller) === undefined;
}
