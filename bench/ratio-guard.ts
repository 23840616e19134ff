import { median } from './machine.ts';

/** Percent of CPU time per operation by which a checkout may be dearer than the other one. */
export const TOLERATED_PERCENT = 3;

/** Fewer pairs can agree by chance. */
const PAIRS_MIN = 5;

/** Whether an operation is dearer than tolerated, judged by the ratios of its pairs. */
export interface Verdict {
  readonly kind: 'within' | 'worse' | 'not_clear';
  /** Median difference in percent; above zero is dearer. */
  readonly percent: number;
  /** Two standard errors of the median, in percent, estimated from the median absolute deviation. */
  readonly offBy: number;
}

/**
 * Judges the ratios of CPU time per operation, here to there, one for each pair of measurements. Clear only if the
 * difference from the tolerated one is above two standard errors, and with at least five pairs.
 */
export function judge(ratios: readonly number[]): Verdict {
  const middle = median(ratios);
  const percent = (middle - 1) * 100;
  const spread = median(ratios.map((ratio) => Math.abs(ratio - middle)));
  const offBy = ((2 * 1.2533 * 1.4826 * spread) / Math.sqrt(ratios.length)) * 100;
  const isClear = ratios.length >= PAIRS_MIN && Math.abs(percent - TOLERATED_PERCENT) > offBy;
  return { kind: isClear ? (percent < TOLERATED_PERCENT ? 'within' : 'worse') : 'not_clear', percent, offBy };
}

/** Result after some pairs; `go_on` asks for another pair. */
export type Guarded = 'go_on' | Verdict['kind'];

/** Exit code of `npm run bench -- against` for each end. */
export const exitCodes = { within: 0, worse: 1, not_clear: 2 } as const satisfies Record<Verdict['kind'], number>;

/**
 * Decides whether to measure another pair. Ends as soon as one operation is clearly worse, or all are clearly within
 * the tolerance, and at the latest after `most` pairs.
 *
 * @param ratios of each operation, one for each pair so far
 */
export function guard(
  ratios: readonly (readonly number[])[],
  pairs: { readonly least: number; readonly most: number },
): Guarded {
  const done = Math.min(...ratios.map(({ length }) => length));
  if (done < pairs.least) return 'go_on';
  const kinds = ratios.map((of) => judge(of).kind);
  if (kinds.includes('worse')) return 'worse';
  if (kinds.every((kind) => kind === 'within')) return 'within';
  return done < pairs.most ? 'go_on' : 'not_clear';
}
