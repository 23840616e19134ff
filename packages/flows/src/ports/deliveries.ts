import type {
  AttemptFailure,
  AttemptFacts,
  CausedDelivery,
  DeliveryState,
  HookKind,
  MaskedRequest,
  OvertakenBy,
  PresentState,
  ResendFacts,
  TestHookFacts,
} from '@pristan/rules';
import type { SealedSecret } from './token-reads.ts';

/** A delivery leased for one attempt, with everything needed to send it. */
export interface ClaimedDelivery extends AttemptFacts {
  readonly facts: Readonly<Record<string, unknown>>;
  /** The facts of the event that caused the delivery, to compare with the present state. */
  readonly caused: CausedDelivery;
  /**
   * An earlier node began this attempt and did not record its end. Hooks of this kind are never repeated, so the
   * attempt must not be sent.
   */
  readonly interrupted: boolean;
  /** Active client secrets, sealed, newest first. */
  readonly secrets: readonly SealedSecret[];
}

/** Limits of one call that leases deliveries. */
export interface ClaimQuestion {
  readonly now: number;
  readonly leaseEndsAt: number;
  /** The hook kinds that this node can send; a newer node may know more. */
  readonly hooks: readonly HookKind[];
  readonly limit: number;
  readonly perHost: number;
  /** Hosts that get fewer or more deliveries than `perHost`; 0: none. */
  readonly room: readonly { readonly host: string; readonly free: number }[];
  /** Ids of deliveries that this node is still sending although their lease has ended: it must not claim them again. */
  readonly except?: readonly string[];
}

/** A delivery as the developer of the integration sees it. */
export interface DeliveryRow {
  readonly deliveryId: string;
  /** The account that the hook is about. */
  readonly accountId: number;
  /** Name of the account that the hook is about; absent when that account does not exist. */
  readonly accountName: string | undefined;
  readonly hook: HookKind;
  readonly url: string;
  readonly state: DeliveryState;
  /** The newer state that has overtaken the delivery; only for state `overtaken`. */
  readonly overtakenBy: OvertakenBy | undefined;
  readonly tries: number;
  readonly createdAt: number;
  /** Time of the next attempt; only while the delivery is pending. */
  readonly dueAt: number | undefined;
  readonly finishedAt: number | undefined;
  readonly firstFailedAt: number | undefined;
  readonly lastFailedAt: number | undefined;
  readonly lastFailure: AttemptFailure | undefined;
  readonly lastStatus: number | undefined;
}

export interface DeliveryAttemptRow {
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

/** A receiver of an integration that is failing now. */
export interface FailingReceiver {
  readonly host: string;
  readonly failingSince: number;
  readonly lastFailure: AttemptFailure;
  readonly lastStatus: number | undefined;
  readonly markedAt: number | undefined;
}

/** A receiver that gets no hooks until the owner of the integration enables it. */
export interface StoppedReceiver {
  readonly url: string;
  readonly host: string;
  readonly stoppedAt: number;
}

/** Filter of the delivery log; absent members match everything. */
export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly hook?: HookKind | undefined;
  /** The account that the hook is about. */
  readonly accountId?: number | undefined;
  /** Host as in the receiver's URL: with its port, unless it is the default port of the scheme. */
  readonly receiverHost?: string | undefined;
  /** Only deliveries enqueued at or after this time. */
  readonly from?: number | undefined;
  /** Only deliveries enqueued before this time. */
  readonly to?: number | undefined;
}

/** Cursor of the delivery log: the next page begins after this row. */
export interface DeliveryCursor {
  readonly createdAt: number;
  readonly deliveryId: string;
}

/** Outgoing hook deliveries, for the sender and for the technical account. */
export interface Deliveries {
  /**
   * Leases due deliveries for one attempt each, and logs the beginning of each attempt in the same statement: every
   * request is in the log before it is sent. Of several nodes, one gets a delivery. An unfinished delivery is free
   * again when its lease ends.
   */
  claim(question: ClaimQuestion): Promise<readonly ClaimedDelivery[]>;
  /** Due time of the open delivery of these hooks that is due first; `undefined` when none is open. */
  nextDueAt(hooks: readonly HookKind[]): Promise<number | undefined>;
  /** Logs the response of an attempt whose delivery another node has finished. */
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
    readonly mayHaveArrived: boolean;
  }): Promise<void>;
  /** The integration's deliveries, newest first, after the cursor `before`. */
  list(
    ownerId: number,
    integrationId: string,
    page: DeliveryFilter & { readonly limit: number; readonly before: DeliveryCursor | undefined },
  ): Promise<readonly DeliveryRow[]>;
  /** One delivery with its newest 100 attempts; `tries` counts all of them. */
  find(
    ownerId: number,
    integrationId: string,
    deliveryId: string,
  ): Promise<(DeliveryRow & { readonly attempts: readonly DeliveryAttemptRow[] }) | undefined>;
  resendFacts(ownerId: number, integrationId: string, deliveryId: string): Promise<ResendFacts | undefined>;
  /** URLs to which the integration's hooks can be sent as a test. */
  testFacts(ownerId: number, integrationId: string): Promise<TestHookFacts | undefined>;
  /** The present state, which decides whether a delivery is still sent or resent. */
  present(
    delivery: Pick<ClaimedDelivery, 'accountId' | 'integrationId' | 'url' | 'facts' | 'caused' | 'firstDueAt'>,
  ): Promise<PresentState>;
  /** The present condition of a delivery's receiver. */
  receiver(
    delivery: Pick<ClaimedDelivery, 'integrationId' | 'receiverHost' | 'url'>,
  ): Promise<Pick<AttemptFacts, 'receiverFailingSince' | 'receiverMarked' | 'receiverStopped'>>;
  failingReceivers(ownerId: number, integrationId: string): Promise<readonly FailingReceiver[]>;
  /** Receivers that answered 410 and have not been enabled since. */
  stoppedReceivers(ownerId: number, integrationId: string): Promise<readonly StoppedReceiver[]>;
}
