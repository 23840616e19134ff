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

export type ModerationChange =
  | {
      /**
       * Records that a group of clones has passed the threshold. Admins of the technical accounts of public
       * integrations with its origins are notified on the page and by mail. Stale when it was already recorded.
       */
      readonly kind: 'clone_notice_recorded';
      readonly group: CloneGroup;
      readonly accounts: number;
      readonly threshold: number;
      readonly at: Instant;
    }
  | {
      /**
       * Starts an adoption: asks for every clone with this origin that was not asked for before, and notifies the
       * admins of their accounts on the page and by mail. Stale without such a clone, or when the integration's address
       * has changed.
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
      /** An account refuses the adoption and keeps its clones permanently. Stale when none of the clones is pending. */
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
