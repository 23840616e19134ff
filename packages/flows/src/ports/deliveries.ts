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
  TestFacts,
} from '@pristan/rules';
import type { SealedSecret } from './token-reads.ts';

/** A delivery leased for one attempt, with everything needed to send it. */
export interface ClaimedDelivery extends AttemptFacts {
  readonly facts: Readonly<Record<string, unknown>>;
  /** The state it was caused by. */
  readonly caused: CausedDelivery;
  /** This attempt began earlier with an unknown end. Its kind is never repeated, so it must not be sent. */
  readonly interrupted: boolean;
  /** Active client secrets, sealed, newest first. */
  readonly secrets: readonly SealedSecret[];
}

/** Limits of one claim. */
export interface ClaimQuestion {
  readonly now: number;
  readonly leaseEndsAt: number;
  /** The kinds that this node can send; a newer node may know more. */
  readonly hooks: readonly HookKind[];
  readonly limit: number;
  readonly perHost: number;
  /** Hosts with another allowance than `perHost`; 0: none. */
  readonly room: readonly { readonly host: string; readonly free: number }[];
}

/** A delivery as its developer sees it. */
export interface DeliveryRow {
  readonly deliveryId: string;
  /** The account it is about. */
  readonly accountId: number;
  /** Name of that account; absent when the account does not exist. */
  readonly accountName: string | undefined;
  readonly hook: HookKind;
  readonly url: string;
  readonly state: DeliveryState;
  /** Only for state `overtaken`. */
  readonly overtakenBy: OvertakenBy | undefined;
  readonly tries: number;
  readonly createdAt: number;
  /** Only while pending. */
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

/** A receiver of an integration that is failing now. */
export interface FailingReceiver {
  readonly host: string;
  readonly failingSince: number;
  readonly lastFailure: AttemptFailure;
  readonly lastStatus: number | undefined;
  readonly markedAt: number | undefined;
}

/** A receiver of an integration that gets nothing until the owner enables it. */
export interface StoppedReceiver {
  readonly url: string;
  readonly host: string;
  readonly stoppedAt: number;
}

/** Filter of the delivery log; absent members match everything. */
export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly hook?: HookKind | undefined;
  /** The account it is about. */
  readonly accountId?: number | undefined;
  /** Host as in the URL: with its port, unless it is the default port of the scheme. */
  readonly receiverHost?: string | undefined;
  /** Enqueue time, inclusive. */
  readonly from?: number | undefined;
  /** Enqueue time, exclusive. */
  readonly to?: number | undefined;
}

/** Cursor of the delivery log: the next page begins after this row. */
export interface DeliveryCursor {
  readonly createdAt: number;
  readonly deliveryId: string;
}

/** Outgoing hooks, for the sender and for the technical account. */
export interface Deliveries {
  /**
   * Leases due deliveries, one attempt each, and logs the beginning of the attempt in the same statement: the log has
   * every request before it leaves. Of several nodes one gets a delivery; unfinished, it is free again when the lease
   * ends.
   */
  claim(question: ClaimQuestion): Promise<readonly ClaimedDelivery[]>;
  /** Logs the response of an attempt whose delivery was finished by somebody else. */
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
    page: { readonly limit: number; readonly before: DeliveryCursor | undefined },
    filter?: DeliveryFilter,
  ): Promise<readonly DeliveryRow[]>;
  /** One delivery with its newest 100 attempts; `tries` counts all of them. */
  find(
    ownerId: number,
    integrationId: string,
    deliveryId: string,
  ): Promise<(DeliveryRow & { readonly attempts: readonly AttemptRow[] }) | undefined>;
  resendFacts(ownerId: number, integrationId: string, deliveryId: string): Promise<ResendFacts | undefined>;
  /** URLs of the integration's hooks. */
  testFacts(ownerId: number, integrationId: string): Promise<TestFacts | undefined>;
  /** The present state that a delivery is judged by before it is sent or resent. */
  present(
    delivery: Pick<ClaimedDelivery, 'accountId' | 'integrationId' | 'url' | 'facts' | 'caused' | 'firstDueAt'>,
  ): Promise<PresentState>;
  failingReceivers(ownerId: number, integrationId: string): Promise<readonly FailingReceiver[]>;
  /** Receivers that answered 410 and were not enabled since. */
  stoppedReceivers(ownerId: number, integrationId: string): Promise<readonly StoppedReceiver[]>;
}
