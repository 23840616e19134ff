import type { Language } from '@pristan/wire';
import type { Actor, Maker, NonMemberActor } from '../access/actor.ts';
import type { Role } from '../access/grant-status.ts';
import type { Instant } from '../instant.ts';

export type AccountsChange =
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
      /** Stale unless the membership equals `from`. */
      readonly kind: 'member_changed';
      readonly accountId: number;
      readonly userId: number;
      readonly from: MemberStatus;
      readonly to: MemberStatus;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /**
       * Revokes the grants that a member gave in their own name, permanently. Stale unless these are all that are not
       * revoked.
       */
      readonly kind: 'grants_ended';
      readonly accountId: number;
      readonly userId: number;
      readonly grantIds: readonly string[];
      readonly at: Instant;
      readonly by: Actor;
    }
  | {
      /** Redeems a reset link; the person's other links stop working. Stale unless the link is open. */
      readonly kind: 'password_chosen';
      readonly tokenHash: Uint8Array;
      readonly userId: number;
      readonly passwordHash: string;
      readonly at: Instant;
    }
  | {
      /** Signs a person out everywhere. */
      readonly kind: 'sessions_ended';
      readonly userId: number;
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
      readonly expiresAt: Instant;
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
      readonly language: Language;
      readonly passwordHash: string;
      readonly role: Role;
      readonly maker: Maker;
      readonly at: Instant;
      readonly actor: NonMemberActor;
    };

export interface MemberStatus {
  readonly role: Role;
  readonly state: 'active' | 'deactivated';
}
