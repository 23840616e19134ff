import type { Budget, FreeSlots } from './concurrency-budget.ts';

/** Limits of a claim, and the lease that it gives. */
export interface ClaimQuestion extends FreeSlots {
  /** Work with a due time up to now is due (ms since 1970). */
  readonly now: number;
  /** New due time of claimed work. */
  readonly leaseEndsAt: number;
  /** Keys of work that this node is still doing although its lease has ended: this node must not claim it again. */
  readonly except: readonly string[];
}

/** The end of one piece of work on this node. */
export type Ending<Result> =
  { readonly kind: 'done'; readonly result: Result } | { readonly kind: 'threw'; readonly error: unknown };

/**
 * A kind of due work, as data. Any number of nodes may do it at once: a claim gives each piece to one node. Work that is
 * not settled, because its node died, is due again when its lease ends.
 */
export interface WorkKind<Item, Result> {
  readonly name: string;
  /** Duration of a lease in ms; longer than the work usually takes. */
  readonly leaseMs: number;
  /** Shortest interval in ms between searches for due work that nobody announced. */
  readonly lookMs: number;
  /** Longest interval in ms between searches: work whose announcement was lost starts at most this much late. */
  readonly idleMs: number;
  /** Time in ms that a stop waits for running work; another node takes up the rest after its lease. */
  readonly stopMs: number;
  readonly budget: Budget;
  /** Claims due work in one statement that skips locked rows: at most `limit` pieces, the longest due first. */
  readonly claim: (question: ClaimQuestion) => Promise<readonly Item[]>;
  /** Due time of the open piece of work that is due first, in the past or the future; `undefined` when none is open. */
  readonly nextDueAt: () => Promise<number | undefined>;
  /** Identifies a piece of work among all of its kind. */
  readonly keyOf: (item: Item) => string;
  /** Host that the work occupies; the budget is also kept per host. */
  readonly hostOf: (item: Item) => string;
  readonly perform: (item: Item) => Promise<Result>;
  /** Stores the outcome, for a failure the next due time. When it throws, the work is due again after its lease. */
  readonly settle: (item: Item, ending: Ending<Result>) => Promise<void>;
  /** Whether the host did not answer in time; such a host gets one piece of work at a time. */
  readonly hasHung?: (ending: Ending<Result>) => boolean;
}

/** Performs one claimed piece of work and settles it. @throws the error of `settle` */
export async function carryOut<Item, Result>(kind: WorkKind<Item, Result>, item: Item): Promise<Ending<Result>> {
  const ending = await endOf(kind, item);
  await kind.settle(item, ending);
  return ending;
}

async function endOf<Item, Result>(kind: WorkKind<Item, Result>, item: Item): Promise<Ending<Result>> {
  try {
    return { kind: 'done', result: await kind.perform(item) };
  } catch (error) {
    return { kind: 'threw', error };
  }
}
