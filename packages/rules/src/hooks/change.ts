import type { Actor } from '../actor.ts';
import type { Instant } from '../instant.ts';

/** What the platform sends out by itself. @see docs/spec/dialect.md#deliveries */
export type HookKind = 'disconnect' | 'install' | 'secrets';

/**
 * Something to be sent, enqueued in the commit of its cause. Holds no secret: codes, client secrets and signatures come
 * into being at the moment of sending.
 */
export interface NewDelivery {
  /** Also the `webhook-id`: the same for every try. */
  readonly deliveryId: string;
  readonly integrationId: string;
  readonly hook: HookKind;
  /** The address as the integrator gave it, without anything the hook adds. */
  readonly url: string;
  /** What the sender needs besides: ids, never secrets. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What became of a delivery; `unknown`: it may have been sent, and must not be sent twice. */
export type DeliveryState = 'pending' | 'started' | 'delivered' | 'failed' | 'unknown';

/** Why a request got no answer. */
export type SendFailure = 'refused_address' | 'not_https' | 'dns' | 'connect' | 'tls' | 'timeout' | 'bad_answer';

/** Why a try did not succeed, as the log tells it. `not_sent`: there was nothing to send any more. */
export type AttemptFailure = SendFailure | 'status' | 'interrupted' | 'not_sent';

/** The request of a try as the log shows it: every secret in it is masked. */
export interface MaskedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export type HooksChange =
  | {
      readonly kind: 'hook_enqueued';
      /** The account that the hook tells about. */
      readonly accountId: number;
      readonly delivery: NewDelivery;
      readonly at: Instant;
    }
  | {
      /**
       * A try is over. Stale when the delivery is finished already, or when a failed try lost its lease: then the try of
       * whoever holds it now counts.
       */
      readonly kind: 'hook_attempted';
      readonly accountId: number;
      readonly deliveryId: string;
      readonly integrationId: string;
      readonly receiverHost: string;
      /** Which try, counted from one. */
      readonly number: number;
      readonly at: Instant;
      readonly request: MaskedRequest | undefined;
      readonly status: number | undefined;
      /** What the receiver answered, at most 4 KiB, secrets masked. */
      readonly answer: string | undefined;
      /** The same of its headers. */
      readonly answerHeaders: Readonly<Record<string, string>> | undefined;
      readonly tookMs: number | undefined;
      readonly failure: AttemptFailure | undefined;
      readonly state: DeliveryState;
      /** When it is tried again; only of a pending one. */
      readonly dueAt: Instant | undefined;
      /** The try says how the receiver is; an interrupted one says nothing. */
      readonly receiver: 'answers' | 'fails' | 'untold';
    }
  | {
      /** The receiver has failed for days: marked, and the integrator is told, once. */
      readonly kind: 'receiver_marked';
      readonly integrationId: string;
      readonly receiverHost: string;
      readonly failingSince: Instant;
      readonly failure: AttemptFailure;
      readonly status: number | undefined;
      readonly at: Instant;
    }
  | {
      /** A test was sent by the press of an admin of the technical account, whose log keeps it. */
      readonly kind: 'hook_tested';
      /** The technical account. */
      readonly accountId: number;
      readonly integrationId: string;
      readonly deliveryId: string;
      readonly hook: HookKind;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** Due again, by the press of an admin of the technical account. Stale unless it is finished. */
      readonly kind: 'hook_resent';
      readonly accountId: number;
      /** The technical account, whose log keeps it. */
      readonly ownerId: number;
      readonly deliveryId: string;
      readonly integrationId: string;
      readonly at: Instant;
      readonly actor: Actor;
    };
