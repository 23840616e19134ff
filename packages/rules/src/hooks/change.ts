import type { Actor } from '../access/actor.ts';
import type { Instant } from '../instant.ts';
import type { HookCauses, HookKind, OvertakenBy, TestCause } from './causes.ts';

interface Outgoing {
  /** The delivery's ID, also its `webhook-id`, the same for every attempt. */
  readonly deliveryId: string;
  readonly integrationId: string;
  /** The receiver's address as the integrator entered it, without the hook's parameters. */
  readonly url: string;
  /** Further IDs that the sender of the hook needs, never secrets. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * A delivery to enqueue in the commit of its cause, with the state of that cause. The delivery contains no secret:
 * authorization codes, client secrets and signatures are produced when it is sent.
 */
export type NewDelivery =
  | { [Hook in HookKind]: Outgoing & { readonly hook: Hook; readonly cause: HookCauses[Hook] } }[HookKind]
  | (Outgoing & { readonly hook: HookKind; readonly cause: TestCause });

/**
 * The state of a delivery. `unknown`: the hook may have been sent, and must not be sent twice. `overtaken`: the
 * delivery was dropped because a newer state made it obsolete.
 */
export type DeliveryState = 'pending' | 'started' | 'delivered' | 'failed' | 'unknown' | 'overtaken';

/** The reasons why a hook's request got no answer, each with its own advice. @see docs/spec/dialect.md#reasons */
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
 * The reasons why a delivery attempt failed, as the delivery log shows them. `not_sent`: nothing was left to send, or a
 * newer state made the delivery obsolete. `paused`, `receiver_stopped`: the delivery waits until the owner resumes the
 * integration or enables the receiver.
 */
export type AttemptFailure = SendFailure | 'status' | 'interrupted' | 'not_sent' | 'paused' | 'receiver_stopped';

/** The request of a delivery attempt as the log shows it, with every secret masked. */
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
       * Ends a delivery attempt. Stale when the delivery is already finished, or when a failed attempt has lost its
       * lease: the attempt under the new lease decides.
       */
      readonly kind: 'hook_attempted';
      readonly accountId: number;
      readonly deliveryId: string;
      readonly integrationId: string;
      readonly receiverHost: string;
      /** The delivery attempt's number, counted from one. */
      readonly number: number;
      readonly at: Instant;
      readonly request: MaskedRequest | undefined;
      readonly status: number | undefined;
      /** The body of the receiver's answer, at most 4 KiB, with secrets masked. */
      readonly answer: string | undefined;
      /** The headers of the receiver's answer, limited in size, with secrets masked. */
      readonly answerHeaders: Readonly<Record<string, string>> | undefined;
      readonly tookMs: number | undefined;
      readonly failure: AttemptFailure | undefined;
      readonly state: DeliveryState;
      /** The newer state that overtook the delivery; present when `state` is `overtaken`. */
      readonly overtakenBy?: OvertakenBy | undefined;
      /** True when the hook's request may have reached the receiver, although no answer says so. */
      readonly mayHaveArrived: boolean;
      /** The time of the next attempt, for a pending delivery. */
      readonly dueAt: Instant | undefined;
      /**
       * Whether the receiver answers or fails; `untold` when the attempt does not show it, for example an interrupted
       * one.
       */
      readonly receiver: 'answers' | 'fails' | 'untold';
    }
  | {
      /** Marks a receiver that has failed for days. Stale when it is already marked. */
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
       * Stops an address that answered 410: nothing is sent there until its owner enables it. Stale when it is stopped.
       */
      readonly kind: 'receiver_stopped';
      readonly integrationId: string;
      readonly url: string;
      readonly receiverHost: string;
      readonly at: Instant;
    }
  | {
      /**
       * An admin of the technical account enables a stopped receiver; its waiting hooks become due. Stale when the
       * receiver is not stopped.
       */
      readonly kind: 'receiver_enabled';
      /** The technical account of the integration. */
      readonly accountId: number;
      readonly integrationId: string;
      readonly url: string;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** An admin of the technical account sent a test hook; that account's log records it. */
      readonly kind: 'hook_tested';
      /** The technical account of the integration. */
      readonly accountId: number;
      readonly integrationId: string;
      readonly deliveryId: string;
      readonly hook: HookKind;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /**
       * An admin of the technical account sends a delivery again: it becomes due. Stale when the delivery is not
       * finished.
       */
      readonly kind: 'hook_resent';
      readonly accountId: number;
      /** The technical account, whose log records the resend. */
      readonly ownerId: number;
      readonly deliveryId: string;
      readonly integrationId: string;
      readonly at: Instant;
      readonly actor: Actor;
    };
