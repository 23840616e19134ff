import type { Actor } from '../access/actor.ts';
import type { NewSecret } from '../new-secret.ts';
import type { Instant } from '../instant.ts';

/**
 * The stored description of an external integration, from its metadata button.
 *
 * @see docs/spec/dialect.md#external-request
 */
export interface ExternalIntegration {
  readonly name: string;
  readonly descriptionHtml: string;
  readonly redirectUri: string;
  readonly secretsUri: string;
  readonly scopes: readonly string[];
  /** The logo's address. The logo is fetched after the commit, and nothing waits for it. */
  readonly logoUri: string | undefined;
}

/** The changes of an external integration and the handover of its keys. @see docs/spec/dialect.md#secrets-hook */
export type ExternalChange =
  | {
      readonly kind: 'external_created';
      /** The account in which the external integration is created, and which owns it. */
      readonly accountId: number;
      readonly integrationId: string;
      readonly metadata: ExternalIntegration;
      readonly secret: NewSecret;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** Starts the handover of a new external integration's keys to its server. */
      readonly kind: 'handover_started';
      readonly accountId: number;
      /** Idempotency key of the handover: one sealed request creates at most one integration. */
      readonly handoverId: string;
      readonly integrationId: string;
      readonly grantId: string;
      readonly userId: number;
      readonly deliveryId: string;
      /** The browser's way back to the integrator, sealed because it contains the integrator's `state`. */
      readonly sealedPath: Uint8Array;
      readonly pullChallenge: string | undefined;
      readonly at: Instant;
    }
  | {
      /** Sets the authorization code that a handover returns from now on. Stale unless its code was `before`. */
      readonly kind: 'handover_code_minted';
      readonly accountId: number;
      readonly handoverId: string;
      readonly codeId: string;
      readonly before: string | undefined;
      readonly at: Instant;
    }
  | {
      /** The integrator pulled the keys. Stale when the keys were already pulled. */
      readonly kind: 'handover_pulled';
      readonly accountId: number;
      readonly handoverId: string;
      readonly integrationId: string;
      readonly grantId: string;
      /** The user who allowed the integration; the change is stale when they are no longer an active admin. */
      readonly userId: number;
      readonly at: Instant;
      readonly address: string;
    }
  | {
      /** The external integration's logo was fetched, or is unusable. */
      readonly kind: 'external_logo_settled';
      readonly accountId: number;
      readonly integrationId: string;
      readonly logoHash: string | undefined;
    };
