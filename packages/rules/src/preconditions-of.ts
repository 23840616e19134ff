import type { Action } from './access/actions.ts';
import { isActiveAdmin, rolesFor } from './access/actions.ts';
import { invitationsPerAccountMax } from './accounts/decide-invitation.ts';
import type { Actor, Maker } from './access/actor.ts';
import type { Change } from './change.ts';
import { freshCodesPerHourMax } from './authorize/decide-fresh-code.ts';
import type { Instant } from './instant.ts';
import type { LockMode, InstallationState, IntegrationState, Precondition } from './precondition.ts';
import { widgetVersionsMax } from './registry/decide-widget.ts';
import { longLivedTokensMax } from './token/decide-long-lived.ts';
import { personalTokensMax } from './token/decide-personal.ts';

type Of<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

/**
 * The preconditions of every kind of change. A fact of the row that the change writes is not among them: the change's
 * own SQL statement compares it.
 */
type Table = { readonly [Kind in Change['kind']]: (change: Of<Kind>) => readonly Precondition[] };

/**
 * No preconditions: the change's own SQL statement compares every fact, as for token rotation, or the change only
 * records an event.
 */
const nothing = (): readonly Precondition[] => [];

/**
 * The facts that each kind of change relies on. A kind without an entry does not compile, nor does a rule whose change
 * lacks a fact that the entry reads. An entry names the right that the change requires, the limit it counts towards,
 * and every row whose state it relies on; rows that the change writes are held for `write`, since a lock is never
 * upgraded.
 *
 * @see docs/adr/0014-preconditions.md
 */
