/** A reason why a widget's archive is refused as dangerous or unreadable, with its place. */
export interface WidgetProblem {
  /** The file inside the archive; `widget.zip` for the whole archive. */
  readonly file: string;
  /** The place inside that file, with `.` between members; empty for the whole file. */
  readonly field: string;
  readonly code: WidgetProblemCode;
}

/** The faults of an archive. @see docs/spec/api-problems.md */
export type WidgetProblemCode =
  | 'required'
  | 'not_at_top'
  | 'too_long'
  | 'too_many'
  | 'duplicate'
  | 'wrong_type'
  | 'control_characters'
  | 'too_large'
  | 'not_a_zip'
  | 'unsafe_path'
  | 'is_a_link'
  | 'encrypted'
  | 'nested_archive'
  | 'inflates_too_much'
  | 'size_differs'
  | 'damaged'
  | 'not_utf8'
  | 'not_json'
  | 'broken_picture';

/** The name of the whole archive in a problem. */
export const wholeArchive = 'widget.zip';

/** Maximum number of reported problems. */
export const widgetProblemsMax = 200;
