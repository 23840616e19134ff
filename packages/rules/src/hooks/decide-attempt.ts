import type { Change } from '../change.ts';
import type { Decided } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { AttemptFailure, DeliveryState, HookKind, MaskedRequest, SendFailure } from './change.ts';
import { isTest } from '../test-account.ts';
import { hookPolicies, nextTryAt, receiverMarkedAfterMs } from './policy.ts';

/** A delivery with the try that was just made. */
export interface AttemptFacts {
  readonly accountId: number;
  readonly deliveryId: string;
  readonly integrationId: string;
  readonly hook: HookKind;
  readonly receiverHost: string;
  /** Which try, counted from one, and which since it was last enqueued. */
  readonly number: number;
  readonly made: number;
  /** When it was enqueued, or sent anew. */
  readonly firstDueAt: Instant;
  readonly receiverFailingSince: Instant | undefined;
  readonly receiverMarked: boolean;
}

/** What came of a try. `nothing_to_send`: its cause is gone. `interrupted`: nobody knows, the server stopped. */
export type AttemptAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly tookMs: number;
    }
  | { readonly kind: 'failed'; readonly reason: SendFailure; readonly tookMs: number }
  | { readonly kind: 'nothing_to_send' }
  | { readonly kind: 'interrupted' };

export interface AttemptOutcome {
  readonly state: DeliveryState;
  readonly dueAt: Instant | undefined;
}

/**
 * What a try was worth: delivered, due again, or given up. A test is tried once, and says nothing of its receiver. A kind that is never repeated is delivered with any answer,
 * and `unknown` when nobody can say whether it was sent.
 *
 * @param chance from 0 to 1, for the spread of the next try
 * @see docs/spec/dialect.md#deliveries
 */
export function decideAttempt(
  facts: AttemptFacts,
  attempt: { readonly answer: AttemptAnswer; readonly request: MaskedRequest | undefined; readonly chance: number },
  now: Instant,
): Decided<AttemptOutcome> {
  const { answer } = attempt;
  const policy = hookPolicies[facts.hook];
  const failure = failureOf(facts.hook, answer);
  const dueAt =
    failure === undefined || failure === 'not_sent' || isTest(facts)
      ? undefined
      : nextTryAt(policy, { made: facts.made, firstDueAt: facts.firstDueAt, chance: attempt.chance }, now);
  const state = stateOf(failure, dueAt);
  const receiver = isTest(facts) ? 'untold' : receiverOf(failure);
  const { accountId, deliveryId, integrationId, receiverHost, number } = facts;
  const status = answer.kind === 'answered' ? answer.status : undefined;
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
      status,
      answer: answer.kind === 'answered' ? answer.body : undefined,
      answerHeaders: answer.kind === 'answered' ? answer.headers : undefined,
      tookMs: answer.kind === 'answered' || answer.kind === 'failed' ? answer.tookMs : undefined,
      failure,
      state,
      dueAt,
      receiver,
    },
  ];
  const since = facts.receiverFailingSince;
  if (
    failure !== undefined &&
    receiver === 'fails' &&
    since !== undefined &&
    !facts.receiverMarked &&
    now - since >= receiverMarkedAfterMs
  ) {
    changes.push({
      kind: 'receiver_marked',
      integrationId,
      receiverHost,
      failingSince: since,
      failure,
      status,
      at: now,
    });
  }
  return { outcome: { state, dueAt }, changes };
}

function receiverOf(failure: AttemptFailure | undefined): 'answers' | 'untold' | 'fails' {
  if (failure === undefined) return 'answers';
  return failure === 'interrupted' || failure === 'not_sent' ? 'untold' : 'fails';
}

function failureOf(hook: HookKind, answer: AttemptAnswer): AttemptFailure | undefined {
  switch (answer.kind) {
    case 'answered':
      return hookPolicies[hook].success === 'any' || (answer.status >= 200 && answer.status < 300)
        ? undefined
        : 'status';
    case 'failed':
      return answer.reason;
    case 'nothing_to_send':
      return 'not_sent';
    case 'interrupted':
      return 'interrupted';
  }
}

function stateOf(failure: AttemptFailure | undefined, dueAt: Instant | undefined): DeliveryState {
  if (failure === undefined) return 'delivered';
  if (dueAt !== undefined) return 'pending';
  return failure === 'interrupted' ? 'unknown' : 'failed';
}
