import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Actor } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import { disconnectHook } from '../hooks/disconnect.ts';
import type { Instant } from '../instant.ts';

/** The acting person with their membership, or the operator, who needs none. */
export type EndRequester =
  | { readonly actor: Actor; readonly membership: Membership | undefined }
  | { readonly actor: Actor; readonly operator: true };

export interface InstallationFacts {
  readonly accountId: number;
  readonly integrationId: string;
  readonly state: 'enabled' | 'disabled';
  readonly epoch: number;
  readonly disconnectUri: string | undefined;
}

/** Generated before the rule: the id of the disconnect hook, if one is sent. */
export interface DrawnHook {
  readonly deliveryId: string;
}

export type Disable = { readonly kind: 'disabled' } | Refusal<'forbidden' | 'not_installed' | 'already_disabled'>;

/**
 * Disables an integration in an account. Everything it could use there stops with the commit, on every node; the
 * disconnect hook notifies its integrator.
 *
 * @see docs/spec/dialect.md#revocation
 */
export function decideDisable(
  installation: InstallationFacts | undefined,
  request: EndRequester & DrawnHook,
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
      ...disconnectHook(installation, { deliveryId: request.deliveryId, endedEpoch: epoch }, now),
    ],
  };
}

export interface GrantToRevoke {
  readonly accountId: number;
  readonly grantId: string;
  readonly integrationId: string;
  readonly userId: number;
  readonly active: boolean;
  /** The installation's epoch. */
  readonly epoch: number;
  /** The installation's other active grants. */
  readonly othersActive: number;
  readonly disconnectUri: string | undefined;
}

export type Revoke =
  { readonly kind: 'revoked'; readonly last: boolean } | Refusal<'forbidden' | 'grant_unknown' | 'already_revoked'>;

/**
 * Revokes one grant: an admin any of the account's, a person their own. The integrator is notified with the last one.
 *
 * @see docs/spec/dialect.md#revocation
 */
export function decideRevoke(
  grant: GrantToRevoke | undefined,
  request: EndRequester & DrawnHook,
  now: Instant,
): Decided<Revoke> {
  const own = grant !== undefined && grant.userId === request.actor.userId;
  if (!('operator' in request) && !own && !permits(request.membership, 'grant.revoke')) return refuse('forbidden');
  if (grant === undefined) return refuse('grant_unknown');
  if (!grant.active) return refuse('already_revoked');
  const { accountId, grantId, integrationId, userId, epoch } = grant;
  const last = grant.othersActive === 0;
  return {
    outcome: { kind: 'revoked', last },
    changes: [
      { kind: 'grant_revoked', accountId, grantId, integrationId, userId, at: now, actor: request.actor, last },
      ...(last ? disconnectHook(grant, { deliveryId: request.deliveryId, endedEpoch: epoch }, now) : []),
    ],
  };
}
