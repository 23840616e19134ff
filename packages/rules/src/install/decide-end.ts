import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Actor } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import { disconnectHook } from '../hooks/disconnect.ts';
import type { Instant } from '../instant.ts';

/** Who acts: a person with a place in the account, or the operator, who may. */
export type By =
  | { readonly actor: Actor; readonly membership: Membership | undefined }
  | { readonly actor: Actor; readonly operator: true };

export interface InstallationFacts {
  readonly accountId: number;
  readonly integrationId: string;
  readonly state: 'enabled' | 'disabled';
  readonly epoch: number;
  readonly disconnectUri: string | undefined;
}

/** Drawn before the rule: the id that the disconnect hook would have. */
export interface DrawnHook {
  readonly deliveryId: string;
}

export type Disable = { readonly kind: 'disabled' } | Refusal<'forbidden' | 'not_installed' | 'already_disabled'>;

/**
 * Switches an integration off in an account. Everything it could use there stops with the commit, on every node, and
 * its integrator is told by the disconnect hook.
 *
 * @see docs/spec/dialect.md#revocation
 */
export function decideDisable(
  installation: InstallationFacts | undefined,
  request: By & DrawnHook,
  now: Instant,
): Decided<Disable> {
  if (!('operator' in request) && !permits(request.membership, 'installation.disable')) return refuse('forbidden');
  if (installation === undefined) return refuse('not_installed');
  if (installation.state === 'disabled') return refuse('already_disabled');
  const { accountId, integrationId, epoch } = installation;
  return {
    outcome: { kind: 'disabled' },
    changes: [
      { kind: 'installation_disabled', accountId, integrationId, expectedEpoch: epoch, at: now, actor: request.actor },
      ...disconnectHook(installation, request.deliveryId, now),
    ],
  };
}

export interface GrantToRevoke {
  readonly accountId: number;
  readonly grantId: string;
  readonly integrationId: string;
  readonly userId: number;
  readonly active: boolean;
  /** Other grants of the installation that are active now. */
  readonly othersActive: number;
  readonly disconnectUri: string | undefined;
}

export type Revoke =
  { readonly kind: 'revoked'; readonly last: boolean } | Refusal<'forbidden' | 'grant_unknown' | 'already_revoked'>;

/** Ends one grant: an admin any of the account's, a person their own. With the last one the integrator is told. */
export function decideRevoke(grant: GrantToRevoke | undefined, request: By & DrawnHook, now: Instant): Decided<Revoke> {
  const own = grant !== undefined && grant.userId === request.actor.userId;
  if (!('operator' in request) && !own && !permits(request.membership, 'grant.revoke')) return refuse('forbidden');
  if (grant === undefined) return refuse('grant_unknown');
  if (!grant.active) return refuse('already_revoked');
  const { accountId, grantId, integrationId, userId } = grant;
  const last = grant.othersActive === 0;
  return {
    outcome: { kind: 'revoked', last },
    changes: [
      { kind: 'grant_revoked', accountId, grantId, integrationId, userId, at: now, actor: request.actor, last },
      ...(last ? disconnectHook(grant, request.deliveryId, now) : []),
    ],
  };
}
