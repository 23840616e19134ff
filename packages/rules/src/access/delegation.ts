import type { Action, Membership } from './actions.ts';
import { isActiveAdmin, permits } from './actions.ts';
import type { Method } from './methods.ts';
import { methodRefusal } from './methods.ts';
import type { IntegrationAvailability } from './availability.ts';
import type { GrantFacts, GrantStatus } from './grant-status.ts';
import { effectiveKind, grantStatus } from './grant-status.ts';
import type { Precondition } from '../precondition.ts';

/** Conditions that the maker of a delegated item (an invitation, a code, a token) must still meet when it is used. */
export interface DelegationRule {
  /** The action that its maker must still be permitted; `none`: their present membership does not matter. */
  readonly person: Action | 'none';
  /** `live`: the grant that made it, or that it serves, must be live. */
  readonly grant: 'live' | 'none';
  /** The method that this grant must still be able to call; `none`: no method matters. */
  readonly method: Method | 'none';
}

/**
 * The delegated items: made by somebody at one time, they give access at a later one. `delegationStatus` checks each
 * when it is used; a kind outside this table does not compile.
 *
 * @see ARCHITECTURE.md#power-that-is-used-later
 */
export const delegations = {
  /** A person's invitation by mail. */
  invitation: { person: 'member.invite', grant: 'none', method: 'none' },
  /** A program's invitation: `POST /api/v4/users`. */
  program_invitation: { person: 'none', grant: 'live', method: 'users.add' },
  /**
   * The keys of a new external integration until they are delivered: the page of the person who waits, and the pull.
   */
  handover: { person: 'installation.enable', grant: 'live', method: 'none' },
  /** A code sent by hook, after an admin installed the integration or the integrator asked for it. */
  sent_code: { person: 'none', grant: 'live', method: 'none' },
  /** A code that somebody holds, and a refresh-token family. */
  code: { person: 'none', grant: 'live', method: 'none' },
  /** A grant that an adoption moved. */
  moved_grant: { person: 'none', grant: 'live', method: 'none' },
  long_lived_token: { person: 'none', grant: 'live', method: 'none' },
  personal_token: { person: 'personal_token.mint', grant: 'none', method: 'none' },
  /** An adoption before its date. */
  adoption: { person: 'adoption.start', grant: 'none', method: 'none' },
  /** A hook test before it is sent. */
  test_delivery: { person: 'delivery.test', grant: 'none', method: 'none' },
  /** A link for a new password: the mailbox proves the person, and the link gives no membership of any account. */
  password_reset: { person: 'none', grant: 'none', method: 'none' },
  /** A program's request to make somebody an admin; the admin who does it is checked by their own membership. */
  admin_request: { person: 'none', grant: 'none', method: 'none' },
} as const satisfies Record<string, DelegationRule>;

export type DelegationKind = keyof typeof delegations;

const table: Readonly<Record<DelegationKind, DelegationRule>> = delegations;

/** The maker at the time of use; read in the same statement as the thing itself. */
export interface DelegationFacts {
  /** Absent: the maker is unknown. Without a membership: no longer a member. */
  readonly person?: { readonly membership: Membership | undefined } | undefined;
  /** Absent: the grant is unknown. `gone`: its integration was deleted. */
  readonly grant?:
    | {
        readonly facts: GrantFacts;
        readonly kind: IntegrationAvailability['kind'];
        /** The key epoch it was made under. */
        readonly keyEpoch: number;
      }
    | 'gone'
    | undefined;
}

export type DelegationEnd =
  'maker_unknown' | 'maker_not_admin' | 'integration_deleted' | 'grant_reduced' | Exclude<GrantStatus, 'live'>;

/**
 * Checks whether a delegated item is still in force; otherwise returns the first reason why not.
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

/** The facts of the grant that made an item, as preconditions of the commit that uses the item. */
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
