import type { Actor } from '../actor.ts';
import type { Instant } from '../instant.ts';

/** What makes external integrations the same product: the origins of both addresses. */
export interface CloneGroup {
  readonly redirectOrigin: string;
  readonly secretsOrigin: string;
}

export type ModerationChange =
  | {
      /**
       * The group is past the threshold. Admins of the technical accounts of public integrations that have its origins
       * are told and mailed. Stale when it was recorded before.
       */
      readonly kind: 'clone_notice_recorded';
      readonly group: CloneGroup;
      readonly accounts: number;
      readonly threshold: number;
      readonly at: Instant;
    }
  | {
      /**
       * Every clone of these origins that nobody has asked about is asked for, and the admins of its account are told
       * and mailed. Stale when there is none, or when the integration's address is another by now.
       */
      readonly kind: 'adoption_started';
      /** The technical account of the integration that adopts. */
      readonly accountId: number;
      readonly integrationId: string;
      readonly adoptionId: string;
      readonly origin: string;
      readonly movesAt: Instant;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** An account keeps its clones, for good. Stale when nothing is pending there. */
      readonly kind: 'adoption_refused';
      readonly accountId: number;
      readonly adoptionId: string;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** What became of an account's clones on the date. Stale unless exactly these are pending. */
      readonly kind: 'adoption_settled';
      readonly accountId: number;
      readonly adoptionId: string;
      readonly moved: readonly string[];
      /** Who started it, in the technical account; a move is stale when they are no active admin there any more. */
      readonly starter: { readonly accountId: number; readonly userId: number } | undefined;
      readonly lapsed: readonly string[];
      readonly at: Instant;
    }
  | {
      /** A clone is stopped for good: its keys and tokens end. Stale when it is stopped or deleted already. */
      readonly kind: 'clone_adopted';
      readonly accountId: number;
      readonly integrationId: string;
      /** Its grants that were moved; stale when one of them was revoked since. */
      readonly grantIds: readonly string[];
      /** The published integration that took its place. */
      readonly adopterId: string;
      readonly at: Instant;
      readonly actor: Actor;
    };
