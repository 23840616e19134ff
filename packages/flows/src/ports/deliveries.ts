import type {
  Membership,
  AttemptFailure,
  AttemptFacts,
  DeliveryState,
  HookKind,
  MaskedRequest,
  ResendFacts,
  TestFacts,
} from '@pristan/rules';
import type { SealedSecret } from './token-reads.ts';

/** A delivery taken for one try, with all that sending it needs. */
export interface ClaimedDelivery extends AttemptFacts {
  readonly url: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** This try began before and nobody knows how it ended; as its kind is never repeated, it must not be sent. */
  readonly interrupted: boolean;
  /** The client secrets that work now, newest first; sealed. */
  readonly secrets: readonly SealedSecret[];
}

/** What one node may take now. */
export interface ClaimQuestion {
  readonly now: number;
  readonly leaseEndsAt: number;
  /** The kinds that this node can send; a newer node may know more. */
  readonly hooks: readonly HookKind[];
  readonly limit: number;
  readonly perHost: number;
  /** Hosts with another room than `perHost`; 0: none. */
  readonly room: readonly { readonly host: string; readonly free: number }[];
}

/** A delivery as its integrator sees it. */
export interface DeliveryRow {
  readonly deliveryId: string;
  /** The account that it tells about. */
  readonly accountId: number;
  readonly hook: HookKind;
  readonly url: string;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly createdAt: number;
  /** Of a pending one. */
  readonly dueAt: number | undefined;
  readonly finishedAt: number | undefined;
  readonly firstFailedAt: number | undefined;
  readonly lastFailedAt: number | undefined;
  readonly lastFailure: AttemptFailure | undefined;
  readonly lastStatus: number | undefined;
}

export interface AttemptRow {
  readonly number: number;
  readonly startedAt: number;
  readonly finishedAt: number | undefined;
  readonly request: MaskedRequest | undefined;
  readonly status: number | undefined;
  readonly answer: string | undefined;
  readonly answerHeaders: Readonly<Record<string, string>> | undefined;
  readonly tookMs: number | undefined;
  readonly failure: AttemptFailure | undefined;
}

/** A receiver of an integration that fails now. */
export interface FailingReceiver {
  readonly host: string;
  readonly failingSince: number;
  readonly lastFailure: AttemptFailure;
  readonly lastStatus: number | undefined;
  readonly markedAt: number | undefined;
}

/** Which deliveries are asked for; absent: whatever it is. */
export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly hook?: HookKind | undefined;
  /** The account that they tell about. */
  readonly accountId?: number | undefined;
  /** As in the address: with its port, unless that is the scheme's own. */
  readonly receiverHost?: string | undefined;
  /** Enqueued from this instant on. */
  readonly from?: number | undefined;
  /** Enqueued before this instant. */
  readonly to?: number | undefined;
}

/** The place of a delivery in the list: the next page begins behind it. */
export interface DeliveryPlace {
  readonly createdAt: number;
  readonly deliveryId: string;
}

/** What goes out, as the sender takes it and as the technical account reads it. */
export interface Deliveries {
  /**
   * Takes due deliveries, each for one try, and records that the try began, in one statement: the log knows of a request
   * before it leaves. Of several nodes one gets a delivery; whoever does not finish loses it when the lease ends.
   */
  claim(question: ClaimQuestion): Promise<readonly ClaimedDelivery[]>;
  /** A try whose delivery somebody else has finished: its answer still belongs to the log. */
  recordLate(attempt: {
    readonly accountId: number;
    readonly deliveryId: string;
    readonly number: number;
    readonly at: number;
    readonly request: MaskedRequest | undefined;
    readonly status: number | undefined;
    readonly answer: string | undefined;
    readonly answerHeaders: Readonly<Record<string, string>> | undefined;
    readonly tookMs: number | undefined;
    readonly failure: AttemptFailure | undefined;
  }): Promise<void>;
  /** The integration's deliveries, newest first. `before`: the place of the last one of the page before. */
  list(
    ownerId: number,
    integrationId: string,
    page: { readonly limit: number; readonly before: DeliveryPlace | undefined },
    filter?: DeliveryFilter,
  ): Promise<readonly DeliveryRow[]>;
  /** One with its newest tries, 100 at most; its `tries` counts all. */
  find(
    ownerId: number,
    integrationId: string,
    deliveryId: string,
  ): Promise<(DeliveryRow & { readonly attempts: readonly AttemptRow[] }) | undefined>;
  resendFacts(ownerId: number, integrationId: string, deliveryId: string): Promise<ResendFacts | undefined>;
  /** The addresses of an integration's hooks. */
  testFacts(ownerId: number, integrationId: string): Promise<TestFacts | undefined>;
  /** A person's place in the integration's technical account; absent: the integration was deleted. */
  asker(integrationId: string, userId: number): Promise<{ readonly membership: Membership | undefined } | undefined>;
  failingReceivers(ownerId: number, integrationId: string): Promise<readonly FailingReceiver[]>;
}
