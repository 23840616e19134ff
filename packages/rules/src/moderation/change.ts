import type { Actor } from '../access/actor.ts';
import type { Instant } from '../instant.ts';

/** The origins of both addresses, which identify external integrations of one product. */
export interface CloneGroup {
  readonly redirectOrigin: string;
  readonly secretsOrigin: string;
}

export type ModerationChange =
  | {
      /**
       * Records that a group has passed the threshold. Admins of the technical accounts of public integrations with its
       * origins are notified by notice and mail. Stale when it was already recorded.
       */
      readonly kind: 'clone_notice_recorded';
      readonly group: CloneGroup;
      readonly accounts: number;
      readonly threshold: number;
      readonly at: Instant;
    }
  | {
      /**
       * Asks for every clone with these origins that was not asked for before, and notifies the admins of their
       * accounts by notice and mail. Stale without such a clone, or when the integration's address has changed.
       */
      readonly kind: 'adoption_started';
      /** The technical account of the adopting integration. */
      readonly accountId: number;
      readonly integrationId: string;
      readonly adoptionId: string;
      readonly origin: string;
      readonly movesAt: Instant;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** An account keeps its clones permanently. Stale when none of them is pending. */
      readonly kind: 'adoption_refused';
      readonly accountId: number;
      readonly adoptionId: string;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** The result for an account's clones on the date. Stale unless exactly these are pending. */
      readonly kind: 'adoption_settled';
      readonly accountId: number;
      readonly adoptionId: string;
      readonly moved: readonly string[];
      /**
       * The person who started the adoption, and the technical account. A move is stale unless they are still an active
       * admin there.
       */
      readonly starter: { readonly accountId: number; readonly userId: number } | undefined;
      readonly lapsed: readonly string[];
      readonly at: Instant;
    }
  | {
      /** Stops a clone permanently, with its keys and tokens. Stale when it is already stopped or deleted. */
      readonly kind: 'clone_adopted';
      readonly accountId: number;
      readonly integrationId: string;
      /** Its moved grants; stale when one of them was revoked meanwhile. */
      readonly grantIds: readonly string[];
      /** The published integration that replaced it. */
      readonly adopterId: string;
      readonly at: Instant;
      readonly actor: Actor;
    };
