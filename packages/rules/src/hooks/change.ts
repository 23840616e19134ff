import type { Actor } from '../access/actor.ts';
import type { Instant } from '../instant.ts';
import type { HookCauses, HookKind, OvertakenBy, TestCause } from './causes.ts';

interface Outgoing {
  /** Also the `webhook-id`, the same for every attempt. */
  readonly deliveryId: string;
  readonly integrationId: string;
  /** The address as the integrator entered it, without the hook's parameters. */
  readonly url: string;
  /** Further ids that the sender needs, never secrets. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * A delivery to enqueue in the commit of its cause, with the state of that cause. It contains no secret: codes, client
 * secrets and signatures are produced when it is sent.
 */
export type NewDelivery =
  | { [Hook in HookKind]: Outgoing & { readonly hook: Hook; readonly cause: HookCauses[Hook] } }[HookKind]
  | (Outgoing & { readonly hook: HookKind; readonly cause: TestCause });

/**
 * The state of a delivery. `unknown`: it may have been sent, and must not be sent twice. `overtaken`: it was dropped
 * because a newer state made it obsolete.
 */
export type DeliveryState = 'pending' | 'started' | 'delivered' | 'failed' | 'unknown' | 'overtaken';

/** The reasons why a request got no answer, each with its own advice. @see docs/spec/dialect.md#reasons */
export type SendFailure =
  | 'refused_address'
  | 'not_https'
  | 'dns'
  | 'connect'
  | 'connection_refused'
  | 'no_route'
  | 'connect_timeout'
  | 'reset'
  | 'closed'
  | 'tls'
  | 'tls_expired'
  | 'tls_not_yet_valid'
  | 'tls_name_differs'
  | 'tls_chain_incomplete'
  | 'tls_self_signed'
  | 'tls_unknown_authority'
  | 'tls_protocol'
  | 'timeout'
  | 'answer_too_large'
  | 'bad_answer';

/**
 * The reasons why an attempt failed, as the log shows them. `not_sent`: nothing was left to send, or a newer state made
 * it obsolete. `paused`, `receiver_stopped`: it waits until the owner resumes the integration or enables the receiver.
 */
export type AttemptFailure = SendFailure | 'status' | 'interrupted' | 'not_sent' | 'paused' | 'receiver_stopped';

/** An attempt's request as the log shows it, with every secret masked. */
export interface MaskedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export type HooksChange =
  | {
      readonly kind: 'hook_enqueued';
      /** The account that the hook is about. */
      readonly accountId: number;
      readonly delivery: NewDelivery;
      readonly at: Instant;
    }
  | {
      /**
       * Ends an attempt. Stale when the delivery is already finished, or when a failed attempt has lost its lease: the
       * attempt under the new lease decides.
       */
      readonly kind: 'hook_attempted';
      readonly accountId: number;
      readonly deliveryId: string;
      readonly integrationId: string;
      readonly receiverHost: string;
      /** The attempt's number, counted from one. */
      readonly number: number;
      readonly at: Instant;
      readonly request: MaskedRequest | undefined;
      readonly status: number | undefined;
      /** The receiver's answer, at most 4 KiB, with secrets masked. */
      readonly answer: string | undefined;
      /** The answer's headers, limited and masked alike. */
      readonly answerHeaders: Readonly<Record<string, string>> | undefined;
      readonly tookMs: number | undefined;
      readonly failure: AttemptFailure | undefined;
      readonly state: DeliveryState;
      /** Present for an `overtaken` delivery. */
      readonly overtakenBy?: OvertakenBy | undefined;
      /** The request may have reached the receiver, although no answer says so. */
      readonly mayHaveArrived: boolean;
      /** The next attempt, for a pending delivery. */
      readonly dueAt: Instant | undefined;
      /** The receiver's condition; an interrupted attempt does not show it. */
      readonly receiver: 'answers' | 'fails' | 'untold';
    }
  | {
      /** Marks a receiver that has failed for days, and notifies the integrator once. */
      readonly kind: 'receiver_marked';
      readonly integrationId: string;
      readonly receiverHost: string;
      readonly failingSince: Instant;
      readonly failure: AttemptFailure;
      readonly status: number | undefined;
      readonly at: Instant;
    }
  | {
      /**
       * Stops an address that answered 410: nothing is sent there until its owner enables it. The owner is notified.
       */
      readonly kind: 'receiver_stopped';
      readonly integrationId: string;
      readonly url: string;
      readonly receiverHost: string;
      readonly at: Instant;
    }
  | {
      /**
       * An admin of the technical account enables a stopped receiver; its waiting hooks become due. Stale unless
       * stopped.
       */
      readonly kind: 'receiver_enabled';
      /** The technical account. */
      readonly accountId: number;
      readonly integrationId: string;
      readonly url: string;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** An admin of the technical account sent a test, which that account's log records. */
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
      /** An admin of the technical account sends a delivery again: it becomes due. Stale unless it is finished. */
      readonly kind: 'hook_resent';
      readonly accountId: number;
      /** The technical account, whose log records it. */
      readonly ownerId: number;
      readonly deliveryId: string;
      readonly integrationId: string;
      readonly at: Instant;
      readonly actor: Actor;
    };
