import type { Actor } from './access/actor.ts';
import type { AccountsChange } from './accounts/change.ts';
import type { NoticeChange } from './notice-change.ts';
import type { AuthorizeChange } from './authorize/change.ts';
import type { ExternalChange } from './authorize/external-change.ts';
import type { ConfirmationChange } from './confirmation-change.ts';
import type { HooksChange } from './hooks/change.ts';
import type { InstallChange } from './install/change.ts';
import type { ConfigureChange } from './install/configure-change.ts';
import type { ModerationChange } from './moderation/change.ts';
import type { RegistryChange } from './registry/change.ts';
import type { TextChange } from './registry/text-change.ts';
import type { WidgetChange } from './registry/widget-change.ts';
import type { TokenChange } from './token/change.ts';

export type { Actor, GrantActor, Maker, NonMemberActor, MemberActor, SecretActor, UsedToken } from './access/actor.ts';
export type { AccountsChange, MemberStatus } from './accounts/change.ts';
export type { NoticeChange, NoticeMail, QueuedMail } from './notice-change.ts';
export type { AuthorizeChange } from './authorize/change.ts';
export type { NewSecret } from './new-secret.ts';
export type { NewCode } from './new-code.ts';
export type { ConfirmationAnswer, ConfirmationChange } from './confirmation-change.ts';
export type { InstallChange } from './install/change.ts';
export type { IntegrationFields, RegistryChange } from './registry/change.ts';
export type { NewFamily, NewLongLivedToken, TokenChange } from './token/change.ts';

/**
 * Every change that can be stored. A rule returns a list of changes; the store applies the whole list atomically, and
 * answers *stale* when a fact that a change relies on no longer holds. The list is also the audit log: changes that an
 * account may read name their actor.
 *
 * One union for each word (token, install, …); the store has one handler for each kind of change.
 */
export type Change =
  | TokenChange
  | AuthorizeChange
  | InstallChange
  | ConfigureChange
  | RegistryChange
  | TextChange
  | AccountsChange
  | NoticeChange
  | WidgetChange
  | HooksChange
  | ExternalChange
  | ModerationChange
  | ConfirmationChange;

/**
 * The kinds of entries in an account's log: changes that name their actor, changes that the platform makes by itself,
 * and a password reset that the operator makes. An issued code has no entry: its grant has.
 */
export type RecordedKind =
  | Exclude<Extract<Change, { readonly actor: Actor }>['kind'], 'code_issued'>
  | 'handover_pulled'
  | 'member_password_reset'
  | 'adoption_planned'
  | 'adoption_settled';
