import type { Actor, Maker, NonMemberActor } from '../access/actor.ts';
import type { Role } from '../access/grant-status.ts';
import type { Instant } from '../instant.ts';

export type AccountsChange =
  | {
      /** Notifies the account's admins. Stored once: a notice with this id is not created again. */
      readonly kind: 'admins_notified';
      readonly accountId: number;
      readonly noticeId: string;
      readonly notice: AdminsNotice;
      /** The acting person, who is not notified. */
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
       * Renames an account, which keeps its former name reserved. Stale when another account has, or had, the new one.
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
       * Stale unless the membership equals `from`. A person who is no longer an active admin loses their personal
       * tokens here.
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
      /** The maker from now on: the invitation is in force while they could invite. */
      readonly maker: Maker;
      /** The open invitation of this address that it replaces; stale when another one is open. */
      readonly replaces: string | undefined;
      /** A program asked to make the person an admin, which only an admin's own confirmation does. */
      readonly asksAdmin: boolean;
      readonly email: string;
      readonly name: string;
      readonly role: Role;
      readonly tokenHash: Uint8Array;
      /** The inviter passes the link on: no mail is sent. */
      readonly byLink?: true;
      /** The mail that carries the link; the token is sealed for that mail's row. */
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
      /** The invited person joins. Stale when the invitation was used or withdrawn, or they are already a member. */
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
      /** Creates the user and their membership. Stale also when the address got a user meanwhile. */
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

/** A notice to the admins of an account. */
export type AdminsNotice =
  | {
      /** A program invited somebody and asks to make them an admin. */
      readonly kind: 'admin_requested';
      readonly facts: {
        readonly accountId: number;
        readonly invitationId: string;
        readonly email: string;
        readonly integration: string;
      };
    }
  | {
      /** The person who started an adoption is no longer an admin, so nothing moves. */
      readonly kind: 'adoption_lapsed';
      readonly facts: { readonly integration: string; readonly origin: string };
    }
  | {
      readonly kind: 'integration_connected' | 'installation_disabled';
      readonly facts: NoticeAbout & { readonly account: string };
    }
  | { readonly kind: 'secret_rotated'; readonly facts: NoticeAbout & { readonly oldEndsAt: Instant } }
  | { readonly kind: 'secret_shown'; readonly facts: NoticeAbout };

/** The integration's name at that time, and the acting person; `null` for the operator. */
interface NoticeAbout {
  readonly accountId: number;
  readonly integrationId: string;
  readonly integration: string;
  readonly person: string | null;
}

/** A mail about a notice. When it is due, a rule decides whether it is still sent. */
export interface NoticeMail {
  readonly mailId: string;
  readonly recipient: string;
  readonly language: 'ru' | 'en';
}

export interface MemberStatus {
  readonly role: Role;
  readonly state: 'active' | 'deactivated';
}
