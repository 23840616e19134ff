import type { ConfirmationAnswer } from './change.ts';
import type { Decided } from './decided.ts';
import type { Instant } from './instant.ts';
import type { Difference, StatedValue } from './statement.ts';
import type { StatedFact, Statement } from './statements.ts';

/** A page's one-time confirmation token, sent back with its form; absent for callers without a page. */
export interface Confirmation<Stated extends Statement> {
  readonly pressId: string;
  readonly expiresAt: Instant;
  readonly stated: Stated;
  /** True when a confirmation with this token was already answered. */
  readonly used: boolean;
}

/**
 * Nothing was done: a confirmation with this token was already answered, or a fact that the page stated has changed.
 */
export type NotConfirmed =
  { readonly kind: 'repeated' } | { readonly kind: 'changed'; readonly changed: readonly Difference<StatedFact>[] };

/** The decision that a page asks to confirm. */
export interface ConfirmedAct<Outcome> {
  readonly decide: () => Decided<Outcome>;
  /** Builds the answer to store, sealed. */
  readonly answer: (outcome: Outcome) => ConfirmationAnswer;
}

/**
 * Runs a decision once per confirmation token, and only while every fact that the page stated still holds. The answer
 * is stored with the effect, so that a repeated confirmation gets the same answer.
 *
 * @param current the statement built from the present facts; absent when nothing is left to confirm, and then nothing
 * is done
 * @see docs/spec/dialect.md#confirmations
 */
export function decideConfirmed<Stated extends Statement, Outcome extends { readonly kind: string }>(
  confirmation: Confirmation<Stated>,
  current: Stated | undefined,
  { decide, answer }: ConfirmedAct<Outcome>,
): Decided<Outcome | NotConfirmed> {
  const { pressId, expiresAt, stated, used } = confirmation;
  if (used) return { outcome: { kind: 'repeated' }, changes: [] };
  return decideUnchanged(stated, current, () => {
    const { outcome, changes } = decide();
    if (notDone.includes(outcome.kind)) return { outcome, changes };
    return { outcome, changes: [{ kind: 'press_used', pressId, expiresAt, answer: answer(outcome) }, ...changes] };
  });
}

/**
 * Runs a decision only while every fact that a page stated still holds.
 *
 * @param current the statement built from the present facts; absent when nothing is left to confirm, and then nothing
 * is done
 */
export function decideUnchanged<Stated extends Statement, Outcome extends { readonly kind: string }>(
  stated: Stated,
  current: Stated | undefined,
  decide: () => Decided<Outcome>,
): Decided<Outcome | Extract<NotConfirmed, { readonly kind: 'changed' }>> {
  const changed = current === undefined ? [] : statementDifferences(stated, current);
  const isOther = current !== undefined && stated.about.join(' ') !== current.about.join(' ');
  if (isOther || changed.length > 0) return { outcome: { kind: 'changed', changed }, changes: [] };
  const decided = decide();
  return current === undefined && decided.changes.length > 0
    ? { outcome: { kind: 'changed', changed: [] }, changes: [] }
    : decided;
}

/** The outcomes after which the same page may be submitted again. */
const notDone: readonly string[] = ['refuse', 'invalid'];

/** The facts in which two statements of one page differ, in the order in which the page states them. */
export function statementDifferences(was: Statement, now: Statement): readonly Difference<StatedFact>[] {
  const before = valuesOf(was);
  const after = valuesOf(now);
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((fact) => ({ fact, was: before.get(fact), now: after.get(fact) }))
    .filter((one) => JSON.stringify(one.was) !== JSON.stringify(one.now));
}

function valuesOf({ facts }: Statement): ReadonlyMap<StatedFact, StatedValue> {
  return new Map(Object.entries(facts) as [StatedFact, StatedValue][]);
}
