import type { Role } from './grant-status.ts';

/**
 * The role that each action in an account requires: one table, enforced by the flows and read by the pages. An action
 * on an integration requires the role in its technical account, wherever it is installed.
 */
export const actions = {
  'integration.create': 'admin',
  'integration.edit': 'admin',
  'integration.switch': 'admin',
  'integration.delete': 'admin',
  'integration.read': 'admin',
  'address.check': 'admin',
  'secret.reveal': 'admin',
  'secret.rotate': 'admin',
  'installation.read': 'admin',
  'own_access.read': 'member',
  'installation.enable': 'admin',
  'installation.disable': 'admin',
  'installation.configure': 'admin',
  'grant.revoke': 'admin',
  'code.copy': 'admin',
  'delivery.read': 'admin',
  'delivery.resend': 'admin',
  'delivery.test': 'admin',
  'receiver.enable': 'admin',
  'token.read': 'admin',
  'token.mint': 'admin',
  'token.revoke': 'admin',
  'token.mint_one_time': 'member',
  'personal_token.read': 'member',
  'personal_token.mint': 'admin',
  'personal_token.revoke': 'member',
  'adoption.start': 'admin',
  'adoption.refuse': 'admin',
  'member.read': 'admin',
  'member.change': 'admin',
  'member.invite': 'admin',
  'activity.read': 'admin',
} as const satisfies Record<string, Role>;

export type Action = keyof typeof actions;

/**
 * The permitted caller of an endpoint of the platform's own API: `public` anybody, `session` any signed-in user,
 * `staff` the platform's staff, `client` an integration with its own credentials, or the action that the user must be
 * permitted in the account named in the path. No endpoint takes an integration's access token, so none has a scope.
 */
export type OperationAccess = 'public' | 'session' | 'staff' | 'client' | Action;

const required: Readonly<Record<Action, Role>> = actions;

/** The roles in which an active member may take `action`. */
export function rolesFor(action: Action): readonly Role[] {
  return required[action] === 'member' ? ['admin', 'member'] : ['admin'];
}

/** A user's role and state in one account; the membership is absent when the user is not a member. */
export interface Membership {
  readonly role: Role;
  readonly state: 'active' | 'deactivated';
}

/** True for an admin who is not deactivated. */
export function isActiveAdmin(membership: Membership | undefined): boolean {
  return membership?.role === 'admin' && membership.state === 'active';
}

/** True when a user with this membership may take `action` in the account. */
export function permits(membership: Membership | undefined, action: Action): boolean {
  if (membership?.state !== 'active') return false;
  return rolesFor(action).includes(membership.role);
}
