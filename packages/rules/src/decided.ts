import type { Change } from './change.ts';
import type { Precondition } from './precondition.ts';

/** What a rule returns: the outcome for the one who asked, and everything that must be stored for it to be true. */
export interface Decided<Outcome> {
  readonly outcome: Outcome;
  readonly changes: readonly Change[];
  /**
   * Facts that the decision rested on besides those that each kind of change declares in `preconditions`. The commit
   * checks both alike: *stale* when one no longer holds.
   */
  readonly restsOn?: readonly Precondition[];
}

/** A refusal is a value; its reason is mapped to the wire at the edge. */
export interface Refusal<Reason extends string> {
  readonly kind: 'refuse';
  readonly reason: Reason;
}

/** A refusal that leaves no trace. */
export function refuse<Reason extends string>(reason: Reason): Decided<Refusal<Reason>> {
  return { outcome: { kind: 'refuse', reason }, changes: [] };
}
