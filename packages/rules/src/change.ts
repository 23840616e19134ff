import type { TextLanguage } from '@pristan/wire';
import type { Actor, NonMemberActor } from './access/actor.ts';
import type { AccountsChange } from './accounts/change.ts';
import type { HooksChange } from './hooks/change.ts';
import type { ConfigureChange } from './install/configure-change.ts';
import type { ExternalChange } from './authorize/external-change.ts';
import type { Instant } from './instant.ts';
import type { ModerationChange } from './moderation/change.ts';
import type { NewSecret } from './new-secret.ts';
import type { ConfirmationChange } from './confirmation-change.ts';
import type { PersonalTokenChange } from './token/personal-change.ts';
import type { FrozenFacts } from './frozen-facts.ts';
import type { ChangedField } from './registry/changed-field.ts';
import type { TextChange } from './registry/text-change.ts';
import type { WidgetChange } from './registry/widget-change.ts';
import type { AddressDifference } from './token/address-difference.ts';
import type { ExchangeRefusalReason } from './token/exchange-refusal-reason.ts';

export type { Actor, GrantActor, Maker, NonMemberActor, MemberActor, SecretActor, UsedToken } from './access/actor.ts';
export type { AccountsChange, AdminsNotice, MemberStatus } from './accounts/change.ts';
export type { NewSecret } from './new-secret.ts';
export type { ConfirmationAnswer } from './confirmation-change.ts';

/**
 * Every change that can be stored. A rule returns a list of them; the store applies the whole list atomically, and
 * answers *stale* when a fact that a change relies on no longer holds. The list is also the audit log: changes that an
 * account may read name their actor.
 *
 * Split by word, as is the store, which has one switch per word.
 */
export type Change =
  | TokenChange
  | InstallChange
  | ConfigureChange
  | RegistryChange
  | TextChange
  | AccountsChange
  | WidgetChange
  | HooksChange
  | ExternalChange
  | ModerationChange;

/**
 * The entries of the account's log: changes that name their actor, changes that the platform makes by itself, and a
 * password reset that the operator makes. An issued code is recorded as its grant.
 */
export type RecordedKind =
  | Exclude<Extract<Change, { readonly actor: Actor }>['kind'], 'code_issued'>
  | 'handover_pulled'
  | 'member_password_reset'
  | 'adoption_planned'
  | 'adoption_settled';

export interface NewFamily {
  readonly accountId: number;
  readonly familyId: string;
  readonly grantId: string;
  readonly integrationId: string;
  readonly epoch: number;
  readonly keyEpoch: number;
  readonly generation: number;
  readonly macKeyId: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly address: string;
}

