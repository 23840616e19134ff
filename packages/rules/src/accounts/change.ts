import type { Actor, Maker, Outsider } from '../actor.ts';
import type { Role } from '../access/standing.ts';
import type { Instant } from '../instant.ts';

export type AccountsChange =
  | {
      /** The account's admins are told. Told once: a notice with this id is not made again. */
      readonly kind: 'admins_notified';
      readonly accountId: number;
      readonly noticeId: string;
      readonly notice: AdminsNotice;
      readonly at: Instant;
    }
  | {
      readonly kind: 'account_created';
      readonly subdomain: string;
      readonly name: string;
      readonly at: Instant;
      readonly actor: Outsider;
    }
  | {
      /** Another name; the one before stays with the account. Stale when somebody else has, or had, the new one. */
      readonly kind: 'account_renamed';
      readonly accountId: number;
      readonly subdomain: string;
      readonly at: Instant;
      readonly actor: Outsider;
    }
  | {
      readonly kind: 'member_added';
      readonly accountId: number;
      readonly userId: number;
      readonly role: Role;
      readonly at: Instant;
      readonly actor: Outsider;
    }
  | {
      /** Stale unless the membership is as the rule saw it (`from`). Whoever is no active admin any more loses their personal tokens here. */
      readonly kind: 'member_changed';
      readonly accountId: number;
      readonly userId: number;
      readonly from: MemberStanding;
      readonly to: MemberStanding;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      readonly kind: 'invitation_sent';
      readonly accountId: number;
      readonly invitationId: string;
      /** Owner from now on: the invitation holds as long as they could invite. */
      readonly maker: Maker;
      /** The open invitation of this address that ends with it; stale when another one is open. */
      readonly replaces: string | undefined;
      /** A program asked that the person becomes an admin, which only an admin's own press makes them. */
      readonly asksAdmin: boolean;
      readonly email: string;
      readonly name: string;
      readonly role: Role;
      readonly tokenHash: Uint8Array;
      /** The mail that carries the link; the token is sealed for its place. */
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
      /** The invited person joins. Stale when the invitation was used or withdrawn, or when they are a member already. */
      readonly kind: 'invitation_accepted';
      readonly accountId: number;
      readonly invitationId: string;
      readonly userId: number;
      readonly role: Role;
      readonly maker: Maker;
      readonly at: Instant;
      readonly actor: Outsider;
    }
  | {
      /** Somebody new here comes to be and joins. Stale also when a person with this address came to be meanwhile. */
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
      readonly actor: Outsider;
    };

/** A notice for the admins of an account. */
export type AdminsNotice =
  | {
      /** A program invited somebody and asks that they become an admin. */
      readonly kind: 'admin_requested';
      readonly facts: {
        readonly accountId: number;
        readonly invitationId: string;
        readonly email: string;
        readonly integration: string;
      };
    }
  | {
      /** The person who started an adoption is no admin any more, so that it moves nothing. */
      readonly kind: 'adoption_lapsed';
      readonly facts: { readonly integration: string; readonly origin: string };
    };

export interface MemberStanding {
  readonly role: Role;
  readonly state: 'active' | 'deactivated';
}
