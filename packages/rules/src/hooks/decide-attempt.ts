import type { Change } from '../change.ts';
import type { Decided } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { isTestDelivery } from '../test-account.ts';
import type { HookKind, OvertakenBy } from './causes.ts';
import type { AttemptFailure, DeliveryState, MaskedRequest, SendFailure } from './change.ts';
import { hookPolicies, nextAttemptAt, receiverMarkedAfterMs } from './policy.ts';

/** A delivery, with the number and history of the attempt that just ended. */
export interface AttemptFacts {
  readonly accountId: number;
  readonly deliveryId: string;
  readonly integrationId: string;
  readonly hook: HookKind;
  /** The receiver's registered address, without the hook's parameters. */
  readonly url: string;
  readonly receiverHost: string;
  /** The delivery attempt's number, counted from one. */
  readonly number: number;
  readonly made: number;
  /** The time at which the delivery was enqueued, or sent again by hand. */
  readonly firstDueAt: Instant;
  /** True when an earlier attempt may have reached the receiver, although no answer said so. */
  readonly mayHaveArrived: boolean;
  readonly receiverFailingSince: Instant | undefined;
  readonly receiverMarked: boolean;
  /** The address answered 410 before, and its owner has not enabled it since. */
  readonly receiverStopped?: boolean;
}

/**
 * The result of a delivery attempt. `nothing_to_send`: the hook's cause is gone. `interrupted`: the server stopped, so
 * the result is unknown. The others were not sent: see `CauseStatus`.
 */
export type AttemptAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly tookMs: number;
      /** The instant named by the answer's `Retry-After` header. */
      readonly retryAt?: Instant | undefined;
    }
  | {
      readonly kind: 'failed';
      readonly reason: SendFailure;
      readonly tookMs: number;
      /** True when the request was started on an open connection. */
      readonly wasSent: boolean;
    }
  | { readonly kind: 'overtaken'; readonly by: OvertakenBy }
  | { readonly kind: 'accepted' | 'paused' | 'receiver_stopped' | 'nothing_to_send' | 'interrupted' };

export interface AttemptOutcome {
  readonly state: DeliveryState;
  readonly dueAt: Instant | undefined;
}

const CONFLICT = 409;
const GONE = 410;

/**
 * Decides what follows from a delivery attempt: delivered, due again, failed, or overtaken. A test is sent once and
 * says nothing about its receiver. A kind of hook that is never repeated is delivered by any answer, and `unknown` when
 * it may have been sent. A 409 to a repeated attempt counts as delivered when an earlier one may have arrived; a 410
 * ends the delivery and stops the receiver.
 *
 * @param attempt.chance from 0 to 1, spreads the times of next attempts
 * @see docs/spec/dialect.md#deliveries
 */
export function decideAttempt(
  facts: AttemptFacts,
  attempt: { readonly answer: AttemptAnswer; readonly request: MaskedRequest | undefined; readonly chance: number },
  now: Instant,
): Decided<AttemptOutcome> {
  const { answer } = attempt;
  const failure = failureOf(facts, answer);
  const isGone = failure === 'status' && isGoneAnswer(answer);
  const dueAt = isTestDelivery(facts) || isGone ? undefined : nextDueAt(facts, { ...attempt, failure }, now);
  const state = answer.kind === 'overtaken' ? 'overtaken' : stateOf(failure, dueAt);
  const receiver = isTestDelivery(facts) ? 'untold' : receiverOf(answer, failure);
  const { accountId, deliveryId, integrationId, url, receiverHost, number } = facts;
  const logged = loggedAnswer(answer);
  const changes: Change[] = [
    {
      kind: 'hook_attempted',
      accountId,
      deliveryId,
      integrationId,
      receiverHost,
      number,
      at: now,
      request: attempt.request,
      ...logged,
      failure,
      state,
      mayHaveArrived: mayHaveArrived(answer),
      dueAt,
      receiver,
    },
  ];
  if (isGone && !isTestDelivery(facts) && facts.receiverStopped !== true)
    changes.push({ kind: 'receiver_stopped', integrationId, url, receiverHost, at: now });
  if (failure !== undefined && receiver === 'fails' && !isGone)
    changes.push(...markReceiver(facts, { failure, status: logged.status }, now));
  return { outcome: { state, dueAt }, changes };
}

