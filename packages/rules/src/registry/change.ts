import type { IntegrationFieldValues } from '@pristan/wire';
import type { Actor, NonMemberActor } from '../access/actor.ts';
import type { FrozenFacts } from '../frozen-facts.ts';
import type { Instant } from '../instant.ts';
import type { NewSecret } from '../new-secret.ts';
import type { ChangedField } from './changed-field.ts';

/** The fields of an integration that its technical account writes, with the logo that it uploaded. */
export interface IntegrationFields extends IntegrationFieldValues {
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
      /** The fields that the edit changed, for the log. */
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
       * Publishes the integration, for the first time or again: `facts` are now the reviewed ones. Stale unless it
       * still has `expectedVersion`, and when another publication took the number.
       */
      readonly kind: 'integration_published';
      readonly accountId: number;
      readonly integrationId: string;
      readonly expectedVersion: number;
      /** The number of the integration's publication, counted from 1. */
      readonly number: number;
      readonly facts: FrozenFacts;
      readonly at: Instant;
      readonly actor: NonMemberActor;
    }
  | {
      /**
       * Unpublishes an integration. Accounts that have it installed keep it; no other account can find or connect it.
       */
      readonly kind: 'integration_unpublished';
      readonly accountId: number;
      readonly integrationId: string;
      readonly expectedVersion: number;
      readonly at: Instant;
      readonly actor: NonMemberActor;
    }
  | {
      /**
       * Stores a new client secret; `replaces` works until `overlapEndsAt`, and older secrets end now. Stale when
       * `replaces` is no longer the newest.
       */
      readonly kind: 'secret_rotated';
      readonly accountId: number;
      readonly integrationId: string;
      readonly secret: NewSecret;
      readonly replaces: string;
      readonly overlapEndsAt: Instant;
      /** True to raise the key epoch: every refresh-token family and access token issued before stops working. */
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
