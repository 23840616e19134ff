import type { EndpointId, TokenAbility } from '@pristan/wire';
import type { Action } from './actions.ts';

/**
 * The permitted caller of an operation: `public` anybody, `session` any signed-in user, `staff` the platform's staff,
 * `client` an integration with its own credentials, or the action that the user must be permitted in the account named
 * in the path.
 */
export type OperationAccess = 'public' | 'session' | 'staff' | 'client' | Action;

/** The requirements of an operation of the platform's own API. */
export interface OperationRule {
  readonly access: OperationAccess;
  /** The ability that a personal access token needs for the operation; `none`: no personal token may call it. */
  readonly ability: TokenAbility | 'none';
}

/**
 * Every operation under `/api/platform`, by its ID. None takes an integration's access token, so none has a scope. The
 * server judges requests by this table and the console's `/api-docs` shows it; an endpoint without an entry does not
 * compile, nor does an entry without an endpoint.
 */
export const operations = {
  check_addresses: { access: 'address.check', ability: 'none' },
  read_first_token: { access: 'integration.read', ability: 'none' },
  list_integrations: { access: 'integration.read', ability: 'integrations:read' },
  create_integration: { access: 'integration.create', ability: 'none' },
  read_integration: { access: 'integration.read', ability: 'integrations:read' },
  list_customers: { access: 'integration.read', ability: 'none' },
  read_reach: { access: 'integration.read', ability: 'integrations:read' },
  edit_integration: { access: 'integration.edit', ability: 'none' },
  switch_integration: { access: 'integration.switch', ability: 'none' },
  delete_integration: { access: 'integration.delete', ability: 'none' },
  set_logo: { access: 'integration.edit', ability: 'none' },
  remove_logo: { access: 'integration.edit', ability: 'none' },
  reveal_secret: { access: 'secret.reveal', ability: 'none' },
  list_secrets: { access: 'integration.read', ability: 'none' },
  rotate_secret: { access: 'secret.rotate', ability: 'none' },
  list_texts: { access: 'integration.read', ability: 'integrations:read' },
  keep_text: { access: 'integration.edit', ability: 'none' },
  remove_text: { access: 'integration.edit', ability: 'none' },
  preview_text: { access: 'integration.read', ability: 'none' },
  upload_widget: { access: 'integration.edit', ability: 'widgets:write' },
  list_widgets: { access: 'integration.read', ability: 'integrations:read' },
  read_widget: { access: 'integration.read', ability: 'integrations:read' },
  download_widget: { access: 'integration.read', ability: 'integrations:read' },
  choose_widget: { access: 'integration.edit', ability: 'widgets:write' },
  read_settings: { access: 'installation.configure', ability: 'none' },
  write_settings: { access: 'installation.configure', ability: 'none' },
  switch_fresh_codes: { access: 'installation.configure', ability: 'none' },
  ask_fresh_code: { access: 'client', ability: 'none' },
  list_installations: { access: 'installation.read', ability: 'none' },
  read_installation: { access: 'installation.read', ability: 'none' },
  list_own_access: { access: 'own_access.read', ability: 'none' },
  list_grants: { access: 'installation.read', ability: 'none' },
  list_refused_tokens: { access: 'installation.read', ability: 'none' },
  read_usage: { access: 'installation.read', ability: 'none' },
  list_long_lived_tokens: { access: 'token.read', ability: 'none' },
  mint_long_lived_token: { access: 'token.mint', ability: 'none' },
  revoke_long_lived_token: { access: 'token.revoke', ability: 'none' },
  mint_one_time_token: { access: 'token.mint_one_time', ability: 'none' },
  list_personal_tokens: { access: 'personal_token.read', ability: 'none' },
  mint_personal_token: { access: 'personal_token.mint', ability: 'none' },
  revoke_personal_token: { access: 'personal_token.revoke', ability: 'none' },
  list_deliveries: { access: 'delivery.read', ability: 'deliveries:read' },
  read_delivery: { access: 'delivery.read', ability: 'deliveries:read' },
  resend_delivery: { access: 'delivery.resend', ability: 'deliveries:resend' },
  list_testable_hooks: { access: 'delivery.read', ability: 'none' },
  enable_receiver: { access: 'receiver.enable', ability: 'deliveries:resend' },
  send_test_delivery: { access: 'delivery.test', ability: 'none' },
  preview_adoption: { access: 'adoption.start', ability: 'none' },
  start_adoption: { access: 'adoption.start', ability: 'none' },
  list_asked_adoptions: { access: 'installation.read', ability: 'none' },
  refuse_adoption: { access: 'adoption.refuse', ability: 'none' },
  list_clone_groups: { access: 'staff', ability: 'none' },
  list_activity: { access: 'activity.read', ability: 'none' },
  list_member_grants: { access: 'member.read', ability: 'none' },
  list_members: { access: 'member.read', ability: 'none' },
  change_member: { access: 'member.change', ability: 'none' },
  list_invitations: { access: 'member.read', ability: 'none' },
  invite: { access: 'member.invite', ability: 'none' },
  renew_invitation: { access: 'member.invite', ability: 'none' },
  withdraw_invitation: { access: 'member.invite', ability: 'none' },
  list_notices: { access: 'session', ability: 'none' },
  list_notice_choices: { access: 'session', ability: 'none' },
  choose_notice_letters: { access: 'session', ability: 'none' },
  dismiss_notice: { access: 'session', ability: 'none' },
  who_am_i: { access: 'session', ability: 'none' },
  choose_language: { access: 'session', ability: 'none' },
  list_accounts: { access: 'session', ability: 'none' },
  list_sessions: { access: 'session', ability: 'none' },
  end_session: { access: 'session', ability: 'none' },
  end_other_sessions: { access: 'session', ability: 'none' },
  describe: { access: 'public', ability: 'none' },
  explain_problem: { access: 'public', ability: 'none' },
} as const satisfies Record<EndpointId, OperationRule>;

/** The ID of an operation of the platform's own API. */
export type OperationId = EndpointId;

/** The permitted caller of one operation of the platform's own API. */
export type AccessOf<Id extends OperationId> = (typeof operations)[Id]['access'];

export function operationRule(id: OperationId): OperationRule {
  return operations[id];
}
