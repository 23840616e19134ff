import type { Action, Membership } from './actions.ts';
import { isActiveAdmin, permits } from './actions.ts';
import type { Method } from './methods.ts';
import { methodRefusal } from './methods.ts';
import type { IntegrationReach } from './reach.ts';
import type { GrantFacts, GrantStanding } from './standing.ts';
import { effectiveKind, standingOf } from './standing.ts';
import type { Precondition } from '../precondition.ts';

/** Conditions on the maker of something that gives power later, checked when it is used. */
export interface DelegationRule {
  /** Action that its maker must still be permitted in that account; `none`: their present place does not matter. */
  readonly person: Action | 'none';
  /** `live`: the grant that made it, or that it serves, still works. */
  readonly grant: 'live' | 'none';
  /** Method that this grant must still be able to call; `none`: no method matters. */
  readonly method: Method | 'none';
}

/**
 * Everything that gives power later than it was made. Each is judged by `delegationStatus` when it is used; a kind that
 * is not in this table does not compile.
 *
 * @see ARCHITECTURE.md#power-that-is-used-later
 */
export const delegations = {
  /** A person invites somebody by letter. */
  invitation: { person: 'member.invite', grant: 'none', method: 'none' },
  /** A program invites somebody: `POST /api/v4/users`. */
  program_invitation: { person: 'none', grant: 'live', method: 'users.add' },
  /** Keys of a new external integration on their way, the page of whoever waits for them, and their pull. */
  handover: { person: 'installation.enable', grant: 'live', method: 'none' },
  /** A code that a hook brings: of an installation by its admin, or asked for by the integrator. */
  sent_code: { person: 'none', grant: 'live', method: 'none' },
  /** A code in somebody's hands, and a family of refresh tokens. */
  code: { person: 'none', grant: 'live', method: 'none' },
  /** A grant that an adoption moved. */
  moved_grant: { person: 'none', grant: 'live', method: 'none' },
  long_lived_token: { person: 'none', grant: 'live', method: 'none' },
  personal_token: { person: 'personal_token.mint', grant: 'none', method: 'none' },
  /** An adoption that waits for its date. */
  adoption: { person: 'adoption.start', grant: 'none', method: 'none' },
  /** A test of a hook that waits to be sent. */
  test_delivery: { person: 'delivery.test', grant: 'none', method: 'none' },
  /** A link to choose a new password: the mail box is what counts, and it gives no place in any account. */
  password_reset: { person: 'none', grant: 'none', method: 'none' },
  /** A program asks that somebody becomes an admin; whoever then makes them one is judged by their own place. */
  admin_request: { person: 'none', grant: 'none', method: 'none' },
} as const satisfies Record<string, DelegationRule>;

export type DelegationKind = keyof typeof delegations;

const table: Readonly<Record<DelegationKind, DelegationRule>> = delegations;

/** Who made it, as they are when it is used; read in the statement that reads the thing itself. */
export interface DelegationFacts {
  /** Absent: nobody knows who. A person without a membership is a member no more. */
  readonly person?: { readonly membership: Membership | undefined } | undefined;
  /** Absent: nobody knows which. `gone`: its integration was deleted. */
  readonly grant?:
    | {
        readonly facts: GrantFacts;
        readonly kind: IntegrationReach['kind'];
        /** Key epoch of the secret that it was made under. */
        readonly keyEpoch: number;
      }
    | 'gone'
    | undefined;
}

export type DelegationEnd =
  'maker_unknown' | 'maker_not_admin' | 'integration_deleted' | 'grant_reduced' | Exclude<GrantStanding, 'live'>;

/**
 * Whether something that gives power later still gives it, or the first reason why not.
 *
 * @see docs/spec/dialect.md#liveness
 */
export function delegationStatus(kind: DelegationKind, made: DelegationFacts): 'holds' | DelegationEnd {
  const rule = table[kind];
  if (rule.grant === 'live') {
    const { grant } = made;
    if (grant === undefined) return 'maker_unknown';
    if (grant === 'gone') return 'integration_deleted';
    const standing = standingOf(grant.facts, grant);
    if (standing !== 'live') return standing;
    if (rule.method !== 'none' && !couldCall(rule.method, grant)) return 'grant_reduced';
  }
  if (rule.person === 'none') return 'holds';
  if (made.person === undefined) return 'maker_unknown';
  return permits(made.person.membership, rule.person) ? 'holds' : 'maker_not_admin';
}

/** Pins the facts that the making grant was judged by, as preconditions of the commit that uses the thing. */
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
