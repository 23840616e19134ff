import type { Actor } from '../access/actor.ts';
import type { Instant } from '../instant.ts';

export type InstallChange =
  | {
      /**
       * Installs an integration for the first time, or enables it again. Stale unless the installation still has
       * `expectedEpoch`.
       */
      readonly kind: 'installation_enabled';
      readonly accountId: number;
      readonly integrationId: string;
      /** Absent when there was no installation. */
      readonly expectedEpoch: number | undefined;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** Disables an installation and raises its epoch, so that no token or code issued before works again. */
      readonly kind: 'installation_disabled';
      readonly accountId: number;
      readonly integrationId: string;
      readonly expectedEpoch: number;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /**
       * Gives a new grant, by a user's consent. Stale unless the installation is enabled with `epoch`, or when the
       * grant exists.
       */
      readonly kind: 'grant_given';
      readonly accountId: number;
      readonly grantId: string;
      readonly integrationId: string;
      readonly userId: number;
      readonly fullAccess: boolean;
      readonly scopes: readonly string[];
      /** The integration's version that these scopes come from. */
      readonly integrationVersion: number;
      readonly epoch: number;
      /** True for a grant moved from an external integration: its restrictions apply until the grant is renewed. */
      readonly restricted?: boolean;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /**
       * Renews a grant, because the same user consented again: it gets the new scopes and access, and is no longer
       * restricted.
       */
      readonly kind: 'grant_renewed';
      readonly accountId: number;
      readonly grantId: string;
      readonly integrationId: string;
      readonly userId: number;
      readonly fullAccess: boolean;
      readonly scopes: readonly string[];
      /** The integration's version that these scopes come from. */
      readonly integrationVersion: number;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      readonly kind: 'grant_revoked';
      readonly accountId: number;
      readonly grantId: string;
      readonly integrationId: string;
      /** The user who gave the grant, and may revoke it whatever their role. */
      readonly userId: number;
      readonly at: Instant;
      readonly actor: Actor;
      /**
       * True for the last active grant of an installation: revoking it raises the installation's epoch in the same
       * commit.
       */
      readonly last: boolean;
    };
