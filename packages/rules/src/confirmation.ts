import type { PressAnswer } from './change.ts';
import type { Decided } from './decided.ts';
import type { Instant } from './instant.ts';
import type { Difference, StatedValue } from './statement.ts';
import type { StatedFact, Statement } from './statements.ts';

/** A one-time confirmation token that came back with its page; absent for callers without a page. */
export interface Confirmation<Stated extends Statement> {
  readonly pressId: string;
  readonly expiresAt: Instant;
  readonly stated: Stated;
  /** It was answered before. */
  readonly used: boolean;
}

/** Nothing was done: the same press was answered before, or what its page stated is not so any more. */
export type NotConfirmed =
  { readonly kind: 'repeated' } | { readonly kind: 'changed'; readonly changed: readonly Difference<StatedFact>[] };

/**
 * One press does one thing, and only what its page stated. The answer is stored with the effect, so that the same press
 * gets it again.
 *
 * @param current the statement as the facts make it now; absent when there is nothing left to state, and nothing is done
 * @param answer to be given again, sealed
 * @see docs/spec/dialect.md#confirmations
 */
export function decideConfirmed<Stated extends Statement, Outcome extends { readonly kind: string }>(
  confirmation: Confirmation<Stated>,
  current: Stated | undefined,
  decide: () => Decided<Outcome>,
  answer: (outcome: Outcome) => PressAnswer,
): Decided<Outcome | NotConfirmed> {
  const { pressId, expiresAt, stated, used } = confirmation;
  if (used) return { outcome: { kind: 'repeated' }, changes: [] };
  return decideUnchanged(stated, current, () => {
    const { outcome, changes } = decide();
    if (notDone.includes(outcome.kind)) return { outcome, changes };
    return { outcome, changes: [{ kind: 'press_used', pressId, expiresAt, answer: answer(outcome) }, ...changes] };
  });
}

/** Nothing is done but what was stated. @param current as for `decideConfirmed` */
export function decideUnchanged<Stated extends Statement, Outcome extends { readonly kind: string }>(
  stated: Stated,
  current: Stated | undefined,
  decide: () => Decided<Outcome>,
): Decided<Outcome | Extract<NotConfirmed, { readonly kind: 'changed' }>> {
  const changed = current === undefined ? [] : differences(stated, current);
  const isOther = current !== undefined && stated.about.join(' ') !== current.about.join(' ');
  if (isOther || changed.length > 0) return { outcome: { kind: 'changed', changed }, changes: [] };
  const decided = decide();
  return current === undefined && decided.changes.length > 0
    ? { outcome: { kind: 'changed', changed: [] }, changes: [] }
    : decided;
}

/** Outcomes after which the same page may be pressed once more. */
const notDone: readonly string[] = ['refuse', 'invalid'];

/** The facts in which two statements of one page differ, in the order in which the page states them. */
export function differences(was: Statement, now: Statement): readonly Difference<StatedFact>[] {
  const before = valuesOf(was);
  const after = valuesOf(now);
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((fact) => ({ fact, was: before.get(fact), now: after.get(fact) }))
    .filter((one) => JSON.stringify(one.was) !== JSON.stringify(one.now));
}

function valuesOf({ facts }: Statement): ReadonlyMap<StatedFact, StatedValue> {
  return new Map(Object.entries(facts) as [StatedFact, StatedValue][]);
}