export const preconditions: Table = {
  code_redeemed: nothing,
  idle_families_ended: nothing,
  family_rotated: nothing,
  refresh_reused: nothing,
  exchange_refused: nothing,
  secret_first_used: nothing,
  keys_shown: nothing,
  long_lived_minted: ({ accountId, token: { integrationId, grantId, keyEpoch }, actor, at }) => [
    ...right('token.mint', { accountId, actor, at }),
    integration(integrationId, { accountId, state: 'active', keyEpoch }),
    installation({ accountId, integrationId }, { state: 'enabled' }, 'write'),
    grant({ accountId, grantId }),
    { fact: 'count', of: { what: 'long_lived_tokens', accountId, integrationId, at }, max: longLivedTokensMax },
  ],
  long_lived_revoked: ({ accountId, actor, at }) => right('token.revoke', { accountId, actor, at }),
  personal_token_minted: ({ accountId, token: { userId, integrationId }, sessionHash, actor, at }) => [
    ...right('personal_token.mint', { accountId, actor, at }, 'write'),
    { fact: 'session', sessionHash, userId },
    ...(integrationId === undefined ? [] : [integration(integrationId, { accountId })]),
    { fact: 'count', of: { what: 'personal_tokens', accountId, userId, at }, max: personalTokensMax },
  ],
  personal_token_revoked: ({ accountId, userId, actor, at }) =>
    right(actor.userId === userId ? 'personal_token.revoke' : 'personal_token.mint', { accountId, actor, at }),

  installation_enabled: ({ accountId, integrationId, expectedEpoch, actor, at }) => [
    ...right('installation.enable', { accountId, actor, at }),
    integration(integrationId, { state: 'active' }),
    ...(expectedEpoch === undefined
      ? []
      : [installation({ accountId, integrationId }, { state: 'disabled', epoch: expectedEpoch }, 'write')]),
  ],
  installation_disabled: ({ accountId, integrationId, expectedEpoch, actor, at }) => [
    ...right('installation.disable', { accountId, actor, at }),
    installation({ accountId, integrationId }, { state: 'enabled', epoch: expectedEpoch }, 'write'),
  ],
  grant_given: ({ accountId, integrationId, integrationVersion, userId, epoch, fullAccess, actor }) => [
    ...grantor({ accountId, userId, fullAccess, moved: actor.as === 'platform' }),
    integration(integrationId, { state: 'active', version: integrationVersion }),
    installation({ accountId, integrationId }, { state: 'enabled', epoch }),
  ],
  grant_renewed: ({ accountId, integrationId, integrationVersion, grantId, userId, fullAccess }) => [
    ...grantor({ accountId, userId, fullAccess, moved: false }),
    integration(integrationId, { state: 'active', version: integrationVersion }),
    installation({ accountId, integrationId }, { state: 'enabled' }),
    grant({ accountId, grantId }, 'write'),
  ],
  grant_revoked: ({ accountId, integrationId, grantId, userId, actor, at }) => [
    ...(actor.userId === userId ? [] : right('grant.revoke', { accountId, actor, at })),
    installation({ accountId, integrationId }, { state: 'enabled' }, 'write'),
    grant({ accountId, grantId }, 'write'),
  ],
  code_issued: ({ accountId, code: { integrationId, grantId, redirectUri, keyEpoch }, waitingAdmin }) => [
    ...(waitingAdmin === undefined ? [] : stillBehind({ by: 'person', userId: waitingAdmin }, accountId)),
    integration(integrationId, { state: 'active', redirectUri, keyEpoch }),
    installation({ accountId, integrationId }, { state: 'enabled' }),
    grant({ accountId, grantId }),
  ],
  press_used: nothing,

  settings_kept: ({ accountId, integrationId, widget, actor, at }) => [
    ...right('installation.configure', { accountId, actor, at }),
    integration(integrationId, { liveWidget: widget ?? 'none' }),
    installation({ accountId, integrationId }, {}),
  ],
  fresh_codes_switched: ({ accountId, integrationId, actor, at }) => [
    ...right('installation.configure', { accountId, actor, at }),
    integration(integrationId, {}),
    installation({ accountId, integrationId }, {}, 'write'),
  ],
  fresh_code_asked: ({ accountId, integrationId, grantId, epoch, since, actor, at }) => [
    ...right('code.copy', { accountId, actor, at }),
    integration(integrationId, { state: 'active', hasLiveWidget: true }),
    installation({ accountId, integrationId }, { state: 'enabled', epoch, freshCodes: 'allowed' }, 'write'),
    grant({ accountId, grantId, epoch }),
    { fact: 'count', of: { what: 'fresh_codes', accountId, integrationId, since }, max: freshCodesPerHourMax },
  ],

  integration_created: ({ accountId, actor, at }) => right('integration.create', { accountId, actor, at }),
  integration_edited: ({ accountId, integrationId, expectedVersion, actor, at }) => [
    ...right('integration.edit', { accountId, actor, at }),
    integration(integrationId, { accountId, version: expectedVersion }, 'write'),
  ],
  integration_switched: ({ accountId, integrationId, state, actor, at }) => [
    ...right('integration.switch', { accountId, actor, at }),
    integration(integrationId, { accountId, ...(state === 'active' ? { adopted: false } : {}) }, 'write'),
  ],
  integration_deleted: ({ accountId, integrationId, actor, at }) => [
    ...right('integration.delete', { accountId, actor, at }),
    integration(integrationId, { accountId }, 'write'),
  ],
  integration_published: ({ accountId, integrationId, expectedVersion, facts, actor, at }) => [
    ...right('operator', { accountId, actor, at }),
    integration(
      integrationId,
      { accountId, version: expectedVersion, liveWidget: facts.widget?.number ?? 'none' },
      'write',
    ),
  ],
  integration_unpublished: ({ accountId, integrationId, expectedVersion, actor, at }) => [
    ...right('operator', { accountId, actor, at }),
    integration(integrationId, { accountId, version: expectedVersion }, 'write'),
  ],
  secret_rotated: ({ accountId, integrationId, replaces: secretId, actor, at }) => [
    ...right('secret.rotate', { accountId, actor, at }),
    integration(integrationId, { accountId }, 'write'),
    { fact: 'secret', integrationId, secretId, at, isNewest: true },
  ],
  secret_revealed: ({ accountId, integrationId, actor, at }) => [
    ...right('secret.reveal', { accountId, actor, at }),
    integration(integrationId, { accountId }),
  ],
  integration_text_kept: ({ accountId, integrationId, expectedVersion, actor, at }) => [
    ...right('integration.edit', { accountId, actor, at }),
    integration(integrationId, { accountId, version: expectedVersion }, 'write'),
  ],
  integration_text_removed: ({ accountId, integrationId, expectedVersion, actor, at }) => [
    ...right('integration.edit', { accountId, actor, at }),
    integration(integrationId, { accountId, version: expectedVersion }, 'write'),
  ],
  widget_uploaded: ({ accountId, integrationId, actor, at }) => [
    ...right('integration.edit', { accountId, actor, at }),
    integration(integrationId, { accountId }, 'write'),
    { fact: 'count', of: { what: 'widget_versions', integrationId }, max: widgetVersionsMax },
  ],
  widget_chosen: ({ accountId, integrationId, actor, at }) => [
    ...right('integration.edit', { accountId, actor, at }),
    integration(integrationId, { accountId }, 'write'),
  ],
  code_sent: nothing,

  hook_enqueued: nothing,
  hook_attempted: nothing,
  receiver_marked: nothing,
  receiver_stopped: nothing,
  receiver_enabled: ({ accountId, integrationId, actor, at }) => [
    ...right('receiver.enable', { accountId, actor, at }),
    integration(integrationId, { accountId }),
  ],
  hook_resent: ({ ownerId, integrationId, actor, at }) => [
    ...right('delivery.resend', { accountId: ownerId, actor, at }),
    integration(integrationId, { accountId: ownerId }),
  ],
  hook_tested: ({ accountId, integrationId, actor, at }) => [
    ...right('delivery.test', { accountId, actor, at }),
    integration(integrationId, { accountId }),
  ],

  external_created: ({ accountId, actor, at }) => right('installation.enable', { accountId, actor, at }),
  handover_started: nothing,
  handover_code_minted: nothing,
  handover_pulled: ({ accountId, integrationId, grantId, userId }) => [
    ...stillBehind({ by: 'person', userId }, accountId),
    integration(integrationId, { state: 'active' }),
    installation({ accountId, integrationId }, { state: 'enabled' }),
    grant({ accountId, grantId }),
  ],
  external_logo_settled: nothing,

  clone_notice_recorded: nothing,
  adoption_started: ({ accountId, integrationId, origin, actor, at }) => [
    ...right('adoption.start', { accountId, actor, at }),
    integration(integrationId, { accountId, state: 'active', reviewedOrigin: origin }, 'write'),
  ],
  adoption_planned: nothing,
  adoption_refused: ({ accountId, actor, at }) => right('adoption.refuse', { accountId, actor, at }),
  adoption_settled: ({ starter, moved }) =>
    moved.length === 0 || starter === undefined
      ? []
      : stillBehind({ by: 'person', userId: starter.userId }, starter.accountId),
  clone_adopted: ({ accountId, integrationId, grantIds }) => [
    integration(integrationId, { accountId, state: 'active' }, 'write'),
    ...grantIds.map((grantId) => grant({ accountId, grantId })),
  ],

  admins_notified: nothing,
  user_notified: nothing,
  mail_queued: nothing,
  account_created: nothing,
  account_renamed: ({ accountId }) => [account(accountId)],
  member_added: ({ accountId, actor, at }) => [...right('operator', { accountId, actor, at }), account(accountId)],
  member_changed: ({ accountId, userId, from, to, actor, at }) => [
    ...right('member.change', { accountId, actor, at }),
    account(accountId),
    { fact: 'member', accountId, userId, roles: [from.role], state: from.state, hold: 'write' },
    ...(isActiveAdmin(from) && !isActiveAdmin(to)
      ? [{ fact: 'another_admin', accountId, besides: userId } as const]
      : []),
  ],
  // The member row that `member_changed` locks keeps new grants and tokens away; the writes compare what is left.
  grants_ended: nothing,
  personal_tokens_ended: nothing,
  password_chosen: nothing,
  sessions_ended: nothing,
  invitation_sent: ({ accountId, email, maker, actor, at }) => [
    ...right('member.invite', { accountId, actor, at }),
    ...(maker.by === 'grant' ? [activeAdmin(accountId, maker.userId)] : []),
    account(accountId),
    { fact: 'no_member', accountId, email },
    { fact: 'count', of: { what: 'invitations', accountId, email, at }, max: invitationsPerAccountMax },
  ],
  invitation_revoked: ({ accountId, actor, at }) => right('member.invite', { accountId, actor, at }),
  invitation_accepted: ({ accountId, maker }) => [account(accountId), ...stillBehind(maker, accountId)],
  person_joined: ({ accountId, maker }) => [account(accountId), ...stillBehind(maker, accountId)],
};

