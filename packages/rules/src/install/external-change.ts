import type { Actor } from '../actor.ts';
import type { NewSecret } from '../new-secret.ts';
import type { Instant } from '../instant.ts';

/** What a metadata button describes, as it is kept. */
export interface ExternalIntegration {
  readonly name: string;
  readonly descriptionHtml: string;
  readonly redirectUri: string;
  readonly secretsUri: string;
  readonly scopes: readonly string[];
  /** Fetched afterwards; nothing waits for it. */
  readonly logoUri: string | undefined;
}

export type ExternalChange =
  | {
      readonly kind: 'external_created';
      /** The account it is created in, and which owns it. */
      readonly accountId: number;
      readonly integrationId: string;
      readonly metadata: ExternalIntegration;
      readonly secret: NewSecret;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** The keys of a new external integration are on their way. */
      readonly kind: 'handover_started';
      readonly accountId: number;
      /** Drawn with the request: one request is allowed once. */
      readonly handoverId: string;
      readonly integrationId: string;
      readonly grantId: string;
      readonly userId: number;
      readonly deliveryId: string;
      /** How the browser goes back, sealed: it holds the integrator's state. */
      readonly sealedPath: Uint8Array;
      readonly pullChallenge: string | undefined;
      readonly at: Instant;
    }
  | {
      /** The code that a handover gives from now on. Stale unless its code was `before`. */
      readonly kind: 'handover_code_minted';
      readonly accountId: number;
      readonly handoverId: string;
      readonly codeId: string;
      readonly before: string | undefined;
      readonly at: Instant;
    }
  | {
      /** The integrator fetched the keys itself. Stale when it did before. */
      readonly kind: 'handover_pulled';
      readonly accountId: number;
      readonly handoverId: string;
      readonly integrationId: string;
      readonly grantId: string;
      /** Who allowed the integration; stale when they are no active admin any more. */
      readonly userId: number;
      readonly at: Instant;
      readonly address: string;
    }
  | {
      /** The logo of the metadata arrived, or what is there is no logo. */
      readonly kind: 'external_logo_settled';
      readonly accountId: number;
      readonly integrationId: string;
      readonly logoHash: string | undefined;
    };
