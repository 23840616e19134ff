import type { Change } from './change.ts';
import type { Precondition } from './precondition.ts';

/** The result of a rule: the outcome for the caller, and every change that must be stored to make the outcome true. */
export interface Decided<Outcome> {
  readonly outcome: Outcome;
  readonly changes: readonly Change[];
  /**
   * Facts that the decision relied on, besides those that `preconditions` declares for each kind of change. The commit
   * checks both, and answers *stale* when one of them no longer holds.
   */
  readonly restsOn?: readonly Precondition[];
}

/** A refusal is returned, not thrown; the server maps its reason to a response. */
export interface Refusal<Reason extends string> {
  readonly kind: 'refuse';
  readonly reason: Reason;
}

/** A decision that refuses, without any change to store. */
export function refuse<Reason extends string>(reason: Reason): Decided<Refusal<Reason>> {
  return { outcome: { kind: 'refuse', reason }, changes: [] };
}
