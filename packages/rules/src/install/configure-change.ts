import type { Actor, SecretHolder } from '../actor.ts';
import type { Instant } from '../instant.ts';

/** Whether an installation's integrator may ask for codes by itself. */
export type FreshCodes = 'allowed' | 'forbidden';

/** A value of a settings field as it is stored: in clear, or sealed for its place. */
export type KeptValue = { readonly value: string } | { readonly sealed: Uint8Array };

export type ConfigureChange =
  | {
      /** The fields named take these values, or none; all others stay. Stale when there is no such installation. */
      readonly kind: 'settings_kept';
      readonly accountId: number;
      readonly integrationId: string;
      /** The live version of the widget that asks for them; absent: there is none. */
      readonly widget: number | undefined;
      readonly kept: readonly (KeptValue & { readonly field: string })[];
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
       * The integrator's server asked for a code. Stale unless the installation is enabled with `epoch` and allows it, the
       * grant is active, and fewer than `freshCodesPerHourMax` were asked for after `since`.
       */
      readonly kind: 'fresh_code_asked';
      readonly accountId: number;
      readonly integrationId: string;
      readonly codeId: string;
      readonly grantId: string;
      readonly epoch: number;
      readonly since: Instant;
      readonly at: Instant;
      readonly actor: SecretHolder;
    };