/** The members of an answer that the delivery log keeps. */
function loggedAnswer(
  answer: AttemptAnswer,
): Pick<Extract<Change, { kind: 'hook_attempted' }>, 'status' | 'answer' | 'answerHeaders' | 'tookMs' | 'overtakenBy'> {
  const answered = answer.kind === 'answered' ? answer : undefined;
  return {
    status: answered?.status,
    answer: answered?.body,
    answerHeaders: answered?.headers,
    tookMs: answer.kind === 'failed' ? answer.tookMs : answered?.tookMs,
    overtakenBy: answer.kind === 'overtaken' ? answer.by : undefined,
  };
}

/** Marks a receiver once, when it has failed for long enough. */
function markReceiver(
  { integrationId, receiverHost, receiverFailingSince: failingSince, receiverMarked }: AttemptFacts,
  last: { readonly failure: AttemptFailure; readonly status: number | undefined },
  now: Instant,
): readonly Change[] {
  if (failingSince === undefined || receiverMarked || now - failingSince < receiverMarkedAfterMs) return [];
  return [{ kind: 'receiver_marked', integrationId, receiverHost, failingSince, ...last, at: now }];
}

function nextDueAt(
  { hook, made, firstDueAt }: AttemptFacts,
  { answer, failure, chance }: { answer: AttemptAnswer; failure: AttemptFailure | undefined; chance: number },
  now: Instant,
): Instant | undefined {
  if (failure === undefined || failure === 'not_sent') return undefined;
  const policy = hookPolicies[hook];
  // A stopped receiver gets no attempts: its hook waits for the owner, until the time of the hook's last attempt.
  const last = firstDueAt + policy.triedForMs;
  if (failure === 'receiver_stopped') return now < last ? last : undefined;
  const notBefore = answer.kind === 'answered' ? answer.retryAt : undefined;
  return nextAttemptAt(policy, { made, firstDueAt, chance, notBefore }, now);
}

/**
 * After a 5xx of the server or its gateway the hook may have arrived; any other refusal proves that the receiver did
 * nothing.
 */
function mayHaveArrived(answer: AttemptAnswer): boolean {
  if (answer.kind === 'answered') return answer.status >= 500 || isSuccess(answer.status);
  return answer.kind === 'failed' ? answer.wasSent : answer.kind === 'interrupted';
}

function receiverOf(answer: AttemptAnswer, failure: AttemptFailure | undefined): 'answers' | 'untold' | 'fails' {
  if (answer.kind !== 'answered' && answer.kind !== 'failed') return 'untold';
  return failure === undefined ? 'answers' : 'fails';
}

function failureOf(facts: AttemptFacts, answer: AttemptAnswer): AttemptFailure | undefined {
  switch (answer.kind) {
    case 'answered':
      return meansDelivered(facts, answer.status) ? undefined : 'status';
    case 'accepted':
      return undefined;
    case 'failed':
      return answer.reason;
    case 'overtaken':
    case 'nothing_to_send':
      return 'not_sent';
    case 'paused':
    case 'receiver_stopped':
    case 'interrupted':
      return answer.kind;
  }
}

function meansDelivered({ hook, mayHaveArrived: isRepeated }: AttemptFacts, status: number): boolean {
  if (hookPolicies[hook].success === 'any' || isSuccess(status)) return true;
  return status === CONFLICT && isRepeated;
}

function isGoneAnswer(answer: AttemptAnswer): boolean {
  return answer.kind === 'answered' && answer.status === GONE;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function stateOf(failure: AttemptFailure | undefined, dueAt: Instant | undefined): DeliveryState {
  if (failure === undefined) return 'delivered';
  if (dueAt !== undefined) return 'pending';
  return failure === 'interrupted' ? 'unknown' : 'failed';
}