/**
 * The preconditions of committing these changes together. A row that one of the changes creates or enables is not
 * required by the others.
 */
export function preconditionsOf(changes: readonly Change[]): readonly Precondition[] {
  const made = new Set(changes.flatMap(madeBy));
  return changes.flatMap((change) => preconditionsOfOne(change).filter((one) => !made.has(rowOf(one, change) ?? '')));
}

function preconditionsOfOne<Kind extends Change['kind']>(change: Extract<Change, { kind: Kind }>) {
  const entry = preconditions[change.kind] as (change: Change) => readonly Precondition[];
  return entry(change);
}

function madeBy(change: Change): readonly string[] {
  switch (change.kind) {
    case 'integration_created':
    case 'external_created':
      return [`integration ${change.integrationId}`];
    case 'installation_enabled':
      return [`installation ${change.accountId} ${change.integrationId}`];
    case 'grant_given':
      return [`grant ${change.accountId} ${change.grantId}`];
    default:
      return [];
  }
}

/**
 * Names the row of a precondition, if another change of the commit may create that row. The creating change itself
 * still requires the row's earlier state.
 */
function rowOf(one: Precondition, { kind }: Change): string | undefined {
  switch (one.fact) {
    case 'integration':
      return `integration ${one.integrationId}`;
    case 'installation':
      return kind === 'installation_enabled' ? undefined : `installation ${one.accountId} ${one.integrationId}`;
    case 'grant':
      return `grant ${one.accountId} ${one.grantId}`;
    default:
      return undefined;
  }
}

