import type { Actor, Maker, NonMemberActor } from '../access/actor.ts';
import type { Role } from '../access/grant-status.ts';
import type { Instant } from '../instant.ts';

export type AccountsChange =
  | {
      /** Notifies the account's admins of an event. Stored once: a notification with this ID is not created again. */
      readonly kind: 'admins_notified';
      readonly accountId: number;
      readonly noticeId: string;
      readonly notice: AdminsNotice;
      /** The user who caused the event, who is not notified. */
      readonly besides?: number | undefined;
      readonly letters?: readonly NoticeMail[];
      readonly at: Instant;
    }
  | {
      readonly kind: 'account_created';
      readonly subdomain: string;
      readonly name: string;
      readonly at: Instant;
      readonly actor: NonMemberActor;
    }
  | {
      /**
       * Renames an account, and keeps its former name reserved for it. Stale when another account has, or had, the new
       * name.
       */
      readonly kind: 'account_renamed';
      readonly accountId: number;
      readonly subdomain: string;
      readonly at: Instant;
      readonly actor: NonMemberActor;
    }
  | {
      readonly kind: 'member_added';
      readonly accountId: number;
      readonly userId: number;
      readonly role: Role;
      readonly at: Instant;
      readonly actor: NonMemberActor;
    }
  | {
      /**
       * Changes a member's role or state. Stale unless the membership equals `from`. A user who is no longer an active
       * admin loses their personal access tokens in this account.
       */
      readonly kind: 'member_changed';
      readonly accountId: number;
      readonly userId: number;
      readonly from: MemberStatus;
      readonly to: MemberStatus;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      readonly kind: 'invitation_sent';
      readonly accountId: number;
      readonly invitationId: string;
      /** The invitation's maker from now on: the invitation is in force while they may invite. */
      readonly maker: Maker;
      /** The open invitation of this address that the new one replaces; stale when another one is open. */
      readonly replaces: string | undefined;
      /** True when a program asked to make the user an admin, which only an admin's own confirmation does. */
      readonly asksAdmin: boolean;
      readonly email: string;
      readonly name: string;
      readonly role: Role;
      readonly tokenHash: Uint8Array;
      /** The inviter passes the invitation link on: no mail is sent. */
      readonly byLink?: true;
      /** The mail that carries the invitation link; the token is sealed for that mail's row. */
      readonly mailId: string;
      readonly sealedToken: Uint8Array;
      readonly expiresAt: Instant;
      readonly language: 'ru' | 'en';
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      readonly kind: 'invitation_revoked';
      readonly accountId: number;
      readonly invitationId: string;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /**
       * The invited user joins the account. Stale when the invitation was used or withdrawn, or they are already a
       * member.
       */
      readonly kind: 'invitation_accepted';
      readonly accountId: number;
      readonly invitationId: string;
      readonly userId: number;
      readonly role: Role;
      readonly maker: Maker;
      readonly at: Instant;
      readonly actor: NonMemberActor;
    }
  | {
      /**
       * Creates the invited user and their membership. Stale when the invitation was used or withdrawn, or the address
       * got a user meanwhile.
       */
      readonly kind: 'person_joined';
      readonly accountId: number;
      readonly invitationId: string;
      readonly email: string;
      readonly name: string;
      readonly language: 'ru' | 'en';
      readonly passwordHash: string;
      readonly role: Role;
      readonly maker: Maker;
      readonly at: Instant;
      readonly actor: NonMemberActor;
    };

/** A notification to the admins of an account. */
export type AdminsNotice =
  | {
      /** A program invited a user and asks to make them an admin. */
      readonly kind: 'admin_requested';
      readonly facts: {
        readonly accountId: number;
        readonly invitationId: string;
        readonly email: string;
        readonly integration: string;
      };
    }
  | {
      /** The user who started an adoption is no longer an admin, so no grant moves. */
      readonly kind: 'adoption_lapsed';
      readonly facts: { readonly integration: string; readonly origin: string };
    }
  | {
      readonly kind: 'integration_connected' | 'installation_disabled';
      readonly facts: NoticeAbout & { readonly account: string };
    }
  | { readonly kind: 'secret_rotated'; readonly facts: NoticeAbout & { readonly oldEndsAt: Instant } }
  | { readonly kind: 'secret_shown'; readonly facts: NoticeAbout };

/** The integration's name at the time of the event, and the acting user's name; `null` for the operator. */
interface NoticeAbout {
  readonly accountId: number;
  readonly integrationId: string;
  readonly integration: string;
  readonly person: string | null;
}

/** A mail about a notification. When the mail is due, `isNoticeMailDue` decides whether it is still sent. */
export interface NoticeMail {
  readonly mailId: string;
  readonly recipient: string;
  readonly language: 'ru' | 'en';
}

export interface MemberStatus {
  readonly role: Role;
  readonly state: 'active' | 'deactivated';
}
