/**
 * A rule that an archive does not meet, with the place, and what would meet it. `expected` and `found` are spelled as
 * in the archive, so they need no translation; either may be empty.
 */
export interface WidgetFinding {
  /** The rule's stable id, such as `img.size`. */
  readonly rule: string;
  readonly level: 'error' | 'warning';
  /** Whether it prevents a publication. */
  readonly blocks: boolean;
  readonly file: string;
  /** Counted from 1; absent for a finding about the whole file, or about a missing member. */
  readonly line?: number | undefined;
  /** The place inside a JSON file, with `.` between members; empty for the whole file. */
  readonly member: string;
  readonly code: FindingCode;
  readonly expected: string;
  readonly found: string;
}

/** The meaning of a finding. */
export type FindingCode =
  | 'missing'
  | 'differs'
  | 'misplaced'
  | 'twice'
  | 'unknown'
  | 'too_long'
  | 'too_many'
  | 'no_text'
  | 'unreadable'
  | 'unhandled'
  | 'unused'
  | 'animated'
  | 'asks_for_key';

/** The findings in an archive. `omitted` counts those beyond the stored number. */
export interface WidgetReport {
  readonly findings: readonly WidgetFinding[];
  readonly omitted: number;
}

/**
 * The findings that prevent a publication; none for a version that an earlier release checked, which accepted only
 * valid ones.
 */
export function blockingFindings(report: WidgetReport | undefined): readonly WidgetFinding[] {
  return (report?.findings ?? []).filter(({ blocks }) => blocks);
}
