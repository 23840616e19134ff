import type { Actor, SecretActor } from '../access/actor.ts';
import type { FreshCodes } from '../fresh-codes.ts';
import type { Instant } from '../instant.ts';

/** A stored value of a widget's settings field: in clear, or sealed for its installation and field. */
export type StoredValue = { readonly value: string } | { readonly sealed: Uint8Array };

export type ConfigureChange =
  | {
      /**
       * Sets or removes the named fields of an installation's settings; all others stay unchanged. Stale when the
       * installation does not exist.
       */
      readonly kind: 'settings_kept';
      readonly accountId: number;
      readonly integrationId: string;
      /** The published widget version whose settings these are; absent when there is none. */
      readonly widget: number | undefined;
      readonly kept: readonly (StoredValue & { readonly field: string })[];
      readonly removed: readonly string[];
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      readonly kind: 'fresh_codes_switched';
      readonly accountId: number;
      readonly integrationId: string;
      readonly freshCodes: FreshCodes;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /**
       * The integrator's server asked for a new authorization code. Stale unless the installation is enabled with
       * `epoch` and allows such requests, the grant is active, and fewer than `freshCodesPerHourMax` codes were
       * requested after `since`.
       */
      readonly kind: 'fresh_code_asked';
      readonly accountId: number;
      readonly integrationId: string;
      readonly codeId: string;
      readonly grantId: string;
      readonly epoch: number;
      readonly since: Instant;
      readonly at: Instant;
      readonly actor: SecretActor;
    };
