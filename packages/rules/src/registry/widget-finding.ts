/**
 * A requirement that a widget archive does not meet, with its position, and what would meet it. `expected` and `found`
 * are spelled as in the archive, so they need no translation; either may be empty.
 */
export interface WidgetFinding {
  /** The stable ID of the requirement, such as `img.size`. */
  readonly rule: string;
  readonly level: 'error' | 'warning';
  /** Whether the finding prevents a publication. */
  readonly blocks: boolean;
  readonly file: string;
  /** The line in the file, counted from 1; absent for a finding about the whole file, or about a missing member. */
  readonly line?: number | undefined;
  /** The member inside a JSON file, as a path with `.` between names; empty for the whole file. */
  readonly member: string;
  readonly code: FindingCode;
  readonly expected: string;
  readonly found: string;
}

/** The kind of a finding in a widget archive. */
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

/** The findings in a widget archive. `omitted` counts those beyond the stored number. */
export interface WidgetReport {
  readonly findings: readonly WidgetFinding[];
  readonly omitted: number;
}

/**
 * The findings that prevent a widget's publication; none for a version that an earlier release checked, which accepted
 * only valid ones.
 */
export function blockingFindings(report: WidgetReport | undefined): readonly WidgetFinding[] {
  return (report?.findings ?? []).filter(({ blocks }) => blocks);
}
