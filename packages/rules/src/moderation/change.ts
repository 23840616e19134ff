import type { NoticeFactsOf } from '@pristan/wire';
import type { Actor } from '../access/actor.ts';
import type { Instant } from '../instant.ts';

/**
 * A group of clones: external integrations whose redirect URI and secrets URI have the same two origins, and which are
 * thus one product.
 */
export interface CloneGroup {
  readonly redirectOrigin: string;
  readonly secretsOrigin: string;
}

/** A clone that an adoption asks for, in its account. */
export interface AskedClone {
  readonly accountId: number;
  readonly integrationId: string;
}

type AdoptionPlan = NoticeFactsOf<'adoption_planned'>;

export type ModerationChange =
  | {
      /** Records that a group has passed the threshold. Stale when it was already recorded. */
      readonly kind: 'clone_notice_recorded';
      readonly group: CloneGroup;
      readonly accounts: number;
      readonly threshold: number;
      /** The mail addresses that are notified with it. */
      readonly mailedTo: readonly string[];
      readonly at: Instant;
    }
  | {
      /**
       * Starts an adoption of these clones. Stale when one of them was asked for meanwhile, or when the integration's
       * address has changed.
       */
      readonly kind: 'adoption_started';
      /** The technical account of the adopting integration. */
      readonly accountId: number;
      readonly integrationId: string;
      readonly adoptionId: string;
      readonly origin: string;
      readonly movesAt: Instant;
      readonly clones: readonly AskedClone[];
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** Records the plan in the log of each account that has such a clone. */
      readonly kind: 'adoption_planned';
      /** The adopting integration. */
      readonly integrationId: string;
      readonly accounts: readonly { readonly accountId: number; readonly facts: AdoptionPlan }[];
      readonly at: Instant;
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
      /**
       * The result of an adoption for an account's clones, on the adoption's date. Stale unless exactly these clones
       * are pending.
       */
      readonly kind: 'adoption_settled';
      readonly accountId: number;
      readonly adoptionId: string;
      readonly moved: readonly string[];
      /**
       * The user who started the adoption, and the technical account. The change is stale unless they are still an
       * active admin of that account.
       */
      readonly starter: { readonly accountId: number; readonly userId: number } | undefined;
      readonly lapsed: readonly string[];
      readonly at: Instant;
    }
  | {
      /** Stops a clone permanently, with its keys and tokens. Stale when the clone is already stopped or deleted. */
      readonly kind: 'clone_adopted';
      readonly accountId: number;
      readonly integrationId: string;
      /** The clone's moved grants; stale when one of them was revoked meanwhile. */
      readonly grantIds: readonly string[];
      /** The published integration that replaced the clone. */
      readonly adopterId: string;
      readonly at: Instant;
      readonly actor: Actor;
    };