export type TokenChange =
  | {
      /** Uses an unused code and stores its new family. Stale when the code is already used. */
      readonly kind: 'code_redeemed';
      readonly accountId: number;
      readonly codeId: string;
      readonly at: Instant;
      readonly family: NewFamily;
    }
  | {
      /**
       * Rotates generation `from` to the next. Stale when `from` is no longer current, or the grant is no longer live.
       */
      readonly kind: 'family_rotated';
      readonly accountId: number;
      readonly familyId: string;
      readonly from: number;
      readonly macKeyId: string;
      readonly at: Instant;
      readonly expiresAt: Instant;
      readonly address: string;
    }
  | {
      /** A superseded refresh token was presented again. Recorded once per token, and counted after that. */
      readonly kind: 'refresh_reused';
      readonly accountId: number;
      readonly familyId: string;
      readonly integrationId: string;
      readonly generation: number;
      readonly firstUsedAt: Instant | undefined;
      readonly firstAddress: string | undefined;
      readonly at: Instant;
      readonly address: string;
    }
  | {
      /**
       * The integration's last refused exchange. A code from an account other than the technical one is not recorded.
       */
      readonly kind: 'exchange_refused';
      readonly integrationId: string;
      /** The code's account; absent when the code does not exist. */
      readonly accountId: number | undefined;
      readonly fault: ExchangeRefusalReason;
      readonly difference: AddressDifference | undefined;
      readonly at: Instant;
    }
  | {
      /** A secret authenticated its first request: from now on it signs hooks. */
      readonly kind: 'secret_first_used';
      readonly integrationId: string;
      readonly secretId: string;
      readonly at: Instant;
    }
  | {
      /** A request that got no tokens authenticated: the integrator has received its keys. */
      readonly kind: 'keys_shown';
      readonly integrationId: string;
      readonly at: Instant;
    }
  | {
      /** A new long-lived token, stored without the token itself. */
      readonly kind: 'long_lived_minted';
      readonly accountId: number;
      readonly token: NewLongLivedToken;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** Stale when the token is already revoked. */
      readonly kind: 'long_lived_revoked';
      readonly accountId: number;
      readonly integrationId: string;
      readonly tokenId: string;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | PersonalTokenChange;

export interface NewLongLivedToken {
  readonly tokenId: string;
  readonly grantId: string;
  readonly integrationId: string;
  readonly name: string;
  readonly keyEpoch: number;
  readonly expiresAt: Instant;
}

export interface NewCode {
  readonly codeId: string;
  readonly keyId: string;
  readonly grantId: string;
  readonly integrationId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string | undefined;
  readonly keyEpoch: number;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  /**
   * The sealed code; only for codes that are read again: copied from a page, sent by hook, or returned by a handover.
   */
  readonly sealedCode: Uint8Array | undefined;
  /** True when its owner copies it from the integration's page; the sealed code then serves that page. */
  readonly copyable?: boolean;
}

export type InstallChange =
  | {
      /** Installed for the first time, or enabled again. Stale unless the installation still has `expectedEpoch`. */
      readonly kind: 'installation_enabled';
      readonly accountId: number;
      readonly integrationId: string;
      /** Absent when there was no installation. */
      readonly expectedEpoch: number | undefined;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** Disables an installation and raises its epoch, so that everything issued before stays dead. */
      readonly kind: 'installation_disabled';
      readonly accountId: number;
      readonly integrationId: string;
      readonly expectedEpoch: number;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /**
       * A person's consent: a new grant. Stale unless the installation is enabled with `epoch`, or when the grant
       * exists.
       */
      readonly kind: 'grant_given';
      readonly accountId: number;
      readonly grantId: string;
      readonly integrationId: string;
      readonly userId: number;
      readonly fullAccess: boolean;
      readonly scopes: readonly string[];
      /** The integration's version that these scopes come from. */
      readonly integrationVersion: number;
      readonly epoch: number;
      /** Moved from an external integration: its restrictions apply until the grant is renewed. */
      readonly restricted?: boolean;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** The same person consented again: the grant gets the new scopes and access, and is no longer restricted. */
      readonly kind: 'grant_renewed';
      readonly accountId: number;
      readonly grantId: string;
      readonly integrationId: string;
      readonly userId: number;
      readonly fullAccess: boolean;
      readonly scopes: readonly string[];
      /** The integration's version that these scopes come from. */
      readonly integrationVersion: number;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      readonly kind: 'grant_revoked';
      readonly accountId: number;
      readonly grantId: string;
      readonly integrationId: string;
      /** The person who gave it, and may revoke it whatever their role. */
      readonly userId: number;
      readonly at: Instant;
      readonly actor: Actor;
      /** True for the last active grant: revoking it raises the installation's epoch in the same step. */
      readonly last: boolean;
    }
  | {
      readonly kind: 'code_issued';
      readonly accountId: number;
      readonly code: NewCode;
      /**
       * The user id of the admin who waits for their external integration's keys. Stale unless they are still an active
       * admin.
       */
      readonly waitingAdmin?: number;
      readonly actor: Actor;
    }
  | ConfirmationChange;

export interface IntegrationFields {
  readonly name: string;
  /** The main language, of `summary` and `descriptionHtml`. */
  readonly language: TextLanguage;
  readonly summary: string;
  readonly descriptionHtml: string;
  readonly redirectUri: string;
  readonly buttonOrigins: readonly string[];
  readonly disconnectUri: string | undefined;
  readonly scopes: readonly string[];
  readonly logoHash: string | undefined;
}

export type RegistryChange =
  | {
      readonly kind: 'integration_created';
      readonly integrationId: string;
      readonly accountId: number;
      readonly integrationKind: 'private' | 'public';
      readonly fields: IntegrationFields;
      readonly secret: NewSecret;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      readonly kind: 'integration_edited';
      readonly accountId: number;
      readonly integrationId: string;
      readonly expectedVersion: number;
      readonly fields: IntegrationFields;
      /** The changed fields, for the log. */
      readonly changed: readonly ChangedField[];
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      readonly kind: 'integration_switched';
      readonly accountId: number;
      readonly integrationId: string;
      readonly state: 'active' | 'stopped';
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      readonly kind: 'integration_deleted';
      readonly accountId: number;
      readonly integrationId: string;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /**
       * Publishes the integration, or again: `facts` are now the reviewed ones. Stale unless it still has
       * `expectedVersion`, and when another publication took the number.
       */
      readonly kind: 'integration_published';
      readonly accountId: number;
      readonly integrationId: string;
      readonly expectedVersion: number;
      /** The integration's publications, counted from 1. */
      readonly number: number;
      readonly facts: FrozenFacts;
      readonly at: Instant;
      readonly actor: NonMemberActor;
    }
  | {
      /** Ends publication. Accounts that have it installed keep it; no other account can find or connect it. */
      readonly kind: 'integration_unpublished';
      readonly accountId: number;
      readonly integrationId: string;
      readonly expectedVersion: number;
      readonly at: Instant;
      readonly actor: NonMemberActor;
    }
  | {
      /**
       * A new secret; `replaces` works until `overlapEndsAt`, and older secrets end now. Stale when `replaces` is no
       * longer the newest.
       */
      readonly kind: 'secret_rotated';
      readonly accountId: number;
      readonly integrationId: string;
      readonly secret: NewSecret;
      readonly replaces: string;
      readonly overlapEndsAt: Instant;
      /** Raises the key epoch: every refresh-token family and access token issued before is dead. */
      readonly revokeNow: boolean;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      readonly kind: 'secret_revealed';
      readonly accountId: number;
      readonly integrationId: string;
      readonly at: Instant;
      readonly actor: Actor;
    };
