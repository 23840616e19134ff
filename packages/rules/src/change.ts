import type { TextLanguage } from '@pristan/wire';
import type { Actor, Outsider } from './actor.ts';
import type { AccountsChange } from './accounts/change.ts';
import type { HooksChange } from './hooks/change.ts';
import type { ConfigureChange } from './install/configure-change.ts';
import type { ExternalChange } from './install/external-change.ts';
import type { Instant } from './instant.ts';
import type { ModerationChange } from './moderation/change.ts';
import type { NewSecret } from './new-secret.ts';
import type { PressChange } from './press-change.ts';
import type { PersonalTokenChange } from './token/personal-change.ts';
import type { FrozenFacts } from './frozen-facts.ts';
import type { TextChange } from './registry/text-change.ts';
import type { WidgetChange } from './registry/widget-change.ts';
import type { AddressDifference } from './token/address-difference.ts';
import type { ExchangeFault } from './token/exchange-fault.ts';

export type { Actor, GrantHolder, Maker, Outsider, Person, SecretHolder, UsedToken } from './actor.ts';
export type { AccountsChange, AdminsNotice, MemberStanding } from './accounts/change.ts';
export type { NewSecret } from './new-secret.ts';
export type { PressAnswer } from './press-change.ts';

/**
 * Everything that can be stored, in the domain's words. A rule returns a list of these; the store carries the whole list
 * out in one atomic step, and answers *stale* when a fact that a change relies on is no longer so. The list is also the
 * audit log: changes that an account should be able to read back name their actor.
 *
 * Split by word; see the store's one switch per word.
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
 * What the account's log keeps: changes that name their actor, and those that the platform makes by itself. Of a code
 * the log has the grant that it is of.
 */
export type RecordedKind =
  | Exclude<Extract<Change, { readonly actor: Actor }>['kind'], 'code_issued'>
  | 'handover_pulled'
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
      /** The code, unused until now, is used; its family is born. Stale when somebody else used it first. */
      readonly kind: 'code_redeemed';
      readonly accountId: number;
      readonly codeId: string;
      readonly at: Instant;
      readonly family: NewFamily;
    }
  | {
      /** From generation `from` to the next. Stale when it is no longer `from`, or when the grant stopped being live. */
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
      /** A refresh token that has had its successor was presented again. Recorded once per token, counted after that. */
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
      /** The integration's last refused exchange. Nothing is kept of a code of another account than its technical one. */
      readonly kind: 'exchange_refused';
      readonly integrationId: string;
      /** The code's account; absent: there is no such code. */
      readonly accountId: number | undefined;
      readonly fault: ExchangeFault;
      readonly difference: AddressDifference | undefined;
      readonly at: Instant;
    }
  | {
      /** A secret has authenticated a request for the first time: from now on hooks are signed with it. */
      readonly kind: 'secret_first_used';
      readonly integrationId: string;
      readonly secretId: string;
      readonly at: Instant;
    }
  | {
      /** A long-lived token, of which only what it is about is kept. */
      readonly kind: 'long_lived_minted';
      readonly accountId: number;
      readonly token: NewLongLivedToken;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** Stale when it was revoked before. */
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
  /** Present only for a code that is read again: to be copied, to be sent by hook, or to be given by a handover. */
  readonly sealedCode: Uint8Array | undefined;
  /** Whether its owner copies it from the integration's page; when it is sealed, that is what it is sealed for. */
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
      /** Off; the epoch is raised, so that nothing born before works again. */
      readonly kind: 'installation_disabled';
      readonly accountId: number;
      readonly integrationId: string;
      readonly expectedEpoch: number;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** A person's consent: a new grant. Stale unless the installation is enabled with `epoch`, or a grant is there. */
      readonly kind: 'grant_given';
      readonly accountId: number;
      readonly grantId: string;
      readonly integrationId: string;
      readonly userId: number;
      readonly fullAccess: boolean;
      readonly scopes: readonly string[];
      /** The version of the integration that these scopes are from. */
      readonly integrationVersion: number;
      readonly epoch: number;
      /** Moved from an external integration: held to that kind's restrictions until it is renewed. */
      readonly restricted?: boolean;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** The same person consented again: the grant takes the new extent, and is restricted no more. */
      readonly kind: 'grant_renewed';
      readonly accountId: number;
      readonly grantId: string;
      readonly integrationId: string;
      readonly userId: number;
      readonly fullAccess: boolean;
      readonly scopes: readonly string[];
      /** The version of the integration that these scopes are from. */
      readonly integrationVersion: number;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      readonly kind: 'grant_revoked';
      readonly accountId: number;
      readonly grantId: string;
      readonly integrationId: string;
      /** Who gave it; theirs to revoke, whatever they are by now. */
      readonly userId: number;
      readonly at: Instant;
      readonly actor: Actor;
      /** The last active grant went: the installation's epoch is raised in the same step. */
      readonly last: boolean;
    }
  | {
      readonly kind: 'code_issued';
      readonly accountId: number;
      readonly code: NewCode;
      /** User id of the admin who waits for their external integration's keys; stale once they are no active admin. */
      readonly waitingAdmin?: number;
      readonly actor: Actor;
    }
  | PressChange;

export interface IntegrationFields {
  readonly name: string;
  /** The main one: of `summary` and `descriptionHtml`. */
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
       * Published, or published again: `facts` are the reviewed ones from now on. Stale unless the integration still has
       * `expectedVersion`, and when another publication took the number.
       */
      readonly kind: 'integration_published';
      readonly accountId: number;
      readonly integrationId: string;
      readonly expectedVersion: number;
      /** Counts the integration's publications, from 1. */
      readonly number: number;
      readonly facts: FrozenFacts;
      readonly at: Instant;
      readonly actor: Outsider;
    }
  | {
      /**
       * A new secret; `replaces` works until `overlapEndsAt`. Secrets older than that one end now. Stale when `replaces` is
       * no longer the newest.
       */
      readonly kind: 'secret_rotated';
      readonly accountId: number;
      readonly integrationId: string;
      readonly secret: NewSecret;
      readonly replaces: string;
      readonly overlapEndsAt: Instant;
      /** Raise the key epoch: every family and access token from before is dead. */
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