/**
 * The preconditions of the actor's right to an action in the account. The action `operator` is open only to actors
 * without a membership.
 */
function right(
  action: Action | 'operator',
  { accountId, actor, at }: { readonly accountId: number; readonly actor: Actor; readonly at: Instant },
  hold: LockMode = 'share',
): readonly Precondition[] {
  const member = (): Precondition => ({
    fact: 'member',
    accountId,
    userId: actor.userId ?? 0,
    roles: action === 'operator' ? [] : rolesFor(action),
    state: 'active',
    hold,
  });
  switch (actor.as) {
    case undefined:
      return [member()];
    case 'grant':
      return [
        ...(actor.fullAccess ? [] : [member()]),
        integration(actor.integrationId, { state: 'active', keyEpoch: actor.keyEpoch }),
        installation({ accountId, integrationId: actor.integrationId }, { state: 'enabled' }),
        grant({ accountId, grantId: actor.grantId }),
      ];
    case 'client':
      return [{ fact: 'secret', integrationId: actor.integrationId, secretId: actor.secretId, at }];
    case 'operator':
    case 'platform':
    case 'invited':
      return [];
  }
}

/** The preconditions of a maker's right, required again when their invitation, code or adoption takes effect. */
function stillBehind(maker: Maker, accountId: number): readonly Precondition[] {
  const inPerson = activeAdmin(accountId, maker.userId);
  if (maker.by === 'person') return [inPerson];
  const { grantId, integrationId, keyEpoch } = maker;
  return [
    inPerson,
    integration(integrationId, { state: 'active', keyEpoch }),
    installation({ accountId, integrationId }, { state: 'enabled' }),
    grant({ accountId, grantId }),
  ];
}

/**
 * The preconditions of the membership that a grant's access comes from. A moved grant keeps its full access even when
 * its user has left.
 */
function grantor(given: {
  readonly accountId: number;
  readonly userId: number;
  readonly fullAccess: boolean;
  readonly moved: boolean;
}): readonly Precondition[] {
  const { accountId, userId, fullAccess, moved } = given;
  if (moved && fullAccess) return [];
  const roles = moved ? (['admin', 'member'] as const) : ([fullAccess ? 'admin' : 'member'] as const);
  return [{ fact: 'member', accountId, userId, roles, state: 'active', hold: 'share' }];
}

function activeAdmin(accountId: number, userId: number): Precondition {
  return { fact: 'member', accountId, userId, roles: ['admin'], state: 'active', hold: 'share' };
}

function account(accountId: number): Precondition {
  return { fact: 'account', accountId, hold: 'write' };
}

function integration(integrationId: string, is: IntegrationState, hold: LockMode = 'share'): Precondition {
  return { fact: 'integration', integrationId, is, hold };
}

function installation(
  where: { readonly accountId: number; readonly integrationId: string },
  is: InstallationState,
  hold: LockMode = 'share',
): Precondition {
  return { fact: 'installation', ...where, is, hold };
}

function grant(
  which: { readonly accountId: number; readonly grantId: string; readonly epoch?: number },
  hold: LockMode = 'share',
): Precondition {
  return { fact: 'grant', ...which, hold };
}
